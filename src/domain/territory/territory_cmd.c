/* territory_cmd.c - loading the places of France. */
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "domain/territory/territory_own.h"
#include "store/ledger.h"
#include "store/store.h"

static const struct field_row load_fields[] = {
	{"blob", "line", REQUIRED, 64, N_("Blob"), N_("SHA-256 of the gzipped table, in hexadecimal")},
	{"source", "line", REQUIRED, 200, N_("Source"), N_("Who publishes these data")},
	{"date", "line", REQUIRED, 10, N_("Date"), N_("Year or day of these data")},
	{0}};

static enum outcome load(struct ledger *l, const struct call *c)
{
	struct territory_source now;
	unsigned char hash[HASH_SIZE];
	const char *blob = call_text(c, "blob");
	if (!unhex(hash, HASH_SIZE, blob))
		return refuse_field(l, "blob", N_("Give the 64 hexadecimal digits of a SHA-256."),
			NULL);
	if (territory_source(l->views, &now) && strcmp(now.blob, blob) == 0)
		return DONE;
	return ledger_add_anonymous(l, "territory.loaded", "territories", PUBLIC,
		json_pack("{s:s, s:s, s:s}", "blob", blob, "source", call_text(c, "source"),
			"date", call_text(c, "date")));
}

/* The first line of the table: "#", date, source. */
static json_t *first_line(struct arena *a, const struct embedded *f, const char *blob)
{
	char *text = territory_unpack(a, f->bytes, f->size);
	char *line = text ? strsep(&text, "\n") : NULL;
	const char *mark = line ? strsep(&line, "\t") : NULL;
	const char *date = line ? strsep(&line, "\t") : NULL;
	if (!line || strcmp(mark, "#") != 0)
		die("data/territories.tsv.gz has no first line");
	return json_keep(a, json_pack("{s:s, s:s, s:s}", "blob", blob, "date", date, "source", line));
}

bool territory_load(struct store *s, const char **why)
{
	const struct embedded *f = embedded_find("data/territories.tsv.gz");
	if (!f)
		die("data/territories.tsv.gz is not in the program");
	struct arena *a = arena_new();
	char blob[65];
	bool put = store_blob_put(s, f->bytes, f->size, blob);
	struct call c = {.arena = a, .store = s, .command = command_find("territory.load"),
		.who = {.account = "", .role = OPERATOR}};
	if (put)
		c.values = first_line(a, f, blob);
	if (!put || store_do(s, &c) != DONE)
		*why = c.fault_count ? c.faults[0].sentence :
			N_("The territories could not be written: is the disk full?");
	bool done = put && c.outcome == DONE;
	arena_free(a);
	return done;
}

const struct command territory_commands[] = {
	{"territory.load", load_fields, OPERATOR, load,
		N_("Load a table of communes, EPCI, départements and régions from a blob"), NULL},
	{0}};
