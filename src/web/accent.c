/* accent.c - a commons' own colour, made readable.
 *
 * Its hue and its force are kept; its lightness goes down (light scheme) or
 * up (dark) until text in it has a contrast of 4.5 on every paper and tint.
 * Contrast: WCAG 2.2. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/asset.h"

struct rgb {
	double v[3];	/* 0 to 1 */
};

struct hsl {
	double h, s, l;
};

/* The papers and tints of assets/style.css. */
static const char *const light[] = {"#fcfdfb", "#ffffff", "#edf5f5", "#d9eaec", "#f6edd2",
	"#e8eecd", "#fbe8df", NULL};
static const char *const dark[] = {"#0e1a20", "#14242c", "#13242c", "#193540", "#3b341d",
	"#29330f", "#42230f", NULL};

static bool parse(const char *s, struct rgb *c)
{
	if (!s || s[0] != '#' || strlen(s) != 7
		|| strspn(s + 1, "0123456789abcdefABCDEF") != 6)
		return false;
	long n = strtol(s + 1, NULL, 16);
	for (int i = 0; i < 3; i++)
		c->v[i] = (double)(n >> (16 - 8 * i) & 255) / 255;
	return true;
}

static double luminance(const struct rgb *c)
{
	static const double share[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;
	for (int i = 0; i < 3; i++)
		sum += share[i] * (c->v[i] <= 0.04045 ? c->v[i] / 12.92
			: pow((c->v[i] + 0.055) / 1.055, 2.4));
	return sum;
}

static double contrast(const struct rgb *a, const struct rgb *b)
{
	double x = luminance(a), y = luminance(b);
	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static struct hsl to_hsl(const struct rgb *c)
{
	double max = fmax(c->v[0], fmax(c->v[1], c->v[2]));
	double min = fmin(c->v[0], fmin(c->v[1], c->v[2])), d = max - min;
	struct hsl x = {.l = (max + min) / 2};
	if (d < 1e-9)
		return x;
	x.s = d / (1 - fabs(2 * x.l - 1));
	if (max == c->v[0])
		x.h = fmod((c->v[1] - c->v[2]) / d + 6, 6);
	else if (max == c->v[1])
		x.h = (c->v[2] - c->v[0]) / d + 2;
	else
		x.h = (c->v[0] - c->v[1]) / d + 4;
	return x;
}

static struct rgb to_rgb(const struct hsl *x)
{
	static const double shift[] = {0, 8, 4};
	struct rgb c;
	double a = x->s * fmin(x->l, 1 - x->l);
	for (int i = 0; i < 3; i++) {
		double k = fmod(shift[i] + x->h * 2, 12);
		c.v[i] = x->l - a * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
	}
	return c;
}

static bool readable(const struct rgb *c, const char *const *papers)
{
	struct rgb paper;
	for (; *papers; papers++)
		if (parse(*papers, &paper) && contrast(c, &paper) < 4.5)
			return false;
	return true;
}

static const char *text_of(struct arena *a, const struct rgb *c)
{
	return arena_printf(a, "#%02x%02x%02x", (unsigned)lround(c->v[0] * 255),
		(unsigned)lround(c->v[1] * 255), (unsigned)lround(c->v[2] * 255));
}

/* The accent and its stronger sister, for hover. */
static const char *rule(struct arena *a, struct hsl x, bool down)
{
	struct rgb c = to_rgb(&x);
	for (; !readable(&c, down ? light : dark) && x.l > 0 && x.l < 1; c = to_rgb(&x))
		x.l += down ? -0.01 : 0.01;
	struct hsl more = x;
	more.l = down ? x.l * 0.75 : 1 - (1 - x.l) * 0.65;
	struct rgb second = to_rgb(&more);
	return arena_printf(a, ":root{--accent:%s;--accent-2:%s}", text_of(a, &c),
		text_of(a, &second));
}

const char *accent_css(struct arena *a, const char *colour)
{
	struct rgb c;
	if (!parse(colour, &c))
		return "";
	struct hsl x = to_hsl(&c);
	return arena_printf(a, "\n@media screen{%s}\n"
		"@media screen and (prefers-color-scheme:dark){%s}\n",
		rule(a, x, true), rule(a, x, false));
}
