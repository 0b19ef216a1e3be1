/* resource_plain.c - the words of a sheet, without marks of form, for search. */
#include "domain/resource/resource_parts.h"

#include <string.h>

#include "base/text.h"
#include "base/out.h"

/* The address of "[words](address)" goes; returns what follows it. */
static const char *skip_address(const char *s)
{
	const char *end = s[0] == ']' && s[1] == '(' ? strchr(s, ')') : NULL;
	const char *line = strchr(s, '\n');
	return end && (!line || end < line) ? end + 1 : s + 1;
}

/* CommonMark to words: lists, titles, quotes, emphasis and addresses lose their marks. */
void plain_text(struct out *o, const char *s)
{
	bool start = true;
	while (*s) {
		if (start && strchr("#>-*+ ", *s)) {
			s++;
			continue;
		}
		start = *s == '\n';
		if (*s == ']') {
			s = skip_address(s);
			continue;
		}
		if (!strchr("*`[|\\", *s))
			out_char(o, *s);
		s++;
	}
	out_text(o, "\n");
}

static void each_plain(struct field_walk *w, const struct field *f, const json_t *value)
{
	if (f->visibility != PUBLIC || !json_is_string(value))
		return;
	if (text_eq(f->kind, "text") || text_eq(f->kind, "line"))
		plain_text(w->context, json_string_value(value));
}

const char *resource_plain(struct db *db, const struct type *t, const struct resource *r)
{
	struct out o = out_new(1 << 20);
	json_t *rest = json_keep(db_arena(db), json_copy(r->values));
	json_object_del(rest, "title");
	json_object_del(rest, "summary");
	struct field_walk w = {.each = each_plain, .context = &o};
	field_walk(&w, t->fields, t->field_count, rest);
	const char *text = arena_dup(db_arena(db), out_str(&o));
	out_free(&o);
	return text;
}
