/* sheet.h - sheets as pages: reading, writing, comparing, their history.
 *
 * Owns no table: all is resource's.
 *
 * Panels draw on the page of a sheet, with its id: used (what came of using it, only where
 * reports may name it), under an <h2 id='vecu'> of their own. */
#ifndef DOMAIN_SHEET_H
#define DOMAIN_SHEET_H

#include "domain/resource/resource.h"

struct sheet {
	struct page *p;
	const struct resource *r;
	const struct type *type;
	const char *language;		/* of the text, when the page speaks another; or NULL */
	struct link out[LINKS], in[LINKS];
	int out_count, in_count;
	const char *heads[40][2];	/* id and label of the headings so far */
	int head_count;
	const struct field *spare[40];	/* key facts for which there was no room */
	int spare_count;
};
void sheet_head(struct sheet *s, const char *id, const char *label);
/* Only for the list of headings: someone else drew it. */
void sheet_note(struct sheet *s, const char *id, const char *label);
/* Is it money or time?  Those are drawn apart, to scale. */
bool sheet_cost(const struct field *f);
/* What it costs and takes; in a report, beside what the sheets that it used foresaw. */
void costs_draw(struct sheet *s);
/* What was lived with a sheet, where it comes from, who links to it. */
int lived_territories(struct sheet *s);
void lived_draw(struct sheet *s);
/* What the same field says where the sheet was put to use. */
enum { ACTUALS = 8 };
int lived_actuals(struct sheet *s, const struct field *f, struct actual *actuals);
void lineage_draw(struct sheet *s);
void backlinks_draw(struct sheet *s);
/* A row of a list: kind, title, summary, where, cost. */
void row_draw(struct page *p, const struct resource *r);
/* <li> of ul.rows.isles: the same with the place drawn beside it. */
void isle_draw(struct page *p, const struct resource *r);
void vignette_draw(struct page *p, const struct resource *r);
/* A section for a place that has a point: drawn, told, on the map. */
void place_draw(struct sheet *s, const struct field *f, const json_t *value);
/* class: more of the list: "", "bare big" */
void rows_draw(struct page *p, const char *class, const struct resource *r, int count);

/* What differs between two sets of values, side by side; returns how many fields. */
int compare_draw(struct page *p, const struct type *t, const json_t *before,
	const json_t *after, const char *before_title, const char *after_title);

/* Forms filled in step by step, when the type has steps (sheet_steps.c). */
struct sheet_steps {
	const struct type *type;
	const struct resource *now;	/* what is kept; NULL: nothing yet */
	const json_t *values;		/* of it, or what the address gives */
	int step;
};
/* The step that a call, or else an address, names; else the first that lacks something. */
int steps_at(struct request *r, const struct call *c, const struct type *t,
	const json_t *values);
/* Where one is: <h1>, ruler, what the step is for. */
void steps_head(struct page *p, const struct sheet_steps *s);
/* The fields, buttons, and what is left; the form is open before, closed after. */
void steps_draw(struct page *p, const struct call *c, const struct sheet_steps *s);
/* The path to go to after a step was kept; NULL: the sheet itself. */
const char *steps_after(struct request *r, const struct call *c);
/* What the address of a new sheet gives: a sheet that was used, a territory. */
const json_t *steps_given(struct request *r, const struct type *t);
/* A draft begun without a title is called after its sheet and its place. */
void steps_title(struct request *r, json_t *values);

enum { FORM_BYTES = 1 << 20 };
/* Says what any page that shows sheets reads; their queries say which sheets. */
void sheet_reads(struct request *r);
void sheet_serve(struct request *r);
void version_serve(struct request *r);
void new_serve(struct request *r);
void new_type_serve(struct request *r);
void edit_serve(struct request *r);
void edit_other_serve(struct request *r);
void history_serve(struct request *r);
void compare_serve(struct request *r);
void state_serve(struct request *r);
void state_draw(struct request *r, const struct call *c);

#endif
