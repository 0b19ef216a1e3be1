/* resource_describe.c - what search, lists, maps and feeds know of a sheet. */
#include "domain/resource/resource_parts.h"

#include "base/out.h"
#include "base/text.h"
#include "domain/scheme/scheme.h"
#include "domain/territory/territory.h"
#include "store/kind.h"

enum { FACETS = 200, PLACES = 50, META = 3 };

/* A description being made. */
struct account_of {
	struct db *db;
	struct facet *facets;
	int facet_count;
	struct place *places;
	int place_count;
	const char **links;
	int link_count;
	struct out tags, concepts, territories;
};

static void add_facet(struct account_of *d, const char *name, const char *value)
{
	for (int i = 0; i < d->facet_count; i++)
		if (text_eq(d->facets[i].name, name) && text_eq(d->facets[i].value, value))
			return;
	if (value && d->facet_count < FACETS)
		d->facets[d->facet_count++] = (struct facet){name, value};
}

static void add_word(struct out *o, const char *word)
{
	if (word)
		out_printf(o, "%s%s", o->len ? " · " : "", word);
}

/* A concept counts for those above it too. */
static void add_concept(struct account_of *d, const struct field *f, const char *notation)
{
	const struct scheme *s = scheme_get(d->db, f->scheme);
	const struct concept *c = s ? scheme_concept(s, notation) : NULL;
	for (; c; c = c->broader ? scheme_concept(s, c->broader) : NULL) {
		add_word(&d->concepts, c->label[FR]);
		add_word(&d->concepts, c->label[EN]);
		if (f->facet)
			add_facet(d, f->name, c->notation);
	}
}

static void add_territory(struct account_of *d, const char *code)
{
	struct territory t;
	if (!territory_get(d->db, code, &t))
		return;
	add_word(&d->territories, territory_title(d->db, &t));
	const char *const *line = territory_lineage(d->db, code);
	for (int i = 0; line[i]; i++)
		add_facet(d, "territory", line[i]);
	bool small = !text_eq(t.kind, "region") && !text_eq(t.kind, "departement");
	add_facet(d, "departement", text_eq(t.kind, "departement") ? t.code : t.departement);
	add_facet(d, "region", text_eq(t.kind, "region") ? t.code : t.region);
	if (t.point != NO_POINT && d->place_count < PLACES)
		d->places[d->place_count++] = (struct place){t.code, t.name,
			territory_path(d->db, &t), t.lat, t.lon, small};
}

static void add_one(struct account_of *d, const struct field *f, const char *value)
{
	if (f->scheme)
		add_concept(d, f, value);
	else if (text_eq(f->kind, "territories"))
		add_territory(d, value);
	else if (text_eq(f->kind, "sheets") || text_eq(f->kind, "actors"))
		d->links[d->link_count < LINKS ? d->link_count++ : LINKS - 1] = value;
	else if (f->facet)
		add_facet(d, f->name, value);
	if (text_eq(f->kind, "tags"))
		add_word(&d->tags, value);
}

static void each_value(struct field_walk *w, const struct field *f, const json_t *value)
{
	struct account_of *d = w->context;
	size_t i;
	json_t *item;
	if (f->visibility != PUBLIC)
		return;
	if (json_is_string(value))
		add_one(d, f, json_string_value(value));
	else if (json_is_boolean(value) && f->facet)
		add_facet(d, f->name, json_is_true(value) ? "yes" : "no");
	else if (text_eq(f->kind, "place") && json_str(value, "territory"))
		add_territory(d, json_str(value, "territory"));
	json_array_foreach(value, i, item)
		if (json_is_string(item))
			add_one(d, f, json_string_value(item));
}

/* The first key facts that are there, in a few words. */
static const char *meta_words(struct db *db, enum lang lang, const struct type *t,
	const json_t *values)
{
	struct out o = out_new(400);
	int n = 0;
	for (int i = 0; i < t->field_count && n < META; i++) {
		const struct field *f = &t->fields[i];
		if (!text_eq(f->place, "fact") || f->visibility != PUBLIC)
			continue;
		const char *words = field_words(db, lang, f, json_object_get(values, f->name));
		add_word(&o, words);
		n += words != NULL;
	}
	const char *text = n ? arena_dup(db_arena(db), out_str(&o)) : NULL;
	out_free(&o);
	return text;
}

static const char *taken(struct db *db, struct out *o)
{
	const char *text = arena_dup(db_arena(db), out_str(o));
	out_free(o);
	return text;
}

