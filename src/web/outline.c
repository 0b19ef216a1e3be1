/* outline.c - reads data/outlines.tsv once.
 *
 * First line: "#", x and y of (0, 0), units a radian.  Others: code, box (x0, y0, x1,
 * y1), a path for locators, a path for maps. */
#include "web/outline.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"

enum { CELLS = 7, MOST = 128 };

static const double degree = 0.017453292519943295, earth_km = 6371;

static struct outline list[MOST];
static int count;
static double x_zero, y_zero, scale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_line(char *line)
{
	const char *cell[CELLS] = {"", "", "", "", "", "", ""};
	for (int i = 0; i < CELLS && line; i++)
		cell[i] = strsep(&line, "\t");
	double n[4];
	for (int i = 0; i < 4; i++)
		n[i] = strtod(cell[i + 1], NULL);
	if (*cell[0] == '#') {
		x_zero = n[0];
		y_zero = n[1];
		scale = n[2];
	} else if (count < MOST) {
		list[count++] = (struct outline){cell[0], {n[0], n[1], n[2], n[3]}, cell[5],
			cell[6]};
	}
}

static void read_all(void)
{
	const struct embedded *f = embedded_find("data/outlines.tsv");
	char *rest = f ? strdup((const char *)f->bytes) : NULL, *line;
	if (!rest)
		die("data/outlines.tsv cannot be read");
	while ((line = strsep(&rest, "\n")))
		if (*line)
			read_line(line);
}

const struct outline *outline_at(int i)
{
	pthread_once(&once, read_all);
	return i < count ? &list[i] : NULL;
}

const struct outline *outline_find(const char *code)
{
	const struct outline *o;
	for (int i = 0; (o = outline_at(i)); i++)
		if (text_eq(o->code, code))
			return o;
	return NULL;
}

double outline_x(double longitude)
{
	pthread_once(&once, read_all);
	return x_zero + scale * longitude * degree;
}

double outline_y(double latitude)
{
	pthread_once(&once, read_all);
	return y_zero - scale * log(tan((45 + latitude / 2) * degree));
}

double outline_lon(double x)
{
	pthread_once(&once, read_all);
	return (x - x_zero) / scale / degree;
}

double outline_lat(double y)
{
	pthread_once(&once, read_all);
	return (atan(exp((y_zero - y) / scale)) / degree - 45) * 2;
}

double outline_per_km(double latitude)
{
	pthread_once(&once, read_all);
	return scale / (earth_km * cos(latitude * degree));
}
