/* logfmt.h - one line on stderr for what the server does, for those who look after it.
 *
 *   time=2026-05-12T08:30:00.123Z level=info request=01J… event=sign.in role=member
 *
 * One write, so that lines of several threads never mix.  What a reader could
 * have chosen is escaped: no line, no terminal code can be smuggled in.  No
 * personal data: no name, no e-mail, no network address, no title, no text of a
 * contribution, no address with its parts; ids and rows of routes are fine. */
#ifndef BASE_LOGFMT_H
#define BASE_LOGFMT_H

#include <stdbool.h>

enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG };

/* "error", "warning", "info", "debug"; false when it is none of them. */
bool level_find(const char *name, enum level *level);
const char *level_name(enum level level);

/* Lines of a finer level are dropped; info at first.  Any thread, any time. */
void logfmt_level(enum level level);
bool logfmt_wants(enum level level);

/* Keys and values by turns, then NULL; a pair whose value is NULL is left out.
 * request: id of the request, or NULL.  A value is cut at 400 bytes, a
 * line has 4,000 at most. */
#define logfmt(level, request, ...) logfmt_line(level, request, "event", __VA_ARGS__, (char *)0)
void logfmt_line(enum level level, const char *request, const char *key, ...)
	__attribute__((sentinel));

#endif
