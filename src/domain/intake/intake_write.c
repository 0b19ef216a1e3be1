/* intake_write.c - what differs, written by the commands of scheme, resource and
 * referentiel.
 *
 * Sheets come before the nodes that they are made from: an import that ends in
 * between finds the older nodes and begins again. */
#include "domain/intake/intake_own.h"

#include <pthread.h>
#include <string.h>

#include "base/text.h"

enum { AT_ONCE = 200 };

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
	im->done->unwritten++;
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
	int *of = arena_alloc(im->arena, ((size_t)im->now.count + 1) * sizeof *of);
	int count = 0, noted;
	bool told = false;
	for (int i = 0; i < im->now.count; i++) {
		struct node *n = &im->now.nodes[i];
		const struct node *old = im->match[i] < 0 ? NULL : &im->before.nodes[im->match[i]];
		if (!n->body)
			continue;
		if (old && !old->gone && text_eq(json_text(im->arena, old->body),
			json_text(im->arena, n->body)))
			continue;
		of[count] = i;
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
	for (int i = 0; i < count; i++) {
		if (calls[i].outcome == DONE)
			continue;
		if (i < noted)
			*(im->match[of[i]] < 0 ? &im->done->created : &im->done->updated) -= 1;
		else
			im->done->dropped--;
		told = told || refused(im, &calls[i], NULL);	/* one sentence says why for all */
	}
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
