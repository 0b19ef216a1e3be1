/* ledger.c - entries and refusals of the command being decided. */
#include "store/ledger.h"

#include <string.h>

#include "base/out.h"
#include "base/text.h"
#include "store/fold.h"
#include "store/writer.h"

enum { BODY_LIMIT = 4 * 1024 * 1024 };

static struct entry *new_entry(struct writer *w)
{
	if (w->count == w->room) {
		w->room = w->room ? 2 * w->room : 64;
		struct entry *more = arena_alloc(w->arena, (size_t)w->room * sizeof *more);
		if (w->count)
			memcpy(more, w->entries, (size_t)w->count * sizeof *more);
		w->entries = more;
	}
	return &w->entries[w->count];
}

/* One line of an envelope: no control character can forge another. */
static bool plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

/* The body is read again from its text: a fold sees just what a replay sees. */
static bool set_body(struct entry *e, struct arena *a, json_t *body)
{
	json_keep(a, body);
	e->text = json_text(a, body);
	e->size = strlen(e->text);
	if (e->size > BODY_LIMIT)
		return false;
	const char *why;
	e->body = json_read(a, e->text, e->size, &why);
	return e->body;
}

static enum outcome add(struct ledger *l, const char *kind, const char *subject,
	const char *actor, enum visibility visibility, json_t *body)
{
	struct writer *w = l->writer;
	struct entry *e = new_entry(w);
	*e = (struct entry){.position = l->next, .time = l->now,
		.kind = arena_dup(w->arena, kind), .subject = arena_dup(w->arena, subject),
		.actor = arena_dup(w->arena, actor), .visibility = visibility};
	if (!set_body(e, w->arena, body))
		return refuse(l, INVALID, N_("This is too big to be kept in one contribution."));
	if (!plain(kind) || !plain(subject) || !plain(actor))
		return refuse(l, INVALID, N_("A name has characters that cannot be kept."));
	memcpy(e->previous, w->ahead.hash, HASH_SIZE);
	random_bytes(e->salt, HASH_SIZE);
	entry_commit(e);
	entry_seal(e);
	fold_apply(l->views, e);
	w->count++;
	w->ahead.position = e->position;
	w->ahead.time = e->time;
	memcpy(w->ahead.hash, e->hash, HASH_SIZE);
	l->next++;
	return DONE;
}

enum outcome ledger_add(struct ledger *l, const char *kind, const char *subject,
	enum visibility visibility, json_t *body)
{
	return add(l, kind, subject, l->who.account ? l->who.account : "", visibility, body);
}

enum outcome ledger_add_anonymous(struct ledger *l, const char *kind, const char *subject,
	enum visibility visibility, json_t *body)
{
	return add(l, kind, subject, "", visibility, body);
}

void ledger_answer(struct ledger *l, const char *name, json_t *value)
{
	if (!value || json_object_set_new(l->answer, name, value) != 0)
		die("the answer %s cannot be kept", name);
}

static void add_fault(struct ledger *l, const char *field, const char *sentence,
	const char *detail)
{
	size_t count = (size_t)l->fault_count;
	struct fault *faults = arena_alloc(l->arena, (count + 1) * sizeof *faults);
	if (count)
		memcpy(faults, l->faults, count * sizeof *faults);
	faults[count] = (struct fault){arena_dup(l->arena, field), sentence,
		arena_dup(l->arena, detail)};
	l->faults = faults;
	l->fault_count++;
}

enum outcome refuse(struct ledger *l, enum outcome o, const char *sentence)
{
	add_fault(l, "", sentence, NULL);
	return o;
}

enum outcome refuse_field(struct ledger *l, const char *field, const char *sentence,
	const char *detail)
{
	add_fault(l, field, sentence, detail);
	return INVALID;
}
