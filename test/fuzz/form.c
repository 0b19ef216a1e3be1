/* form.c - the body of a form: its pairs, and what they nest to. */
#include "fuzz.h"

#include <stdlib.h>

#include "base/nest.h"
#include "base/text.h"
#include "base/url.h"
#include "web/http_own.h"

enum { FIELDS = 4000, DEPTH = 9 };

static struct site site = {.name = "Essai"};
static struct server server = {.site = &site};

static bool all_texts(const json_t *list)
{
	size_t i;
	const json_t *member;
	json_array_foreach(list, i, member)
		if (!json_is_string(member))
			return false;
	return true;
}

/* The same pairs again, as they would be typed. */
static void flatten(struct arena *a, struct pairs *p, const char *path, const json_t *j)
{
	size_t i;
	const char *key;
	json_t *member;
	if (json_is_string(j))
		pairs_add(a, p, path, json_string_value(j));
	json_array_foreach(j, i, member)
		flatten(a, p, all_texts(j) ? arena_printf(a, "%s[]", path) :
			arena_printf(a, "%s.%zu", path, i), member);
	json_object_foreach((json_t *)j, key, member)
		flatten(a, p, *path ? arena_printf(a, "%s.%s", path, key) : key, member);
}

/* Containers, values, and how deep; no text that is not clean. */
static int weigh(struct arena *a, const json_t *j, int depth)
{
	int sum = 1;
	size_t i;
	const char *key;
	json_t *member;
	must(depth <= DEPTH);
	if (json_is_string(j))
		must(text_eq(text_clean(a, json_string_value(j), json_string_length(j)),
			json_string_value(j)));
	else
		must(json_is_array(j) || json_is_object(j));
	json_array_foreach(j, i, member)
		sum += weigh(a, member, depth + 1);
	json_object_foreach((json_t *)j, key, member)
		sum += weigh(a, member, depth + 1);
	return sum;
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct http *h = arena_alloc(a, sizeof *h);
	*h = (struct http){.server = &server, .form_read = true};
	h->request = (struct request){.arena = a, .site = &site, .http = h, .method = "POST",
		.path = "/", .target = "/", .api = true, .id = "x", .who = {.account = ""}};
	if (!url_pairs(a, bytes, n, FIELDS, &h->form))
		return;
	must(h->form.count <= FIELDS);
	json_t *j = request_form(&h->request);
	must(j || h->status == 400);
	if (!j)
		return;
	must(weigh(a, j, 0) <= 1 + h->form.count * DEPTH);
	struct pairs again = {0};
	const char *why;
	flatten(a, &again, "", j);
	json_t *same = nest(a, &again, &why);
	must(same && text_eq(json_text(a, j), json_text(a, same)));
}

const struct target fuzz_form = {"form", run, NULL};
