/* experience_asked.c - what an address of reports asks, in all its forms: page, feed, table,
 * JSON. */
#include "base/text.h"
#include "domain/experience/experience_own.h"

/* A code, or a name that one place only bears. */
static void ask_place(struct request *r, struct asked *a)
{
	a->typed = request_query(r, "comme");
	if (!a->typed)
		return;
	request_reads(r, "contours");
	if (!traits_get(r->db, a->typed, &a->like)) {
		int n = territory_find(r->db, a->typed, "commune", HOMONYMS, a->homonyms);
		const char *folded = text_fold(r->arena, a->typed);
		int same = 0;
		for (int i = 0; i < n; i++)
			same += text_eq(text_fold(r->arena, a->homonyms[i].name), folded);
		a->unknown = n == 0;
		a->homonym_count = n == 1 || same == 1 ? 0 : n;
		if (n == 0 || a->homonym_count
			|| !traits_get(r->db, a->homonyms[0].code, &a->like))
			return;
	}
	a->wish.alike = &a->like;
}

void asked_read(struct request *r, struct asked *a)
{
	*a = (struct asked){.typed = NULL};
	sheet_reads(r);
	a->slug = request_query(r, "fiche");
	if (a->slug && field_sheet(r->db, a->slug, &a->sheet))
		a->wish.sheet = a->sheet.id;
	a->obstacle = a->wish.obstacle = request_query(r, "obstacle");
	a->words = request_query(r, "mots");
	wish_words(r->db, &a->wish, a->words);
	ask_place(r, a);
}

bool asked_good(struct request *r, const struct asked *a)
{
	if (a->slug && !a->wish.sheet)
		answer_error(r, 404, N_("There is no such sheet, or it is not yours to see."));
	else if (a->typed && !a->wish.alike)
		answer_error(r, 404, N_("No commune, or more than one, is called so: give its INSEE "
			"code."));
	else
		return true;
	return false;
}

const char *asked_query(struct arena *m, const struct asked *a)
{
	const char *const parts[][2] = {{"comme", a->typed}, {"obstacle", a->obstacle},
		{"mots", a->words}, {"fiche", a->wish.sheet ? a->slug : NULL}};
	const char *all = "";
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i][1])
			all = arena_printf(m, "%s%s%s=%s", all, *all ? "&" : "", parts[i][0],
				url_escape(m, parts[i][1]));
	return all;
}

const char *asked_address(struct arena *m, const struct asked *a, const char *path)
{
	const char *query = asked_query(m, a);
	return *query ? arena_printf(m, "%s?%s", path, query) : path;
}

const char *asked_title(struct request *r, const struct asked *a)
{
	const char *const parts[] = {a->wish.alike ? a->like.place.name : NULL, a->words,
		a->wish.sheet ? a->sheet.title : NULL};
	const char *title = tr_lang(r->lang, N_("What others tried")), *sign =
		r->lang == FR ? "\u00a0: " : ": ";
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i]) {
			title = arena_printf(r->arena, "%s%s%s", title, sign, parts[i]);
			sign = ", ";
		}
	return title;
}
