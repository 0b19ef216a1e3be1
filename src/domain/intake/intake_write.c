/* intake_write.c - sheets compared with what people made of them, then written.
 *
 * Sheets come before the nodes that they are made from: an import that ends in
 * between finds the older nodes and begins again. */
#include "domain/intake/intake_own.h"

#include <pthread.h>
#include <string.h>

#include "base/text.h"

enum { AT_ONCE = 200 };

static const struct who keeper = {.account = "", .role = OPERATOR};
static const char *const kept_fields[] = {"title", "summary", "body", "steps", NULL};

static bool equal(const json_t *a, const json_t *b)
{
	return a && b ? json_equal(a, b) : a == b;
}

static void add_change(struct importing *im, struct node *n, json_t *values, int version)
{
	im->changes[im->change_count++] = (struct sheet_change){n, values, version};
}

static void clash(struct importing *im, const struct node *n, const char *field, const char *path)
{
	const struct heading *c = heading_of(text_eq(field, "title") ? "name" : "description");
	node_trouble(im, true, n, c->key, import_say(im,
		N_("the sheet %s was changed here, and the file changes the same text."), path),
		import_say(im, N_("Keep the sheet with --force, or take the file’s text with "
			"--overwrite."), NULL));
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
	const char *fresh = json_text(a, tree_scheme(a, &im->r, &im->now));
	if (text_eq(im->said, fresh))
		return;
	bool own = im->said && im->steward && !im->asked->overwrite
		&& !text_eq(im->said, json_text(a, tree_scheme(a, &im->was, &im->before)));
	im->scheme = !own;
	if (own)
		import_trouble(im, true, -1, -1, import_say(im,
			N_("The vocabulary “%s” was changed here."), im->r.name), import_say(im,
			N_("Keep it with --force, or take the file’s with --overwrite."), NULL));
}

void import_compare(struct importing *im, struct db *db)
{
	struct arena *a = im->arena;
	im->changes = arena_alloc(a, ((size_t)im->now.count + 1) * sizeof *im->changes);
	for (int i = 0; i < im->now.count; i++) {
		struct node *n = &im->now.nodes[i];
		if (node_depth(n->code) != im->r.level)
			continue;
		json_t *fresh = tree_sheet(a, &im->r, &im->now, i);
		if (n->sheet)
			compare_sheet(im, db, n, fresh,
				tree_sheet(a, &im->was, &im->before, im->match[i]));
		else
			add_change(im, n, fresh, 0);
	}
	if (im->known || !im->said || !im->done->blocking)
		compare_scheme(im);
}

struct waiting {
	pthread_mutex_t mutex;
	pthread_cond_t over;
	int left;
};

static void one_less(struct call *c, void *context)
{
	struct waiting *w = context;
	(void)c;
	pthread_mutex_lock(&w->mutex);
	if (--w->left == 0)
		pthread_cond_signal(&w->over);
	pthread_mutex_unlock(&w->mutex);
}

/* Many calls in one batch of the writer; their arena is left alone meanwhile. */
static void do_all(struct importing *im, struct call *calls, int count)
{
	for (int at = 0; at < count; at += AT_ONCE) {
		struct waiting w = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
		bool ready[AT_ONCE];
		int n = count - at < AT_ONCE ? count - at : AT_ONCE;
		for (int i = 0; i < n; i++) {
			struct call *c = &calls[at + i];
			c->done = one_less;
			c->context = &w;
			ready[i] = store_prepare(im->store, c) == DONE;
			w.left += ready[i];
		}
		bool any = w.left > 0;
		for (int i = 0; i < n; i++)
			if (ready[i])
				store_submit(im->store, &calls[at + i]);
		pthread_mutex_lock(&w.mutex);
		while (any && w.left)
			pthread_cond_wait(&w.over, &w.mutex);
		pthread_mutex_unlock(&w.mutex);
		if (im->asked->progress)
			im->asked->progress(at + n, count);
	}
}

static void call_of(struct importing *im, struct call *c, const char *command, json_t *values)
{
	*c = (struct call){.arena = im->arena, .store = im->store, .command = command_find(command),
		.who = {.account = "", .role = OPERATOR, .lang = im->asked->lang}, .values = values};
}

/* What the writer refused, as a trouble of the node (or of none). */
static bool refused(struct importing *im, const struct call *c, const struct node *n)
{
	if (c->outcome == DONE)
		return false;
	const struct fault *f = c->fault_count ? c->faults : NULL;
	const char *why = import_say(im, f ? f->sentence : N_("The commons cannot be read now."),
		f ? f->detail : NULL);
	if (f && *f->field)
		why = arena_printf(im->arena, "%s (%s)", why, f->field);
	if (n)
		node_trouble(im, true, n, "name", why, "");
	else
		import_trouble(im, true, -1, -1, why, "");
	return true;
}

