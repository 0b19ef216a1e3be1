/* intake_compare.c - sheets and the vocabulary beside what people made of them: what
 * only the file changed is taken, what both changed is told with both texts. */
#include "domain/intake/intake_own.h"

#include <string.h>

#include "base/text.h"
#include "domain/type/type.h"

static const struct who keeper = {.account = "", .role = OPERATOR};
static const char *const kept_fields[] = {"title", "summary", "body", "steps", "axes", NULL};

static bool equal(const json_t *a, const json_t *b)
{
	return a && b ? json_equal(a, b) : a == b;
}

static void add_change(struct importing *im, struct node *n, json_t *values, int version)
{
	im->changes[im->change_count++] = (struct sheet_change){n, values, version};
}

/* The first text that differs between two values, in each of them; "" where one lacks. */
static bool first_text(const json_t *a, const json_t *b, const char *both[2])
{
	const json_t *longer = json_array_size(a) > json_array_size(b) ? a : b;
	const char *key;
	json_t *part;
	size_t i;
	if (json_is_string(a) || json_is_string(b)) {
		both[0] = json_is_string(a) ? json_string_value(a) : "";
		both[1] = json_is_string(b) ? json_string_value(b) : "";
		return !text_eq(both[0], both[1]);
	}
	json_array_foreach(longer, i, part)
		if (first_text(json_array_get(a, i), json_array_get(b, i), both))
			return true;
	json_object_foreach((json_t *)(uintptr_t)a, key, part)
		if (first_text(part, json_object_get(b, key), both))
			return true;
	json_object_foreach((json_t *)(uintptr_t)b, key, part)
		if (!json_object_get(a, key) && first_text(NULL, part, both))
			return true;
	return false;
}

/* From some words before the place where they differ. */
static const char *excerpt(struct arena *a, const char *s, size_t same)
{
	enum { BEFORE = 20, LONGEST = 200 };
	size_t from = same > BEFORE ? same - BEFORE : 0;
	while (from && ((unsigned char)s[from] & 0xc0) == 0x80)
		from--;
	const char *line = text_line(a, s + from, strlen(s + from));
	return arena_printf(a, "%s%s", from ? "…" : "", text_cut(a, line, LONGEST));
}

/* Both texts, to the last trouble. */
static void show_both(struct importing *im, const json_t *here, const json_t *there)
{
	struct trouble *t = &im->done->troubles[im->done->trouble_count - 1];
	const char *both[2] = {"", ""};
	size_t same = 0;
	first_text(here, there, both);
	while (both[0][same] && both[0][same] == both[1][same])
		same++;
	t->here = excerpt(im->arena, both[0], same);
	t->there = excerpt(im->arena, both[1], same);
}

static void clash(struct importing *im, const struct node *n, const char *field, const char *path)
{
	const struct heading *c = heading_of(text_eq(field, "title") ? "name" :
		text_eq(field, "axes") ? "theme" : "description");
	node_trouble(im, true, n, c->key, import_say(im,
		N_("the sheet %s was changed here, and the file changes the same text."), path),
		import_say(im, N_("Keep the sheet with --force, or take the file’s text with "
			"--overwrite."), NULL));
}

/* The sheet that a node gives here, with its axes where our vocabulary has them. */
static json_t *sheet_here(struct importing *im, struct db *db, const struct referentiel *r,
	const struct tree *t, int at)
{
	const struct type *type = type_get(db, "action-sheet");
	const struct field *f = type ? type_field(type, "axes") : NULL;
	json_t *sheet = tree_sheet(im->arena, r, t, at);
	json_t *axes = f && f->scheme ? tree_axes(im->arena, scheme_get(db, f->scheme), t, at) : NULL;
	if (axes)
		json_object_set(sheet, "axes", axes);
	return sheet;
}

/* Field by field: what only the file changed is taken, what only people changed stays. */
static void compare_sheet(struct importing *im, struct db *db, struct node *n,
	const json_t *fresh, const json_t *old)
{
	struct resource r;
	bool changed = false;
	if (!resource_get(db, &keeper, n->sheet, 0, &r) || r.erased)
		return;
	json_t *values = json_keep(im->arena, json_deep_copy(r.values));
	for (const char *const *f = kept_fields; *f; f++) {
		json_t *after = json_object_get(fresh, *f), *now = json_object_get(values, *f);
		const json_t *before = json_object_get(old, *f);
		if (equal(before, after) || equal(now, after))
			continue;
		if (old && !equal(now, before) && !im->asked->overwrite) {
			clash(im, n, *f, resource_path(db, &r));
			show_both(im, now, after);
			continue;
		}
		changed = true;
		if (after)
			json_object_set(values, *f, after);
		else
			json_object_del(values, *f);
	}
	if (changed && text_eq(r.state, "archived"))
		node_trouble(im, false, n, "name", import_say(im,
			N_("the sheet %s is archived: it stays as it is."), resource_path(db, &r)), "");
	else if (changed)
		add_change(im, n, values, r.latest);
}

static void compare_scheme(struct importing *im)
{
	struct arena *a = im->arena;
	const json_t *there = tree_scheme(a, &im->r, &im->now);
	const char *fresh = json_text(a, there), *why;
	if (im->known && im->done->created && text_eq(im->said, fresh))
		import_trouble(im, false, -1, -1, import_say(im, N_("the import before this one stopped "
			"on its way: this one goes on, and makes nothing twice."), NULL), "");
	if (text_eq(im->said, fresh))
		return;
	bool own = im->said && im->steward && !im->asked->overwrite
		&& !text_eq(im->said, json_text(a, tree_scheme(a, &im->was, &im->before)));
	im->scheme = !own;
	if (!own)
		return;
	import_trouble(im, true, -1, -1, import_say(im,
		N_("The vocabulary “%s” was changed here."), im->r.name), import_say(im,
		N_("Keep it with --force, or take the file’s with --overwrite."), NULL));
	show_both(im, json_read(a, im->said, strlen(im->said), &why), there);
}

void import_compare(struct importing *im, struct db *db)
{
	struct arena *a = im->arena;
	im->changes = arena_alloc(a, ((size_t)im->now.count + 1) * sizeof *im->changes);
	for (int i = 0; i < im->now.count; i++) {
		struct node *n = &im->now.nodes[i];
		if (node_depth(n->code) != im->r.level)
			continue;
		json_t *fresh = sheet_here(im, db, &im->r, &im->now, i);
		if (n->sheet)
			compare_sheet(im, db, n, fresh,
				sheet_here(im, db, &im->was, &im->before, im->match[i]));
		else
			add_change(im, n, fresh, 0);
	}
	if (im->known || !im->said || !im->done->blocking)
		compare_scheme(im);
}
