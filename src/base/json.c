/* json.c - jansson, with arenas as owners. */
#include "base/json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void json_start(void)
{
	json_set_alloc_funcs(memory_get, memory_drop);
}

static void release(void *j)
{
	json_decref(j);
}

json_t *json_keep(struct arena *a, json_t *j)
{
	if (!j)
		memory_out();
	arena_defer(a, release, j);
	return j;
}

/* Depth of nesting, strings skipped: jansson allows 2048, we allow 64. */
static bool too_deep(const char *text, size_t n)
{
	int depth = 0;
	bool string = false;
	for (size_t i = 0; i < n; i++) {
		char c = text[i];
		if (string && c == '\\')
			i++;
		else if (c == '"')
			string = !string;
		else if (!string && (c == '{' || c == '[') && ++depth > 64)
			return true;
		else if (!string && (c == '}' || c == ']'))
			depth--;
	}
	return false;
}

/* What jansson says; it may cut what it cites in the middle of a character. */
static const char *fault(struct arena *a, const json_error_t *e)
{
	if (json_error_code(e) == json_error_null_character)
		return "\\u0000 is no text";
	const char *line = text_line(a, e->text, strlen(e->text));
	return line ? line : arena_copy(a, e->text, strcspn(e->text, "'"));
}

json_t *json_read(struct arena *a, const char *text, size_t n, const char **why)
{
	json_error_t e;
	if (n && memchr(text, 0, n)) {	/* jansson passes over one after a number */
		*why = "a byte 0 is no text";
		return NULL;
	}
	if (too_deep(text, n)) {
		*why = "more than 64 levels of nesting";
		return NULL;
	}
	json_t *j = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!j) {
		*why = arena_printf(a, "line %d: %s", e.line, fault(a, &e));
		return NULL;
	}
	return json_keep(a, j);
}

static char *dump(const json_t *j)
{
	char *s = json_dumps(j, JSON_SORT_KEYS | JSON_COMPACT |
		JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
	if (!s)
		die("cannot write JSON: out of memory or bad text");
	return s;
}

char *json_text(struct arena *a, const json_t *j)
{
	char *s = dump(j);
	char *kept = arena_dup(a, s);
	memory_drop(s);
	return kept;
}

void json_write(struct out *o, const json_t *j)
{
	char *s = dump(j);
	out_text(o, s);
	memory_drop(s);
}

void json_quote(struct out *o, const char *text)
{
	const char *from = text ? text : "";
	out_char(o, '"');
	for (const char *p = from; ; p++) {
		unsigned char c = (unsigned char)*p;
		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		out_bytes(o, from, (size_t)(p - from));
		from = p + 1;
		if (!c)
			break;
		out_printf(o, c < ' ' ? "\\u%04x" : "\\%c", c);
	}
	out_char(o, '"');
}

const char *json_str(const json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

json_int_t json_int(const json_t *j, const char *key)
{
	return json_integer_value(json_object_get(j, key));
}