static bool do_one(struct importing *im, const char *command, json_t *values)
{
	struct call c;
	call_of(im, &c, command, json_keep(im->arena, values));
	store_do(im->store, &c);
	return !refused(im, &c, NULL);
}

/* The same for the same row of the same version, whenever it is tried again. */
static void name_call(struct importing *im, struct call *c, const struct node *n)
{
	const char *what = arena_printf(im->arena, "referentiel\n%s\n%s\n%s\n%s\n%s", im->r.name,
		n->code, node_title(n), node_cell(n, "origin"), im->r.version);
	hash_bytes(c->digest, what, strlen(what));
	c->id = hex(im->arena, c->digest, 13);
}

static json_t *new_sheet(struct importing *im, const struct sheet_change *x)
{
	json_t *values = x->values;
	json_object_update_new(values, json_pack("{s:s,s:s,s:s,s:[s],s:s,s:s}", "type",
		"action-sheet", "state", "published", "language", "fr", "tags", im->r.name, "authors",
		im->asked->authors ? im->asked->authors : im->r.label, "slug", text_slug(im->arena,
			arena_printf(im->arena, "%s %s %s", im->r.name, x->node->code,
			node_title(x->node)))));
	if (im->asked->licence)
		json_object_set_new(values, "licence", json_string(im->asked->licence));
	return values;
}

static void write_sheets(struct importing *im)
{
	struct call *calls = arena_alloc(im->arena, ((size_t)im->change_count + 1) * sizeof *calls);
	for (int i = 0; i < im->change_count; i++) {
		const struct sheet_change *x = &im->changes[i];
		json_t *values = x->version ? x->values : new_sheet(im, x);
		call_of(im, &calls[i], x->version ? "resource.edit" : "resource.create", values);
		if (x->version) {
			json_object_set_new(values, "id", json_string(x->node->sheet));
			calls[i].match = arena_printf(im->arena, "%d", x->version);
		} else {
			name_call(im, &calls[i], x->node);
		}
	}
	do_all(im, calls, im->change_count);
	for (int i = 0; i < im->change_count; i++) {
		struct node *n = im->changes[i].node;
		if (refused(im, &calls[i], n)) {
			n->body = NULL;		/* the next import tries again */
			im->done->created -= im->match[n - im->now.nodes] < 0;
			continue;
		}
		if (im->changes[i].version)
			continue;
		n->sheet = json_str(calls[i].answer, "id");
		json_object_set_new(n->body, "sheet", json_string(n->sheet));
	}
}

static void write_nodes(struct importing *im)
{
	struct call *calls = arena_alloc(im->arena,
		(size_t)(im->now.count + im->before.count + 1) * sizeof *calls);
	int count = 0, noted;
	for (int i = 0; i < im->now.count; i++) {
		struct node *n = &im->now.nodes[i];
		const struct node *old = im->match[i] < 0 ? NULL : &im->before.nodes[im->match[i]];
		if (!n->body)
			continue;
		if (old && !old->gone && text_eq(json_text(im->arena, old->body),
			json_text(im->arena, n->body)))
			continue;
		call_of(im, &calls[count++], "referentiel.note", json_keep(im->arena,
			json_pack("{s:O}", "node", n->body)));
	}
	noted = count;
	for (int i = 0; i < im->before.count; i++) {
		const struct node *old = &im->before.nodes[i];
		if (!old->gone && tree_find(&im->now, old->code) < 0)
			call_of(im, &calls[count++], "referentiel.drop", json_keep(im->arena,
				json_pack("{s:s,s:s}", "name", im->r.name, "code", old->code)));
	}
	do_all(im, calls, count);
	for (int i = 0; i < count; i++)
		if (refused(im, &calls[i], NULL) && i < noted)
			break;		/* one sentence says why for all */
}

void import_write(struct importing *im)
{
	bool good = do_one(im, "referentiel.state", json_pack("{s:s,s:s,s:s,s:i}", "name", im->r.name,
		"label", im->r.label, "version", im->r.version, "level", im->r.level));
	if (good && im->scheme)
		good = do_one(im, "scheme.state", json_pack("{s:O}", "scheme",
			tree_scheme(im->arena, &im->r, &im->now)));
	if (!good)
		return;
	write_sheets(im);
	write_nodes(im);
	im->done->written = true;
}
