/* qr.h - a square code that a telephone reads, drawn by the server. */
#ifndef WEB_QR_H
#define WEB_QR_H

#include "web/page.h"

/* <svg class='qr'>, black on white whatever the colours around; label: what it is, for
 * who does not see it.  False, and nothing, when the text is too long (2,000 bytes). */
bool page_qr(struct page *p, const char *text, const char *label);

#endif
