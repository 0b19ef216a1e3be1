/* fill_own.h - what the files that draw forms share. */
#ifndef DOMAIN_FILL_OWN_H
#define DOMAIN_FILL_OWN_H

#include "domain/fill/fill.h"
#include "domain/scheme/scheme.h"
#include "domain/territory/territory.h"

/* A form being drawn. */
struct filling {
	struct page *p;
	const struct call *c;	/* what was typed, with its faults; or NULL */
	const char *more;	/* what was asked for: a group, "group:open", "_details"; or NULL */
	bool inside;		/* a group: labels without hints */
	const struct fill_part *part;
	const json_t *all;	/* values of all steps: what was typed, or what is there */
};
typedef void fill_value(struct filling *d, const struct field *f, const char *name,
	const json_t *v);

/* Any field. */
fill_value fill;
/* Rows in use and some to write in. */
fill_value fill_group;
/* A row for each sheet that another field names. */
fill_value fill_each;
/* What the rows or the choices say, and a button that opens them. */
fill_value fill_shut;
/* Was this field asked for, to open it or to write more rows? */
bool fill_asked(const struct filling *d, const struct field *f);
/* The rows of a group, also when they come as one text from a group that was shut. */
const json_t *fill_rows(struct filling *d, const json_t *v);
/* Two numbers and a unit; two dates; a name and a territory. */
fill_value fill_range, fill_period, fill_place;
/* One number, or two in one text. */
fill_value fill_single;
/* The hint of a field, with what was foreseen; NULL: none. */
const char *fill_help(struct filling *d, const struct field *f);
/* A field of a group's row: label, sentence, input. */
void fill_inside(struct filling *d, const struct field *f, const char *name, const char *text);
/* <fieldset> with legend, hint, sentence. */
void fill_open(struct filling *d, const struct field *f, const char *name);
/* One item of a list as it can be typed again. */
const char *fill_item(struct filling *d, const struct field *f, const char *item);

#endif
