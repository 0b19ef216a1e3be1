/* replay.c - every input that is kept, once: test/fuzz/seeds and test/fuzz/corpus.
 *
 *	fuzz [TARGET...]		all of them, or those targets
 *	fuzz TARGET FILE...		these files
 *	fuzz --json | --url | --form	cases of against.mjs
 *
 * Each target has a process of its own: what breaks is named, and the others
 * go on.  The corpus of a target is an ar archive. */
#include "targets.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/url.h"

enum { HEAD = 60, SIZE_AT = 48 };

static void say_where(void)
{
	fprintf(stderr, "the input is %s\n", target_input);
}

/* When a sanitizer ends the process. */
void __sanitizer_set_death_callback(void (*)(void)) __attribute__((weak));

static char *read_whole(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *bytes = NULL;
	*n = 0;
	if (!f)
		return NULL;
	for (size_t room = 0, got = 1; got; *n += got) {
		if (room - *n < 4096)
			bytes = realloc(bytes, room = room * 2 + 65536);
		if (!bytes)
			die("out of memory");
		got = fread(bytes + *n, 1, room - *n, f);
	}
	fclose(f);
	return bytes;
}

static int run_file(const struct target *t, const char *path)
{
	size_t n;
	char *bytes = read_whole(path, &n);
	if (!bytes)
		die("%s cannot be read", path);
	target_input = path;
	target_run(t, bytes, n);
	free(bytes);
	return 1;
}

static int run_folder(const struct target *t, const char *path)
{
	struct dirent **list;
	int n = scandir(path, &list, NULL, alphasort), count = 0;
	for (int i = 0; i < n; i++) {
		char file[1000];
		snprintf(file, sizeof file, "%s/%s", path, list[i]->d_name);
		if (list[i]->d_name[0] != '.')
			count += run_file(t, file);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	return count;
}

/* Names in it are short: no table of long ones. */
static int run_archive(const struct target *t, const char *path)
{
	static const char magic[] = "!<arch>\n";
	size_t n, at = sizeof magic - 1;
	int count = 0;
	char *bytes = read_whole(path, &n), name[300];
	if (bytes && (n < at || memcmp(bytes, magic, at) != 0))
		die("%s is no archive", path);
	while (bytes && at + HEAD <= n) {
		size_t size = (size_t)atol(bytes + at + SIZE_AT);
		if (size > n - at - HEAD)
			die("%s is cut", path);
		snprintf(name, sizeof name, "%.200s, %.16s", path, bytes + at);
		target_input = name;
		target_run(t, bytes + at + HEAD, size);
		count++;
		at += HEAD + size + (size & 1);
	}
	free(bytes);
	return count;
}

static int run_target(const struct target *t, int files, char **paths)
{
	char path[300];
	int count = 0;
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(say_where);
	target_start(t);
	for (int i = 0; i < files; i++)
		count += run_file(t, paths[i]);
	if (!files) {
		snprintf(path, sizeof path, "test/fuzz/seeds/%s", t->name);
		count += run_folder(t, path);
		snprintf(path, sizeof path, "test/fuzz/corpus/%s.a", t->name);
		count += run_archive(t, path);
	}
	target_input = "the last one: something was kept";
	printf("%-10s %d inputs\n", t->name, count);
	return count ? 0 : 1;
}

static bool apart(const struct target *t, int files, char **paths)
{
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		exit(run_target(t, files, paths));
	int status = 1;
	waitpid(child, &status, 0);
	if (status)
		printf("%s FAILED\n", t->name);
	return status == 0;
}

/* For against.mjs: cases in hexadecimal, one a line, as we read them; "-" when we do not. */
static int read_cases(const char *what)
{
	static char line[200000], bytes[100000];
	while (fgets(line, sizeof line, stdin)) {
		struct arena *a = arena_new();
		const char *why, *said;
		size_t n = strcspn(line, "\n") / 2;
		line[2 * n] = '\0';
		if (!unhex(bytes, n, line))
			die("not hexadecimal: %s", line);
		json_t *j = strcmp(what, "--json") == 0 ? json_read(a, bytes, n, &why) : NULL;
		if (strcmp(what, "--json") == 0)
			said = j ? json_text(a, j) : NULL;
		else
			said = url_unescape(a, bytes, n, strcmp(what, "--form") == 0);
		puts(said ? hex(a, said, strlen(said)) : "-");
		arena_free(a);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strncmp(argv[1], "--", 2) == 0)
		return read_cases(argv[1]);
	int passed = 0, failed = 0;
	const struct target *t = argc > 1 ? target_find(argv[1]) : NULL;
	if (argc > 2 && !target_find(argv[2]))
		return !t || !apart(t, argc - 2, argv + 2);
	for (size_t i = 0; argc == 1 && (t = target_at(i)); i++)
		apart(t, 0, NULL) ? passed++ : failed++;
	for (int i = 1; i < argc; i++)
		(t = target_find(argv[i])) && apart(t, 0, NULL) ? passed++ : failed++;
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
