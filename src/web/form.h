/* form.h - forms of commands: fields, errors, what was typed.
 *
 * A form posts to /do/COMMAND.  When the command refuses, the form row draws
 * the same page again with the sentences and what was typed; when it is done,
 * after() says where to go.  A button named _more draws the form again with
 * what was typed and does nothing else: more rows, more fields. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/page.h"

struct form {
	const char *command;	/* "resource.create" */
	/* Draws the whole page, values from c (typed) or from views when c is NULL.
	 * It calls page_open and page_close. */
	void (*draw)(struct request *r, const struct call *c);
	/* Path to go to when done, e.g. "/ressources/slug". */
	const char *(*after)(struct request *r, const struct call *c);
	/* Fills values that the address or the session gives, before the call; or NULL */
	void (*before)(struct request *r, json_t *values);
};
const struct form *form_at(int i);	/* NULL past the last */
const struct form *form_of(const char *command);	/* NULL if it has none */

/* <form method=post action=/do/COMMAND> with CSRF token and command id.  A
 * hidden field _match says which version is changed, as If-Match does. */
void form_open(struct page *p, const char *command);
/* Only the hidden CSRF token, for a form with an address of its own. */
void form_token(struct page *p);
void form_close(struct page *p, const char *button);
/* An id for a field's name: "steps.0.title" is "f-steps-0-title". */
const char *form_id(struct page *p, const char *name);
/* The error summary with links to the fields; nothing when there is no fault. */
void form_errors(struct page *p, const struct call *c);
/* The same, each sentence after what the field is called: "Cost: ...".  The
 * function gets the context back; NULL for a field without a name. */
void form_errors_of(struct page *p, const struct call *c,
	const char *(*label)(struct page *, const void *context, const char *field),
	const void *context);
/* One fault of a field as <p class=why id=...>, or nothing; true if there is one. */
bool form_fault(struct page *p, const struct call *c, const char *field);
const struct fault *form_fault_of(const struct call *c, const char *field);

/* A labelled field: label, hint, sentence, input.  value may be NULL.  kind as
 * in struct field_row, and "textarea", "select" through form_choices. */
struct form_field {
	const char *name, *kind, *label, *help, *value;	/* label, help translated */
	bool required;
	const char *autocomplete;	/* or NULL */
	const char *unit;		/* shown after the input, or NULL */
};
void form_field(struct page *p, const struct call *c, const struct form_field *f);
struct form_choice {
	const char *value, *label, *help;
	bool on;
};
/* Radio buttons (many false) or check boxes; ends with {0}. */
void form_choices(struct page *p, const struct call *c, const struct form_field *f,
	const struct form_choice *choices, bool many);
/* A select. */
void form_select(struct page *p, const struct call *c, const struct form_field *f,
	const struct form_choice *choices);
void form_hidden(struct page *p, const char *name, const char *value);
/* All fields of a command's rows, in order. */
void form_rows(struct page *p, const struct call *c);

#endif
