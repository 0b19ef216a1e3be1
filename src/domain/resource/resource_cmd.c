/* resource_cmd.c - writing sheets: create, edit. */
#include "domain/resource/resource_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/text.h"

enum { COMMENT_LIMIT = 200, SLUG_LIMIT = 80 };

/* A version about to be stated. */
struct change {
	const char *id, *slug, *language, *comment;
	const struct type *type;
	json_t *values;
	bool published;
};

/* Addresses that pages of ours have. */
static const char *const taken_slugs[] = {"nouvelle", NULL};

static bool slug_free(struct db *db, const char *slug, const char *id)
{
	for (int i = 0; taken_slugs[i]; i++)
		if (text_eq(slug, taken_slugs[i]))
			return false;
	const char *owner = slug_owner(db, slug);
	return !owner || text_eq(owner, id);
}

static const char *numbered(struct ledger *l, const char *base, int n)
{
	return n == 1 ? base : arena_printf(l->arena, "%s-%d", base, n);
}

/* From the title; "-2", "-3" when others have it: a free number is closed in on,
 * so that thousands of sheets of one title do not slow the writer down. */
static const char *new_slug(struct ledger *l, const char *title, const char *id)
{
	const char *base = text_slug(l->arena, title);
	int taken = 0, high = 1;
	while (!slug_free(l->views, numbered(l, base, high), id)) {
		taken = high;
		high *= 2;
	}
	while (high - taken > 1) {
		int middle = taken + (high - taken) / 2;
		if (slug_free(l->views, numbered(l, base, middle), id))
			high = middle;
		else
			taken = middle;
	}
	return numbered(l, base, high);
}

/* The values that go with one visibility; those without a field are public. */
static json_t *of_visibility(const struct change *x, enum visibility visibility)
{
	json_t *part = json_object();
	const char *name;
	json_t *value;
	json_object_foreach(x->values, name, value) {
		const struct field *f = type_field(x->type, name);
		if ((f ? f->visibility : PUBLIC) == visibility)
			json_object_set(part, name, value);
	}
	return part;
}

static enum outcome add_restricted(struct ledger *l, const struct change *x,
	enum visibility visibility)
{
	json_t *part = of_visibility(x, visibility);
	if (json_object_size(part))
		return ledger_add(l, "resource.restricted", x->id, visibility,
			json_pack("{s:o}", "values", part));
	json_decref(part);
	return DONE;
}

static enum outcome add_entries(struct ledger *l, const struct change *x)
{
	json_t *body = json_pack("{s:s, s:s, s:s, s:o, s:o}", "type", x->type->name,
		"slug", x->slug, "language", x->language, "values", of_visibility(x, PUBLIC),
		"refs", resource_refs(l->views, x->type, x->values));
	if (!text_blank(x->comment))
		json_object_set_new(body, "comment", json_string(x->comment));
	if (!x->published) {
		json_object_set_new(body, "members", of_visibility(x, MEMBERS));
		json_object_set_new(body, "private", of_visibility(x, PRIVATE));
		return ledger_add(l, "resource.drafted", x->id, PRIVATE, body);
	}
	enum outcome o = ledger_add(l, "resource.published", x->id, PUBLIC, body);
	if (o == DONE)
		o = add_restricted(l, x, MEMBERS);
	return o == DONE ? add_restricted(l, x, PRIVATE) : o;
}

static void answer_with(struct ledger *l, const char *id, const char *slug, int version)
{
	ledger_answer(l, "id", json_string(id));
	ledger_answer(l, "slug", json_string(slug));
	ledger_answer(l, "version", json_integer(version));
}

/* The figures of one territory: those of its first publication stay. */
static json_t *figures_of(struct ledger *l, const json_t *before, const char *code)
{
	size_t i;
	json_t *j;
	json_array_foreach(before, i, j)
		if (text_eq(json_str(j, "code"), code))
			return json_incref(j);
	return field_figures && code ? field_figures(l->views, code, l->now) : NULL;
}

/* Territories as they are today are kept with what is published about them; before: what
 * the version that stands has kept, or NULL. */
static void freeze(struct ledger *l, struct change *x, const struct field *f, json_t *before)
{
	json_t *all = json_array(), *code;
	size_t k;
	for (int i = 0; i < x->type->field_count && x->published; i++)
		if (text_eq(x->type->fields[i].kind, "territories"))
			json_array_foreach(json_object_get(x->values, x->type->fields[i].name), k, code) {
				json_t *one = figures_of(l, before, json_string_value(code));
				if (one)
					json_array_append_new(all, one);
			}
	if (json_array_size(all) || (before && !x->published))
		json_object_set(x->values, f->name, x->published ? all : before);
	json_decref(all);
}

