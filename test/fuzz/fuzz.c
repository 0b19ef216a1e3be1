/* fuzz.c - what the targets share, and the way in from libFuzzer.
 *
 * TARGET says which one runs: TARGET=json build/fuzzer/fuzz FOLDER. */
#include "fuzz.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "targets.h"

#define TARGET(x) extern const struct target fuzz_##x;
#include "targets.def"
#undef TARGET

static const struct target *const targets[] = {
#define TARGET(x) &fuzz_##x,
#include "targets.def"
#undef TARGET
};

const char *target_input = "";

const struct target *target_at(size_t i)
{
	return i < sizeof targets / sizeof *targets ? targets[i] : NULL;
}

const struct target *target_find(const char *name)
{
	const struct target *t;
	for (size_t i = 0; (t = target_at(i)); i++)
		if (name && strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

void target_start(const struct target *t)
{
	hash_start();
	setenv("LC_ALL", "en", 1);
	if (t->start)
		t->start();
}

void target_run(const struct target *t, const void *bytes, size_t n)
{
	struct arena *a = arena_new();
	/* a copy of just that size: a byte too far is seen */
	char *copy = malloc(n ? n : 1);
	if (!copy)
		die("out of memory");
	if (n)
		memcpy(copy, bytes, n);
	t->run(a, copy, n);
	free(copy);
	arena_free(a);
}

_Noreturn void fuzz_broken(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n%s\n", file, line, what, target_input);
	abort();
}

unsigned fuzz_byte(struct input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return (unsigned char)*in->at++;
}

char *fuzz_line(struct input *in, size_t *size)
{
	const char *end = in->left ? memchr(in->at, '\n', in->left) : NULL;
	*size = end ? (size_t)(end - in->at) : in->left;
	char *line = arena_copy(in->arena, in->left ? in->at : "", *size);
	in->at += *size + (end != NULL);
	in->left -= *size + (end != NULL);
	return line;
}

char *fuzz_rest(struct input *in)
{
	size_t n = in->left ? strnlen(in->at, in->left) : 0;
	char *text = arena_copy(in->arena, n ? in->at : "", n);
	in->left -= n;
	in->at += n;
	return text;
}

static char folder[] = "/dev/shm/archipel-fuzz-XXXXXX";

static void remove_folder(void)
{
	char line[64];
	snprintf(line, sizeof line, "rm -rf '%s'", folder);
	if (system(line) != 0)
		fprintf(stderr, "%s is left\n", folder);
}

const char *fuzz_folder(void)
{
	static bool made;
	if (!made) {
		if (!mkdtemp(folder))
			die("no folder in /dev/shm");
		atexit(remove_folder);
	}
	made = true;
	return folder;
}

static const struct target *chosen;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	const char *name = getenv("TARGET");
	chosen = target_find(name);
	if (!chosen)
		die("TARGET must name a target of test/fuzz/targets.def");
	target_start(chosen);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	target_run(chosen, bytes, n);
	return 0;
}
