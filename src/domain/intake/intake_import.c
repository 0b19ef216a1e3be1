/* intake_import.c - the file beside what is there: what differs, what clashes. */
#include "domain/intake/intake_own.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

enum { PATIENCE = 10000 };

/* Do older ones come from this node, some steps away?  Then none is the older. */
static bool circles(struct db *db, const struct older *o, const char *name, const char *code,
	int depth)
{
	struct node n;
	if (text_eq(o->name, name) && text_eq(o->code, code))
		return true;
	if (depth == 0 || text_eq(o->name, name) || !node_get(db, o->name, o->code, &n))
		return false;
	for (int i = 0; i < n.origin_count; i++)
		if (circles(db, &n.origins[i], name, code, depth - 1))
			return true;
	return false;
}

/* Origins must be there, where their référentiel is; and older. */
static void check_origins(struct importing *im, struct db *db, const struct node *n)
{
	enum { STEPS = 3 };
	struct referentiel other;
	struct node old;
	for (int i = 0; i < n->origin_count; i++) {
		const struct older *o = &n->origins[i];
		bool own = text_eq(o->name, im->r.name);
		const char *both = arena_printf(im->arena, "%s_%s", o->name, o->code);
		if (!own && circles(db, o, im->r.name, n->code, STEPS))
			node_trouble(im, true, n, "origin", import_say(im,
				N_("%s comes from this one itself."), both),
				import_say(im, N_("Keep the origin on the newer of the two only."), NULL));
		else if (referentiel_get(db, o->name, &other) && !node_get(db, o->name, o->code, &old)
			&& !(own && tree_find(&im->now, o->code) >= 0))
			node_trouble(im, own, n, "origin", import_say(im,
				N_("its origin %s is not in this commons."), both),
				import_say(im, N_("Correct the identifier, or import that version first."),
					NULL));
	}
}

static void differ(struct importing *im, const char *code, const char *column,
	const char *before, const char *after)
{
	struct done *d = im->done;
	if ((d->difference_count & (d->difference_count - 1)) == 0) {
		size_t count = (size_t)d->difference_count;
		struct difference *more = arena_alloc(im->arena, (count ? 2 * count : 1) * sizeof *more);
		if (count)
			memcpy(more, d->differences, count * sizeof *more);
		d->differences = more;
	}
	d->differences[d->difference_count++] = (struct difference){code, column, before, after};
}

static const char *head_of(const struct importing *im, const char *key)
{
	for (int i = 0; i < im->table.width; i++)
		if (text_eq(im->keys[i], key))
			return im->heads[i];
	return *key == ':' ? key + 1 : key;
}

/* Cells that changed, came or went. */
static void differ_cells(struct importing *im, const struct node *n, const struct node *old)
{
	const char *key;
	json_t *cell;
	json_object_foreach(n->cells, key, cell)
		if (!text_eq(node_cell(n, key), node_cell(old, key)))
			differ(im, n->code, head_of(im, key), node_cell(old, key), node_cell(n, key));
	json_object_foreach(old->cells, key, cell)
		if (!json_object_get(n->cells, key))
			differ(im, n->code, head_of(im, key), node_cell(old, key), "");
}

/* What will be noted of a node; its sheet is added when it is known. */
static json_t *body_of(struct importing *im, const struct node *n, const struct node *old)
{
	json_t *origins = json_array();
	for (int i = 0; i < n->origin_count; i++)
		json_array_append_new(origins, json_pack("{s:s,s:s,s:f}", "name", n->origins[i].name,
			"code", n->origins[i].code, "weight", n->origins[i].weight));
	json_t *body = json_keep(im->arena, json_pack("{s:s,s:s,s:O,s:o}", "name", im->r.name,
		"code", n->code, "cells", n->cells, "origins", origins));
	if (n->has_points)
		json_object_set_new(body, "points", json_real(n->points));
	if (n->sheet)
		json_object_set_new(body, "sheet", json_string(n->sheet));
	const char *was = old && !text_eq(old->code, n->code) ? old->code : old ? old->was : NULL;
	if (was)
		json_object_set_new(body, "was", json_string(was));
	return body;
}

void import_differ(struct importing *im)
{
	struct done *d = im->done;
	bool *kept = arena_alloc(im->arena, ((size_t)im->before.count + 1) * sizeof *kept);
	for (int i = 0; i < im->now.count; i++) {
		struct node *n = &im->now.nodes[i];
		const struct node *old = im->match[i] < 0 ? NULL : &im->before.nodes[im->match[i]];
		if (old) {
			kept[im->match[i]] = true;
			n->sheet = old->sheet;
		}
		n->body = body_of(im, n, old);
		bool same = old && !old->gone && text_eq(json_text(im->arena, n->body),
			json_text(im->arena, old->body));
		d->created += !old;
		d->unchanged += same;
		d->updated += old && !same;
		if (!old)
			differ(im, n->code, "", "", node_title(n));
		else if (!text_eq(old->code, n->code))
			differ(im, n->code, head_of(im, "code"), old->code, n->code);
		if (old && !same)
			differ_cells(im, n, old);
	}
	for (int i = 0; i < im->before.count; i++)
		if (!kept[i] && !im->before.nodes[i].gone) {
			differ(im, im->before.nodes[i].code, "", node_title(&im->before.nodes[i]), "");
			d->dropped += tree_find(&im->now, im->before.nodes[i].code) < 0;
		}
}