/* Checks what was typed; x->values is clean, or the refusal is INVALID. */
static enum outcome check_values(struct ledger *l, const struct call *c, struct change *x,
	const json_t *before)
{
	const char *title = json_str(c->values, "title");
	/* a draft may lack the rest; the type says it of what is published */
	if (text_blank(title) && !x->published)
		refuse_field(l, "title", N_("Give the sheet a title: a few words are enough."), NULL);
	x->values = type_check(l, x->type, c->values, !x->published);
	for (int i = 0; x->values && i < x->type->field_count; i++)
		if (text_eq(x->type->fields[i].kind, "figures"))
			freeze(l, x, &x->type->fields[i], json_object_get(before,
				x->type->fields[i].name));
	return x->values && !text_blank(title) ? DONE : INVALID;
}

static enum outcome read_state(struct ledger *l, const struct call *c, bool otherwise,
	bool *published)
{
	const char *state = call_text(c, "state");
	*published = text_blank(state) ? otherwise : text_eq(state, "published");
	if (*published || text_blank(state) || text_eq(state, "draft"))
		return DONE;
	return refuse_field(l, "state",
		N_("“%s” is no state: write “published” or “draft”."), state);
}

/* Takes the language of the text into *language, or leaves it when nothing is said. */
static enum outcome read_language(struct ledger *l, const struct call *c, const char **language)
{
	enum lang lang;
	const char *said = call_text(c, "language");
	if (text_blank(said))
		return DONE;
	if (!lang_parse(said, &lang))
		return refuse_field(l, "language", N_("“%s” is no language that we know: write fr or en."),
			said);
	*language = lang_code(lang);
	return DONE;
}

static enum outcome create(struct ledger *l, const struct call *c)
{
	struct change x = {.id = id_new(l->arena), .comment = call_text(c, "comment"),
		.language = "fr"};
	x.type = type_get(l->views, call_text(c, "type"));
	if (!x.type)
		return refuse_field(l, "type", N_("There is no type “%s”."), call_text(c, "type"));
	if (read_state(l, c, true, &x.published) != DONE || read_language(l, c, &x.language) != DONE
		|| check_values(l, c, &x, NULL) != DONE)
		return INVALID;
	/* the keeper's own sheets may say their address: the demonstration's do */
	const char *slug = l->who.role == OPERATOR ? call_text(c, "slug") : NULL;
	x.slug = new_slug(l, slug ? slug : json_str(x.values, "title"), x.id);
	enum outcome o = add_entries(l, &x);
	if (o == DONE)
		answer_with(l, x.id, x.slug, 1);
	return o;
}

/* The number of "3", W/"3" or 3, at most n bytes; 0 if it is none. */
static int tag_version(const char *tag, size_t n)
{
	char digits[12] = "";
	if (n > 2 && text_starts(tag, "W/"))
		tag += 2, n -= 2;
	if (n && *tag == '"')
		tag++, n--;
	if (n && tag[n - 1] == '"')
		n--;
	if (!n || n > 9 || *tag == '0' || strspn(tag, "0123456789") < n)
		return 0;
	memcpy(digits, tag, n);
	return (int)strtol(digits, NULL, 10);
}

/* The version that the client says it has seen: If-Match, where several may stand
 * and * is any, or a hidden field.  0: none. */
static int seen_version(const struct call *c, int latest)
{
	const char *said = c->match ? c->match : call_text(c, "version");
	int seen = 0;
	if (text_eq(said, "*"))
		return latest;
	for (const char *p = said ? said : ""; *p; p += strspn(p, ", ")) {
		size_t n = strcspn(p, ", ");
		int version = tag_version(p, n);
		if (!seen || version == latest)
			seen = version;
		p += n;
	}
	return seen;
}

/* Refuses with both texts, so that nothing is lost. */
static enum outcome stale(struct ledger *l, const struct call *c, const struct resource *now)
{
	const struct type *t = type_get(l->views, now->type);
	json_t *clean = t ? type_check(l, t, c->values, true) : NULL;
	ledger_answer(l, "current", json_incref(resource_flat(l->views, now)));
	ledger_answer(l, "yours", clean ? json_incref(clean) : json_deep_copy(c->values));
	return refuse(l, STALE, N_("Someone changed this sheet while you were writing. Nothing"
		" is lost: both texts are here."));
}

/* Values that the writer could not see or that no field names any more stay.
 * Returns false when nothing changes at all. */
static bool keep_unseen(struct ledger *l, const struct resource *now, struct change *x)
{
	struct resource whole;
	const char *name;
	json_t *value;
	if (!resource_get(l->views, &(struct who){.account = "", .role = OPERATOR}, now->id, 0, &whole))
		die("sheet %s is there for some and not for the keeper", now->id);
	json_object_foreach(whole.values, name, value)
		if (!json_object_get(x->values, name)
			&& (!type_field(x->type, name) || !json_object_get(now->values, name)))
			json_object_set(x->values, name, value);
	return !json_equal(x->values, whole.values) || !text_eq(x->language, now->language)
		|| x->published != text_eq(now->state, "published");
}

