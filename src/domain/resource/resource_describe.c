/* resource_describe.c - what search, lists, maps and feeds know of a sheet. */
#include "domain/resource/resource_parts.h"

#include "base/out.h"
#include "base/text.h"
#include "domain/scheme/scheme.h"
#include "domain/territory/territory.h"
#include "store/kind.h"

#define REPORT "experience"	/* the type of what tells of an attempt */

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
	const char **told;		/* in a report: the sheets that were tried */
	int told_count;
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
	add_facet(d, "epci", text_eq(t.kind, "epci") ? t.code : t.epci);
	add_facet(d, "commune", text_eq(t.kind, "commune") ? t.code : t.parent);
	if (t.point != NO_POINT && d->place_count < PLACES)
		d->places[d->place_count++] = (struct place){t.code, t.name,
			territory_path(d->db, &t), t.lat, t.lon, small, false};
}

/* A point that the sheet gives; its page is the list of sheets there. */
static void add_own_place(struct account_of *d, const json_t *value)
{
	struct territory t;
	struct arena *a = db_arena(d->db);
	struct place at = {.code = place_code(a, value), .own = true, .small = true};
	const char *name = json_str(value, "name"), *code = json_str(value, "territory");
	if (!at.code || !place_point(value, &at.lat, &at.lon) || d->place_count == PLACES)
		return;
	const char *in = code && territory_get(d->db, code, &t) ? t.name : NULL;
	at.name = name && in ? arena_printf(a, "%s, %s", name, in) : name ? name : in ? in :
		point_words(a, EN, at.lat, at.lon);
	at.address = arena_printf(a, "/ressources?territory=%s", at.code);
	add_facet(d, "territory", at.code);
	d->places[d->place_count++] = at;
}

static void add_place(struct account_of *d, const json_t *value)
{
	if (json_str(value, "territory"))
		add_territory(d, json_str(value, "territory"));
	add_own_place(d, value);
}

static void add_one(struct account_of *d, const struct field *f, const char *value)
{
	if (f->scheme)
		add_concept(d, f, value);
	else if (text_eq(f->kind, "territories"))
		add_territory(d, value);
	else if (text_eq(f->kind, "sheets") || text_eq(f->kind, "actors")) {
		d->links[d->link_count < LINKS ? d->link_count++ : LINKS - 1] = value;
		if (text_eq(f->kind, "sheets") && d->told)
			d->told[d->told_count < LINKS ? d->told_count++ : LINKS - 1] = value;
	} else if (f->facet)
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
	else if (text_eq(f->kind, "place"))
		add_place(d, value);
	else if (json_is_object(value) && f->facet)
		for (const struct amount *c = amounts; c->kind; c++)
			if (amount_is(c, f, value))
				add_facet(d, f->name, c->name);
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

/* What a sheet has whatever is typed. */
static void add_own(struct account_of *d, const struct type *t, const struct resource *r)
{
	add_facet(d, "type", r->type);
	add_facet(d, "state", r->state);
	add_facet(d, "language", r->language);
	const struct field *licence = t ? type_field(t, "licence") : NULL;
	if (licence && licence->facet && !json_object_get(r->values, "licence"))
		add_facet(d, "licence", LICENCE);
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
	if (text_eq(r->type, REPORT))
		d.told = arena_alloc(a, (LINKS + 1) * sizeof *d.told);
	add_own(&d, t, r);
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
	to->told = d.told;
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
	int n;
	const struct field *const *all = type_facets(db, name, &n);
	for (int i = 0; i < n; i++)
		if (!text_eq(all[i]->kind, "territories"))
			return all[i];
	return NULL;
}

struct named {
	const char *facet, *value, *label;
};

/* Facets that are no field, and values that are no concept; of any facet: "". */
static const struct named own[] = {
	{"type", NULL, N_("Type")},
	{"state", NULL, N_("State")},
	{"region", NULL, N_("Région")},
	{"departement", NULL, N_("Département")},
	{"epci", NULL, N_("Intercommunality")},
	{"commune", NULL, N_("Commune")},
	{"language", NULL, N_("Language")},
	{"reports", NULL, N_("Experience reports")},
	{"reports", "yes", N_("Tried, with a report")},
	{"state", "published", N_("Published")},
	{"state", "draft", N_("Draft")},
	{"state", "archived", N_("Archived")},
	{"language", "fr", N_("French")},
	{"language", "en", N_("English")},
	{"", "yes", N_("Yes")},
	{"", "no", N_("No")},
	{0}};

static const char *own_label(enum lang lang, const char *facet, const char *value)
{
	for (const struct named *n = own; n->facet; n++)
		if (text_eq(n->facet, facet) && text_eq(n->value, value))
			return tr_lang(lang, n->label);
	return NULL;
}

static const char *facet_label(struct db *db, enum lang lang, const char *facet)
{
	const char *label = own_label(lang, facet, NULL);
	const struct field *f = label ? NULL : facet_field(db, facet);
	return f ? f->label[lang] : label;
}

/* The concept in the scheme of any type: fields of one name may have several. */
static const struct concept *facet_concept(struct db *db, const char *name, const char *value)
{
	int n;
	const struct field *const *all = type_facets(db, name, &n);
	const struct concept *c = NULL;
	for (int i = 0; i < n && !c; i++) {
		const struct scheme *s = all[i]->scheme ? scheme_get(db, all[i]->scheme) : NULL;
		c = s ? scheme_concept(s, value) : NULL;
	}
	return c;
}

static const char *value_label(struct db *db, enum lang lang, const char *facet, const char *value)
{
	if (text_eq(facet, "type")) {
		const struct type *t = type_get(db, value);
		return t ? t->label[lang] : value;
	}
	struct territory place;
	static const char *const levels[] = {"region", "departement", "epci", "commune", "territory"};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (text_eq(facet, levels[i]))
			return territory_get(db, value, &place) ? place.name : value;
	const struct field *f = facet_field(db, facet);
	const struct concept *c = facet_concept(db, facet, value);
	if (c)
		return c->label[lang];
	const char *label = own_label(lang, f && text_eq(f->kind, "yes") ? "" : facet, value);
	if (!label && f)
		label = amount_label(lang, f, value);
	return label ? label : f ? value : NULL;
}

static const char *label(struct db *db, enum lang lang, const char *facet, const char *value)
{
	return value ? value_label(db, lang, facet, value) : facet_label(db, lang, facet);
}

const struct kind resource_kinds[] = {
	{"resource.", describe, resource_after, label, " type. scheme. territory. ",
		resource_columns, resource_cells},
	{0}};
