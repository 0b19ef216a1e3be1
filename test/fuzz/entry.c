/* entry.c - entries as a restored or a shared log gives them: checked, folded.
 *
 * Five lines each: kind (a number), subject, actor, flags, body.  The envelope
 * is right, the body is anything: a fold takes it, with its body or erased, or
 * views could not be made of that log ever again. */
#include "fuzz.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/text.h"
#include "domain/type/type_own.h"
#include "store/check.h"
#include "store/fold.h"
#include "store/kind.h"
#include "store/log.h"
#include "store/views.h"
#include "web/session.h"

enum { MOST = 20 };

static struct db *views;
static struct log *log_here;

/* The body names a table of territories: this text, packed. */
static void put_blob(struct arena *a, const char *text, char hash[65])
{
	unsigned char packed[1 << 16], sum[HASH_SIZE];
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)text, .avail_in = (unsigned)strlen(text),
		.next_out = packed, .avail_out = sizeof packed};
	deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	hash_bytes(sum, packed, z.total_out);
	strcpy(hash, hex(a, sum, HASH_SIZE));
	log_here->do_->blob_put(log_here, hash, packed, z.total_out);
	deflateEnd(&z);
}

static bool plain(const char *s)
{
	for (const char *p = s; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			return false;
	return text_valid(s, strlen(s));
}

/* False at the end, or when no ledger would have taken it. */
static bool read_entry(struct input *in, struct entry *e, char *blob)
{
	size_t size;
	int folds = 0;
	while (fold_at(folds))
		folds++;
	if (!in->left)
		return false;
	*e = (struct entry){.kind = fold_at((int)(fuzz_byte(in) % (unsigned)folds))->kind};
	unsigned flags = fuzz_byte(in);
	e->visibility = flags % 3;
	e->subject = fuzz_line(in, &size);
	e->actor = fuzz_line(in, &size);
	e->time = 1700000000000 + (int64_t)fuzz_byte(in);
	char *body = fuzz_line(in, &size);
	if (text_eq(e->kind, "territory.loaded") && size) {
		put_blob(in->arena, body, blob);
		for (char *p = body; *p; p++)
			*p = *p == '|' ? '\t' : *p == '\\' ? '\n' : *p;
		body = arena_printf(in->arena, "{\"blob\":\"%s\"}", blob);
	}
	const char *why;
	e->body = json_read(in->arena, body, strlen(body), &why);
	if (!json_is_object(e->body) || !plain(e->subject) || !plain(e->actor))
		return false;
	e->text = json_text(in->arena, e->body);
	e->size = strlen(e->text);
	return json_read(in->arena, e->text, e->size, &why);
}

static int faults(struct entry *entries, int count)
{
	struct out report = out_new(100000);
	struct check c = {.report = &report};
	for (int i = 0; i < count; i++)
		check_part(&c, &(struct log_part){.entry = &entries[i]});
	int found = c.faults;
	check_free(&c);
	out_free(&report);
	return found;
}

static void chain(struct entry *entries, int count)
{
	int64_t time = 0;
	for (int i = 0; i < count; i++) {
		struct entry *e = &entries[i];
		e->position = i + 1;
		e->time = time = e->time > time ? e->time : time;
		if (i)
			memcpy(e->previous, entries[i - 1].hash, HASH_SIZE);
		memset(e->salt, i, HASH_SIZE);
		entry_commit(e);
		entry_seal(e);
	}
	must(faults(entries, count) == 0);
	/* one bit anywhere else, and it is seen */
	struct entry *last = &entries[count - 1], kept = *last;
	last->time++;
	must(faults(entries, count) > 0);
	*last = kept;
	last->commitment[0] ^= 1;
	must(faults(entries, count) > 0);
	*last = kept;
}

/* What reads these tables takes whatever stands there. */
static void read_all(struct entry *entries, int count)
{
	const struct type *const *types;
	const struct scheme *const *schemes;
	struct session_account account;
	type_all(views, &types);
	scheme_all(views, &schemes);
	for (int i = 0; i < count; i++) {
		session_account(views, entries[i].subject, &account);
		for (int k = 0; kind_at(k); k++) {
			struct description d;
			if (kind_at(k)->describe(views, entries[i].subject, &d))
				must(d.title && d.type && (!d.body || text_valid(d.body, strlen(d.body))));
		}
	}
}

static void fold_all(struct arena *a, struct entry *entries, int count)
{
	db_use_arena(views, a);
	db_begin(views, true);
	for (int i = 0; i < count; i++) {
		fold_apply(views, &entries[i]);
		if (db_fault(views) != DB_FINE)
			fprintf(stderr, "%s: %s\n", entries[i].kind, db_why(views));
		must(db_fault(views) == DB_FINE);
	}
	read_all(entries, count);
	must(db_fault(views) == DB_FINE);
	db_rollback(views);
	db_use_arena(views, NULL);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	struct input in = {a, bytes, n};
	struct entry entries[MOST];
	char blob[65] = "";
	int count = 0;
	while (count < MOST && read_entry(&in, &entries[count], blob))
		count++;
	if (!count)
		return;
	chain(entries, count);
	fold_all(a, entries, count);
	for (int i = 0; i < count; i += 2) {
		entries[i].text = NULL;
		entries[i].body = NULL;
		entries[i].size = 0;
	}
	fold_all(a, entries, count);
	if (*blob)
		log_here->do_->blob_drop(log_here, blob);
}

static void start(void)
{
	int code;
	struct arena *a = arena_new();
	const char *why = NULL;
	log_here = log_sqlite.open(arena_printf(a, "%s/log.db", fuzz_folder()), true, a, &why, &code);
	views = log_here ? views_open(arena_printf(a, "%s/views.db", fuzz_folder()), log_here, a,
		&why) : NULL;
	if (!views)
		die("%s", why);
	arena_free(a);
}

const struct target fuzz_entry = {"entry", run, start};