/* May this sheet be changed, by this writer, from the version they saw? */
static enum outcome may_edit(struct ledger *l, const struct call *c, const struct resource *now)
{
	const char *type = call_text(c, "type");
	int seen = seen_version(c, now->latest);
	if (text_eq(now->state, "archived"))
		return refuse(l, CONFLICT, N_("This sheet is archived: restore it before changing it."));
	if (!seen)
		return refuse(l, UNMATCHED, N_("Say which version you change: send its number in"
			" If-Match, for example \"3\"."));
	if (seen != now->latest)
		return stale(l, c, now);
	if (type && !text_eq(type, now->type))
		return refuse_field(l, "type", N_("The type of a sheet does not change."), NULL);
	return DONE;
}

/* A form that asks step by step sends the fields of one: the others stay. */
static json_t *with_other_steps(struct ledger *l, const struct type *t, const struct call *c,
	const struct resource *now)
{
	int step = t ? type_step_named(t, call_text(c, "_step")) : -1;
	if (step < 0)
		return c->values;
	json_t *all = json_keep(l->arena, json_copy(c->values));
	for (int i = 0; i < t->field_count; i++) {
		json_t *kept = json_object_get(now->values, t->fields[i].name);
		if (type_step(t, &t->fields[i]) == step)
			continue;
		json_object_del(all, t->fields[i].name);
		if (kept)
			json_object_set(all, t->fields[i].name, kept);
	}
	return all;
}

static enum outcome edit(struct ledger *l, const struct call *sent)
{
	struct resource now;
	struct call whole = *sent, *c = &whole;
	if (!resource_get(l->views, &l->who, call_text(c, "id"), 0, &now))
		return refuse(l, MISSING, N_("There is no such sheet, or it is not yours to see."));
	struct change x = {.id = now.id, .slug = now.slug, .comment = call_text(c, "comment"),
		.language = now.language, .type = type_get(l->views, now.type)};
	c->values = with_other_steps(l, x.type, sent, &now);
	enum outcome o = may_edit(l, c, &now);
	if (o != DONE)
		return o;
	if (!x.type)
		return refuse(l, CONFLICT, N_("The type of this sheet is no longer defined."));
	bool was = text_eq(now.state, "published");
	if (read_state(l, c, was, &x.published) != DONE)
		return INVALID;
	if (was && !x.published)
		return refuse_field(l, "state", N_("This sheet is published. To make it a draft"
			" again, unpublish it and say why."), NULL);
	if (read_language(l, c, &x.language) != DONE || check_values(l, c, &x, now.values) != DONE)
		return INVALID;
	if (!keep_unseen(l, &now, &x)) {
		answer_with(l, now.id, now.slug, now.latest);
		return DONE;
	}
	if (!text_eq(json_str(x.values, "title"), now.title))
		x.slug = new_slug(l, json_str(x.values, "title"), x.id);
	o = add_entries(l, &x);
	if (o == DONE)
		answer_with(l, x.id, x.slug, now.latest + 1);
	return o;
}

#define COMMON_FIELDS \
	{"title", "line", 0, 0, N_("Title"), N_("What the sheet is called.")}, \
	{"summary", "text", 0, 0, N_("Summary"), N_("The sheet in one or two sentences.")}, \
	{"state", "line", 0, 0, N_("State"), N_("published or draft.")}, \
	{"language", "line", 0, 0, N_("Language"), N_("fr or en: the language of the text.")}, \
	{"comment", "line", 0, COMMENT_LIMIT, N_("In one sentence, what did you change?"), \
		N_("Shown in the history.")}

static const struct field_row create_fields[] = {
	{"type", "line", REQUIRED, 0, N_("Type"), N_("The name of the type: tool, method…")},
	COMMON_FIELDS,
	{"slug", "line", 0, SLUG_LIMIT, N_("Address"), N_("The last part of the sheet’s address.")},
	{0}};

static const struct field_row edit_fields[] = {
	{"id", "line", REQUIRED, 0, N_("Sheet"), N_("Its identifier or the last part of its address.")},
	{"version", "number", 0, 0, N_("Version"), N_("The number of the version that you change.")},
	COMMON_FIELDS,
	{"mine", "text", 0, 1 << 20, N_("My text"),
		N_("For the page of two texts: what was typed before someone else’s change.")},
	{0}};

static const struct field_row act_fields[] = {
	{"id", "line", REQUIRED, 0, N_("Sheet"), N_("Its identifier or the last part of its address.")},
	{"reason", "line", REQUIRED, COMMENT_LIMIT, N_("Why?"),
		N_("In one sentence. Shown in the history.")},
	{0}};

const struct command resource_commands[] = {
	{"resource.create", create_fields, MEMBER, create, N_("Write a new sheet"), NULL},
	{"resource.edit", edit_fields, MEMBER, edit, N_("Change a sheet"), NULL},
	{"resource.archive", act_fields, MEMBER, resource_archive,
		N_("Take a sheet out of the lists; it can be restored"), NULL},
	{"resource.restore", act_fields, MEMBER, resource_restore,
		N_("Put an archived sheet back"), NULL},
	{"resource.unpublish", act_fields, MEMBER, resource_unpublish,
		N_("Make a published sheet a draft again"), NULL},
	{0}};
