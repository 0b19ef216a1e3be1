/* type_load.c - the vocabularies and types that the program brings.
 *
 * What the community has stated itself is left alone: an update of the program
 * replaces only what still is as the installation stated it. */
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "domain/type/type_own.h"

/* Vocabularies first: definitions of types name them. */
static const struct source {
	const char *folder, *command, *field;
	const char *(*stated)(struct db *, const char *name, const char **actor);
} sources[] = {
	{"types/schemes/", "scheme.state", "scheme", scheme_stated},
	{"types/", "type.state", "type", type_stated},
};

static char sentence[400];	/* why it failed; loading happens once, on one thread */

/* Is it the community's own, or already what the program brings? */
static bool settled(struct store *s, struct arena *a, const struct source *from,
	const char *name, const char *text)
{
	struct reader *r = reader_open(s);
	bool same = false;
	if (reader_begin(r, a, store_position(s), 10000)) {
		const char *actor = "", *body = from->stated(reader_db(r), name, &actor);
		same = body && (*actor || strcmp(body, text) == 0);
		reader_end(r);
	}
	reader_close(r);
	return same;
}

static bool state(struct store *s, struct arena *a, const struct source *from,
	const struct embedded *file)
{
	const char *why = NULL;
	json_t *j = json_read(a, (const char *)file->bytes, file->size, &why);
	if (!j || !json_str(j, "name"))
		die("%s: %s", file->name, why ? why : "no name");
	if (settled(s, a, from, json_str(j, "name"), json_text(a, j)))
		return true;
	struct call *c = arena_alloc(a, sizeof *c);
	*c = (struct call){.arena = a, .store = s, .command = command_find(from->command),
		.who = {.account = "", .role = OPERATOR, .lang = FR},
		.values = json_keep(a, json_pack("{s:O}", from->field, j))};
	if (store_do(s, c) == DONE)
		return true;
	const struct fault *f = c->fault_count ? c->faults : NULL;
	snprintf(sentence, sizeof sentence, "%s: %s: %s %s", file->name, f ? f->field : "",
		f ? f->sentence : "not accepted", f && f->detail ? f->detail : "");
	return false;
}

bool type_load(struct store *s, const char **why)
{
	bool good = true;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		size_t n = strlen(sources[i].folder);
		for (const struct embedded *f = embedded_files; good && f->name; f++) {
			if (!text_starts(f->name, sources[i].folder) || strchr(f->name + n, '/'))
				continue;
			struct arena *a = arena_new();
			good = state(s, a, &sources[i], f);
			arena_free(a);
		}
	}
	*why = sentence;
	return good;
}
