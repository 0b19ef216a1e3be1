/* settings.c - archipel.conf: what is right is set, what is not is said.  Lines that
 * begin with ARCHIPEL_ are the environment too; files named there are the input itself. */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/settings.h"

/* Each value as set is one that can be set, and stays what it is. */
static void again(struct arena *a, const struct settings *s)
{
	struct settings same;
	const char *why;
	settings_defaults(&same);
	for (int i = 0; i < SETTING_COUNT; i++) {
		const char *v = s->value[i];
		if (s->from[i] != BY_FILE)
			continue;
		must(text_valid(v, strlen(v)) && !strpbrk(v, "\n\r"));
		must(settings_set(&same, a, i, v, BY_FILE, &why) && text_eq(same.value[i], v));
		must(settings_shown(s, a, i) && settings_origin(s, a, i));
	}
}

/* What stands between a user's name and the host is never shown. */
static void secret(struct arena *a, const struct settings *s)
{
	const char *shown = settings_shown(s, a, LOG);
	for (const char *p = shown; p && (p = strcasestr(p, "password=")); p += 9)
		must(text_starts(p + 9, "…"));
}

enum { VARIABLES = 20 };

static void environment(struct arena *a, const char *bytes, size_t n, const char *self)
{
	extern char **environ;
	char *list[VARIABLES + 1] = {NULL}, **before = environ;
	struct input in = {a, bytes, n};
	size_t size;
	for (int i = 0; i < VARIABLES && in.left;) {
		char *line = fuzz_line(&in, &size), *equal = strchr(line, '=');
		if (text_starts(line, "ARCHIPEL_"))
			list[i++] = equal && memmem(line, (size_t)(equal - line), "_F", 2) ?
				arena_printf(a, "%.*s=%s", (int)(equal - line), line, self) : line;
	}
	struct settings s;
	struct out why = out_new(1 << 20);
	settings_defaults(&s);
	environ = list;
	bool fine = settings_environment(&s, a, &why);
	environ = before;
	must(fine == (why.len == 0) && text_valid(out_str(&why), why.len));
	secret(a, &s);
	for (int i = 0; i < SETTING_COUNT; i++)
		must(settings_origin(&s, a, i) && (!s.value[i] || settings_shown(&s, a, i)));
	out_free(&why);
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	int fd = memfd_create("conf", MFD_CLOEXEC);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		die("no memory file");
	struct settings s;
	struct out why = out_new(1 << 20);
	settings_defaults(&s);
	const char *self = arena_printf(a, "/proc/self/fd/%d", fd);
	bool fine = settings_file(&s, a, self, &why);
	must(fine == (why.len == 0) && text_valid(out_str(&why), why.len));
	again(a, &s);
	secret(a, &s);
	environment(a, bytes, n, self);
	close(fd);
	out_free(&why);
}

const struct target fuzz_settings = {"settings", run, NULL};
