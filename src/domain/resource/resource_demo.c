/* resource_demo.c - the sheets of the demonstration commons, each a file in demo/.
 *
 * A file holds the flat fields of the API and may say its slug, by which other
 * files link to it: files that link wait until what they name is there. */
#include "domain/resource/resource_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/id.h"
#include "base/text.h"

struct demo {
	const struct embedded *file;
	json_t *values;
	struct call *refusal;	/* of the last try */
	bool done;
};

static int read_files(struct arena *a, struct demo *demos, const char **why)
{
	int n = 0;
	for (const struct embedded *f = embedded_files; f->name; f++) {
		if (!text_starts(f->name, "demo/") || !strstr(f->name, ".json"))
			continue;
		const char *fault;
		json_t *values = json_read(a, (const char *)f->bytes, f->size, &fault);
		if (!json_is_object(values)) {
			*why = arena_printf(a, "%s: %s", f->name, values ? "{}" : fault);
			return -1;
		}
		demos[n++] = (struct demo){.file = f, .values = values};
	}
	return n;
}

static bool try(struct store *s, struct arena *a, struct demo *d)
{
	struct call *c = arena_alloc(a, sizeof *c);
	*c = (struct call){.arena = a, .store = s, .command = command_find("resource.create"),
		.who = {.account = "", .role = OPERATOR, .lang = FR}, .values = d->values};
	hash_bytes(c->digest, d->file->bytes, d->file->size);
	c->id = hex(a, c->digest, 13);	/* begun again, it writes none twice */
	d->done = store_do(s, c) == DONE;
	d->refusal = d->done ? NULL : c;
	return d->done;
}

/* "demo/leaz.json: uses: there is no sheet “guide”" */
static const char *refused(struct arena *a, const struct demo *d)
{
	const struct fault *f = d->refusal->fault_count ? d->refusal->faults : NULL;
	const char *key = f ? tr_lang(FR, f->sentence) : "?", *hole = strstr(key, "%s");
	if (!hole || !f->detail)
		return arena_printf(a, "%s: %s: %s", d->file->name, f ? f->field : "", key);
	return arena_printf(a, "%s: %s: %.*s%s%s", d->file->name, f->field, (int)(hole - key),
		key, f->detail, hole + 2);
}

/* Rounds over what is left, until all is there or a round brings nothing. */
static bool load(struct store *s, struct arena *a, struct demo *demos, int count,
	void (*progress)(int, int), const char **why)
{
	int done = 0, before = -1;
	while (done < count && done > before) {
		before = done;
		for (int i = 0; i < count; i++) {
			if (demos[i].done || !try(s, a, &demos[i]))
				continue;
			done++;
			if (progress)
				progress(done, count);
		}
	}
	for (int i = 0; i < count; i++)
		if (!demos[i].done) {
			*why = refused(a, &demos[i]);
			return false;
		}
	return true;
}

bool resource_demo(struct store *s, void (*progress)(int done, int all), const char **why)
{
	static char sentence[1000];	/* outlives the arena */
	struct arena *a = arena_new();
	int files = 0;
	for (const struct embedded *f = embedded_files; f->name; f++)
		files++;
	struct demo *demos = arena_alloc(a, ((size_t)files + 1) * sizeof *demos);
	int count = read_files(a, demos, why);
	bool ok = count >= 0 && load(s, a, demos, count, progress, why);
	if (!ok) {
		snprintf(sentence, sizeof sentence, "%s", *why);
		*why = sentence;
	}
	arena_free(a);
	return ok;
}
