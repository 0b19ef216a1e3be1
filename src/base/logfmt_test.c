/* logfmt_test.c - lines as others will read them; nothing smuggled in. */
#include "base/logfmt.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/test.h"

/* What was written to stderr since the last call. */
static const char *said(int from)
{
	static char line[8000];
	ssize_t n = read(from, line, sizeof line - 1);
	line[n > 0 ? n : 0] = '\0';
	return line;
}

/* The line without its time. */
static const char *rest(int from)
{
	const char *s = said(from), *space = strchr(s, ' ');
	return space ? space + 1 : s;
}

static void lines(int from)
{
	logfmt(LEVEL_INFO, "01J", "sign.in", "role", "member");
	const char *s = said(from);
	check(strncmp(s, "time=20", 7) == 0 && s[15] == 'T' && strncmp(s + 28, "Z ", 2) == 0);
	check_text(s + 30, "level=info request=01J event=sign.in role=member\n");
	logfmt(LEVEL_ERROR, NULL, "disk", "left", NULL, "why", "no room", "n", "");
	check_text(rest(from), "level=error event=disk why=\"no room\" n=\"\"\n");
	logfmt(LEVEL_INFO, NULL, "x", "v", "é…œ");
	check_text(rest(from), "level=info event=x v=é…œ\n");
}

static void nothing_smuggled(int from)
{
	logfmt(LEVEL_INFO, "a b=c", "x", "v", "1\r\nlevel=error \"x\\\t\x1b[31m\x7f");
	check_text(rest(from), "level=info request=\"a b=c\" event=x "
		"v=\"1\\r\\nlevel=error \\\"x\\\\\\t\\x1b[31m\\x7f\"\n");
	logfmt(LEVEL_INFO, NULL, "x", "v", "\xc2\x9b" "31m", "w", "\xc3(\xff");
	check_text(rest(from), "level=info event=x v=\"\\x9b31m\" w=\"\\xc3(\\xff\"\n");
}

static void bounds(int from)
{
	char long_one[5000];
	memset(long_one, 'a', sizeof long_one - 1);
	long_one[sizeof long_one - 1] = '\0';
	logfmt(LEVEL_INFO, NULL, "x", "v", long_one, "w", "end");
	const char *s = rest(from);
	check(strlen(s) < 450 && strstr(s, "aaa…\" w=end\n"));
	memset(long_one, '\n', sizeof long_one - 1);
	logfmt(LEVEL_INFO, NULL, "x", "a", long_one, "b", long_one, "c", long_one, "d", long_one,
		"e", long_one, "f", "short");
	s = said(from);
	check(strlen(s) <= 4001 && strchr(s, '\n') == s + strlen(s) - 1 &&
		strstr(s, "…\" f=short\n") && !strstr(s, " e="));
	memcpy(long_one + 399, "é", 2);
	logfmt(LEVEL_INFO, NULL, "x", "v", long_one);
	check(strstr(said(from), "\\n…\"\n"));
}

static void levels(int from)
{
	enum level l = LEVEL_INFO;
	check(level_find("debug", &l) && l == LEVEL_DEBUG && !level_find("loud", &l));
	check(!logfmt_wants(LEVEL_DEBUG) && logfmt_wants(LEVEL_INFO));
	logfmt(LEVEL_DEBUG, NULL, "no");
	logfmt_level(LEVEL_DEBUG);
	logfmt(LEVEL_DEBUG, NULL, "yes");
	check_text(rest(from), "level=debug event=yes\n");
	setenv("JOURNAL_STREAM", "8:1", 1);
	logfmt(LEVEL_WARNING, NULL, "x");
	check(strncmp(said(from), "<4>time=", 8) == 0);
}

int main(void)
{
	int fds[2], old = dup(STDERR_FILENO);
	unsetenv("JOURNAL_STREAM");
	if (pipe(fds) != 0 || dup2(fds[1], STDERR_FILENO) < 0)
		return 1;
	lines(fds[0]);
	nothing_smuggled(fds[0]);
	bounds(fds[0]);
	levels(fds[0]);
	dup2(old, STDERR_FILENO);
	return test_end();
}
