/* request_form.c - the fields of a form as JSON: steps.0.title nests, name[]
 * is a list. */
#include "base/nest.h"
#include "base/text.h"
#include "web/http_own.h"

/* What crossing.c has read already. */
static bool is_ours(const char *name)
{
	return text_eq(name, "_csrf") || text_eq(name, "_id") || text_eq(name, "_match");
}

json_t *request_form(struct request *r)
{
	struct http *h = http_of(r);
	if (!h->form_read) {
		answer_error(r, 415, N_("Send the fields of a form."));
		return NULL;
	}
	struct pairs fields = {0};
	for (int i = 0; i < h->form.count; i++)
		if (!is_ours(h->form.names[i]))
			pairs_add(r->arena, &fields, h->form.names[i], h->form.values[i]);
	const char *why = NULL;
	json_t *values = nest(r->arena, &fields, &why);
	if (!values)
		answer_error(r, 400, why);
	return values;
}
