/* fill.h - types of sheets as forms to fill in, usable without scripts.
 *
 * Owns no table. */
#ifndef DOMAIN_FILL_H
#define DOMAIN_FILL_H

#include "domain/type/type.h"

/* The fields of a form, with what was typed (c) or what is there (values);
 * either may be NULL.  Groups offer rows to add: a button named _more, with the
 * group's name as value, that draws the form again. */
void fill_form(struct page *p, const struct call *c, const struct type *t, const json_t *values);
/* A part of a form, or all of it. */
struct fill_part {
	const struct type *type;
	int step;			/* of the type's; -1: all fields */
	const json_t *values;		/* what is kept so far, of all steps; or NULL */
	/* What the sheets that a field leans on say of it, in a sentence; or NULL.  The
	 * function itself may be NULL. */
	const char *(*foreseen)(struct page *, const struct field *, const json_t *values);
};
void fill_part(struct page *p, const struct call *c, const struct fill_part *part);
/* "Étapes, Étape 2, Effort" for "steps.1.effort.min", for form_errors_of with
 * the type as context; NULL when there is no such field. */
const char *fill_label(struct page *p, const void *type, const char *path);

#endif