/* Is a cell what makes of a row an action, or (category) a step of one? */
static bool says(struct arena *a, const struct node *n, const char *key)
{
	const char *text = node_cell(n, key);
	return text_eq(key, "kind") ? text_eq(text_fold(a, text), "action") : *text != '\0';
}

/* The first level most of whose nodes say so; 0 when there is none. */
static int level_of(const struct importing *im, const char *key)
{
	int all[NODE_DEPTH + 1] = {0}, some[NODE_DEPTH + 1] = {0};
	for (int i = 0; i < im->now.count; i++) {
		int depth = node_depth(im->now.nodes[i].code);
		all[depth]++;
		some[depth] += says(im->arena, &im->now.nodes[i], key);
	}
	for (int depth = 1; depth <= NODE_DEPTH; depth++)
		if (2 * some[depth] > all[depth])
			return depth;
	return 0;
}

/* The level of actions, as the file shows it: rows that are called actions; those
 * above the ones that are bases, mise en œuvre or effets. */
static int usual_level(const struct importing *im)
{
	int deepest = 1, level = level_of(im, "kind"), category = level_of(im, "category");
	for (int i = 0; i < im->now.count; i++)
		if (node_depth(im->now.nodes[i].code) > deepest)
			deepest = node_depth(im->now.nodes[i].code);
	bool short_one = strstr(arena_printf(im->arena, "-%s-", im->r.name), "-eci-") != NULL;
	if (!level)
		level = category > 2 ? category - 1 : short_one ? 2 : 3;	/* no axis is one */
	return level < deepest ? level : deepest;
}

static void settle(struct importing *im, struct db *db)
{
	const struct asked *x = im->asked;
	struct referentiel before = {0};
	im->known = referentiel_get(db, im->r.name, &before);
	im->was = before;
	im->r.label = x->label ? x->label : before.label ? before.label
		: arena_printf(im->arena, tr_lang(FR, N_("Référentiel %s")), im->r.name);
	im->r.version = x->version ? x->version : before.version ? before.version : "";
	im->r.level = x->level ? x->level : before.level ? before.level : usual_level(im);
	im->before.count = node_all(db, im->r.name, &im->before.nodes);
	tree_index(im->arena, &im->before);
	im->done->level = im->r.level;
	for (int i = 0; i < im->now.count; i++)
		im->done->actions += node_depth(im->now.nodes[i].code) == im->r.level;
	if (!im->known && !x->licence)
		import_trouble(im, false, -1, -1, import_say(im, N_("no licence was told: the sheets bear "
			"that of this commons, CC BY-SA 4.0."), NULL), import_say(im,
			N_("Tell it with --licence, for example --licence etalab-2.0."), NULL));
	if (x->licence && !scheme_concept(scheme_get(db, "licences"), x->licence))
		import_trouble(im, true, -1, -1, import_say(im, N_("There is no licence “%s”."), x->licence),
			import_say(im, N_("Choose one of /schemas/licences, by its notation."), NULL));
	const char *actor = "";
	im->said = scheme_stated(db, im->r.name, &actor);
	im->steward = *actor != '\0';
	if (im->said && !im->known && im->before.count == 0
		&& !text_eq(im->said, json_text(im->arena, tree_scheme(im->arena, &im->r, &im->now))))
		import_trouble(im, true, -1, -1, import_say(im,
			N_("There is another vocabulary called “%s”."), im->r.name),
			import_say(im, N_("Choose another name: --name NAME."), NULL));
}

bool import_look(struct importing *im)
{
	struct reader *r = reader_open(im->store);
	bool good = reader_begin(r, im->arena, store_position(im->store), PATIENCE);
	if (good) {
		settle(im, reader_db(r));
		import_match(im);
		for (int i = 0; i < im->now.count; i++)
			check_origins(im, reader_db(r), &im->now.nodes[i]);
		import_differ(im);
		import_compare(im, reader_db(r));
		reader_end(r);
	}
	reader_close(r);
	if (!good)
		import_trouble(im, true, -1, -1, import_say(im, N_("The commons cannot be read now."),
			NULL), import_say(im, N_("Try again in a moment."), NULL));
	return good;
}

static int by_line(const void *a, const void *b)
{
	const struct trouble *x = a, *y = b;
	int order = x->line - y->line;
	return order ? order : strcmp(x->column, y->column);
}

void intake_referentiel(struct store *s, struct arena *a, const struct asked *asked,
	const char *bytes, size_t n, struct done *done)
{
	struct importing *im = arena_alloc(a, sizeof *im);
	*done = (struct done){0};
	*im = (struct importing){.store = s, .arena = a, .asked = asked, .done = done,
		.r = {.name = asked->name}};
	bool good = import_read(im, bytes, n) && import_look(im);
	if (good && !asked->dry && (!done->blocking || asked->force))
		import_write(im);
	done->nodes = im->now.count;
	if (!done->written && !asked->dry)
		done->created = done->updated = done->dropped = 0;
	if (done->troubles)
		qsort(done->troubles, (size_t)done->trouble_count, sizeof *done->troubles, by_line);
}

const struct command intake_commands[] = {{0}};
const struct fold intake_folds[] = {{0}};
const struct kind intake_kinds[] = {{0}};
const struct route intake_routes[] = {{0}};
const struct form intake_forms[] = {{0}};
const struct panel intake_panels[] = {{0}};
