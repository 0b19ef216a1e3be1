/* contour_cmd.c - from the lines of an import to a blob and the entry that names it. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/hash.h"
#include "base/text.h"
#include "domain/contour/contour_own.h"
#include "domain/territory/territory.h"
#include "store/ledger.h"

static const struct field_row load_fields[] = {
	{"blob", "line", REQUIRED, 64, N_("Blob"), N_("SHA-256 of the gzipped contours, in hexadecimal")},
	{"source", "line", 0, 200, N_("Source"), N_("Who publishes these data")},
	{0}};

static enum outcome load(struct ledger *l, const struct call *c)
{
	unsigned char hash[HASH_SIZE];
	const char *blob = call_text(c, "blob"), *source = call_text(c, "source");
	if (!unhex(hash, HASH_SIZE, blob))
		return refuse_field(l, "blob", N_("Give the 64 hexadecimal digits of a SHA-256."), NULL);
	return ledger_add_anonymous(l, "contour.loaded", "contours", PUBLIC,
		json_pack("{s:s, s:s}", "blob", blob, "source", source ? source : ""));
}

/* A line of an import: its code as ours, and the columns of the blob. */
struct line {
	const char *code, *rest, *digest;
	int order;
};

static bool is_named(struct db *db, struct arena *a, const char *code, const char *name)
{
	struct territory t;
	return territory_get(db, code, &t) && strcmp(text_fold(a, t.name), text_fold(a, name)) == 0;
}

/* Our code of a territory, or NULL.  "84" alone is Vaucluse or Auvergne-Rhône-Alpes: the
 * name tells, or that there is only one. */
static const char *resolve(struct db *db, struct arena *a, char kind, const char *code,
	const char *name)
{
	struct territory t;
	const char *bare = *code == 'D' || *code == 'R' ? code + 1 : code;
	const char *d = arena_printf(a, "D%s", bare), *r = arena_printf(a, "R%s", bare);
	if (kind == 'd' || kind == 'r')
		code = kind == 'd' ? d : r;
	else if (kind == '?' && is_named(db, a, d, name))
		code = d;
	else if (kind == '?' && is_named(db, a, r, name))
		code = r;
	else if (kind == '?')
		code = !territory_get(db, r, &t) ? d : !territory_get(db, d, &t) ? r : code;
	return territory_get(db, code, &t) ? t.code : NULL;
}

static int by_code(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	int order = strcmp(a->code, b->code);
	return order ? order : a->order - b->order;
}

static void note_unknown(struct arena *a, struct contour_report *r, const char *code)
{
	enum { SOME = 5 };
	if (r->unknown++ < SOME)
		r->first_unknown = *r->first_unknown ?
			arena_printf(a, "%s, %s", r->first_unknown, code) : code;
}

/* The lines whose code a territory has, in the order of codes; the last of a code. */
static int read_lines(struct db *db, struct arena *a, char *text, struct line *list,
	struct contour_report *report)
{
	char *one;
	int n = 0, kept = 0;
	while ((one = strsep(&text, "\n"))) {
		char *rest = one, *kind = strsep(&rest, "\t"), *name = strsep(&rest, "\t");
		char *code = strsep(&rest, "\t");
		if (!rest)
			continue;
		report->read++;
		const char *ours = resolve(db, a, *kind, code, name), *digest = rest;
		for (int tabs = 0; tabs < 3 && digest; tabs++)
			digest = (digest = strchr(digest, '\t')) ? digest + 1 : NULL;
		if (!ours)
			note_unknown(a, report, code);
		else if (digest)
			list[n] = (struct line){ours, rest, arena_copy(a, digest,
				strcspn(digest, "\t")), n}, n++;
	}
	qsort(list, (size_t)n, sizeof *list, by_code);
	for (int i = 0; i < n; i++)
		if (i + 1 == n || strcmp(list[i].code, list[i + 1].code) != 0)
			list[kept++] = list[i];
	return kept;
}

/* What is new or otherwise than known, as the text of a blob. */
static void choose(struct db *db, const struct line *list, int n, struct out *o,
	struct contour_report *report)
{
	out_text(o, CONTOUR_BLOB "\n");
	for (int i = 0; i < n; i++) {
		const char *known = db_text(db, "SELECT digest FROM contour WHERE code = ?1", "s",
			list[i].code);
		if (text_eq(known, list[i].digest)) {
			report->same++;
			continue;
		}
		report->added += !known;
		report->changed += known != NULL;
		out_printf(o, "%s\t", list[i].code);
		out_text(o, list[i].rest);
		out_char(o, '\n');
	}
}

/* gzip, the same bytes for the same text; NULL when there is no memory. */
static void *pack(struct arena *a, const struct out *o, size_t *size)
{
	z_stream z = {.next_in = (unsigned char *)o->data, .avail_in = (unsigned)o->len};
	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	z.avail_out = (unsigned)deflateBound(&z, o->len);
	unsigned char *bytes = arena_alloc(a, z.avail_out);
	z.next_out = bytes;
	bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
	*size = z.total_out;
	deflateEnd(&z);
	return done ? bytes : NULL;
}

static bool keep(struct store *s, struct arena *a, const struct out *o, const char *source,
	const char **why)
{
	size_t size = 0;
	void *bytes = pack(a, o, &size);
	char blob[65];
	struct call c = {.arena = a, .store = s, .command = command_find("contour.load"),
		.who = {.account = "", .role = OPERATOR}};
	bool put = bytes && store_blob_put(s, bytes, size, blob);
	if (put)
		c.values = json_keep(a, json_pack("{s:s, s:s}", "blob", blob, "source", source));
	if (put && store_do(s, &c) == DONE)
		return true;
	*why = c.fault_count ? c.faults[0].sentence :
		N_("The contours could not be written: is the disk full?");
	return false;
}

bool contour_store(struct store *s, struct arena *a, const char *lines, size_t n,
	const char *source, struct contour_report *report, const char **why)
{
	*report = (struct contour_report){.first_unknown = ""};
	struct reader *reader = reader_open(s);
	if (!reader || !reader_begin(reader, a, 0, 0)) {
		reader_close(reader);
		*why = N_("The views cannot be read now. Try again.");
		return false;
	}
	char *text = arena_copy(a, lines, n);
	int most = 1;
	for (const char *p = text; (p = strchr(p, '\n')); p++)
		most++;
	struct line *list = arena_alloc(a, (size_t)most * sizeof *list);
	struct out o = out_new(BLOB_MAX);
	struct db *db = reader_db(reader);
	choose(db, list, read_lines(db, a, text, list, report), &o, report);
	report->others = (int)db_int(db, "SELECT count(*) FROM contour", "") - report->same -
		report->changed;
	reader_end(reader);
	reader_close(reader);
	bool news = report->added + report->changed > 0, done = !news;
	if (o.full)
		*why = N_("These contours have too many points together: simplify them before.");
	else if (news)
		done = keep(s, a, &o, source, why);
	out_free(&o);
	return done;
}

const struct command contour_commands[] = {
	{"contour.load", load_fields, OPERATOR, load, N_("Load contours of territories from a blob"), NULL},
	{0}};
