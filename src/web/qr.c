/* qr.c - libqrencode's squares as one path of SVG. */
#include "web/qr.h"

#include <qrencode.h>

enum { MARGIN = 4 };	/* the white around, which the norm asks for */

/* Dark squares beside each other are one stroke. */
static void draw_row(struct page *p, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width; x++) {
		int n = 0;
		while (x + n < width && row[x + n] & 1)
			n++;
		if (n)
			html(p, "M%d %dh%dv1h-%dz", x + MARGIN, y + MARGIN, n, n);
		x += n;
	}
}

bool page_qr(struct page *p, const char *text, const char *label)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!code)
		return false;
	int side = code->width + 2 * MARGIN;
	html(p, "<svg class='qr' viewBox='0 0 %d %d' role='img' aria-label='%s' "
		"shape-rendering='crispEdges'><path d='", side, side, label);
	for (int y = 0; y < code->width; y++)
		draw_row(p, code->data + y * code->width, code->width, y);
	html(p, "'/></svg>");
	QRcode_free(code);
	return true;
}