static void describe_values(struct db *db, const struct type *t, const struct resource *r,
	struct description *to)
{
	struct arena *a = db_arena(db);
	struct account_of d = {.db = db,
		.facets = arena_alloc(a, FACETS * sizeof *d.facets),
		.places = arena_alloc(a, PLACES * sizeof *d.places),
		.links = arena_alloc(a, (LINKS + 1) * sizeof *d.links),
		.tags = out_new(1 << 16), .concepts = out_new(1 << 16),
		.territories = out_new(1 << 16)};
	add_facet(&d, "type", r->type);
	add_facet(&d, "state", r->state);
	struct field_walk w = {.each = each_value, .context = &d};
	if (t)
		field_walk(&w, t->fields, t->field_count, r->values);
	for (int i = 0; t && i < LANG_COUNT; i++)
		to->meta[i] = meta_words(db, (enum lang)i, t, r->values);
	to->body = t ? resource_plain(db, t, r) : "";
	to->mark = t ? t->mark : "";
	to->tags = taken(db, &d.tags);
	to->concepts = taken(db, &d.concepts);
	to->territories = taken(db, &d.territories);
	to->facets = d.facets;
	to->facet_count = d.facet_count;
	to->places = d.places;
	to->place_count = d.place_count;
	to->links = d.links;
}

static bool describe(struct db *db, const char *subject, struct description *d)
{
	struct resource r;
	const struct who keeper = {.account = "", .role = OPERATOR};
	if (!resource_get(db, &keeper, subject, 0, &r))
		return false;
	*d = (struct description){.id = r.id, .slug = r.slug, .address = resource_path(db, &r),
		.type = r.type, .title = r.title, .summary = r.summary ? r.summary : "",
		.language = r.language, .visibility = r.open ? PUBLIC : PRIVATE,
		.state = r.state, .created = r.created, .updated = r.updated,
		.version = r.version, .owner = r.creator};
	describe_values(db, type_get(db, r.type), &r, d);
	return true;
}

/* The field of that name that lists may be filtered by, in any type. */
static const struct field *facet_field(struct db *db, const char *name)
{
	const struct type *const *all;
	int n = type_all(db, &all);
	for (int i = 0; i < n; i++) {
		const struct field *f = type_field(all[i], name);
		if (f && f->facet && !text_eq(f->kind, "territories"))
			return f;
	}
	return NULL;
}

struct named {
	const char *name, *label;
};

/* Facets that are no field, and values that are no concept. */
static const struct named own_facets[] = {
	{"type", N_("Type")},
	{"state", N_("State")},
	{"departement", N_("Département")},
	{"region", N_("Région")},
	{0}};

static const struct named own_values[] = {
	{"published", N_("Published")},
	{"draft", N_("Draft")},
	{"archived", N_("Archived")},
	{"yes", N_("Yes")},
	{"no", N_("No")},
	{0}};

static const char *own_label(enum lang lang, const struct named *list, const char *name)
{
	for (; list->name; list++)
		if (text_eq(list->name, name))
			return tr_lang(lang, list->label);
	return NULL;
}

static const char *facet_label(struct db *db, enum lang lang, const char *facet)
{
	const char *own = own_label(lang, own_facets, facet);
	const struct field *f = own ? NULL : facet_field(db, facet);
	return f ? f->label[lang] : own;
}

static const char *value_label(struct db *db, enum lang lang, const char *facet, const char *value)
{
	if (text_eq(facet, "type")) {
		const struct type *t = type_get(db, value);
		return t ? t->label[lang] : value;
	}
	struct territory place;
	if (text_eq(facet, "departement") || text_eq(facet, "region")
			|| text_eq(facet, "territory"))
		return territory_get(db, value, &place) ? place.name : value;
	const struct field *f = facet_field(db, facet);
	const struct scheme *s = f && f->scheme ? scheme_get(db, f->scheme) : NULL;
	const struct concept *c = s ? scheme_concept(s, value) : NULL;
	if (c)
		return c->label[lang];
	const char *own = own_label(lang, own_values, value);
	return own ? own : f ? value : NULL;
}

static const char *label(struct db *db, enum lang lang, const char *facet, const char *value)
{
	return value ? value_label(db, lang, facet, value) : facet_label(db, lang, facet);
}

const struct kind resource_kinds[] = {
	{"resource.", describe, resource_after, label, " type. scheme. territory. "},
	{0}};
