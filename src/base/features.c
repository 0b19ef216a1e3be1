/* features.c - a file of GeoJSON into its features, in bounded memory.
 *
 * Looks at braces, brackets and strings only: each feature is read as JSON after. */
#include "base/features.h"

#include <string.h>

#include "base/tr.h"

void split_open(struct splitter *s, void (*feature)(void *, const char *, size_t), void *context)
{
	*s = (struct splitter){.text = out_new(FEATURE_MAX), .feature = feature, .context = context};
}

static void emit(struct splitter *s)
{
	s->over = s->over || s->text.full;
	if (!s->over)
		s->feature(s->context, out_str(&s->text), s->text.len);
	s->features++;
	out_cut(&s->text, 0);
}

static void open_one(struct splitter *s, char c)
{
	s->depth++;
	if (c == '[' && s->depth == 2 && strcmp(s->key, "features") == 0 && !s->listed) {
		s->listed = s->inside = true;
		out_cut(&s->text, 0);
	} else if (s->inside && s->depth == 3) {
		s->broken = s->broken || c != '{';
		out_cut(&s->text, 0);
	}
}

/* Back to the list: a feature is whole. Back to the top: the list is over. */
static void close_one(struct splitter *s)
{
	s->depth--;
	s->broken = s->broken || s->depth < 0;
	if (s->inside && s->depth == 2)
		emit(s);
	if (s->depth < 2)
		s->inside = false;
}

static void in_string(struct splitter *s, char c)
{
	if (s->escaped) {
		s->escaped = false;
	} else if (c == '\\') {
		s->escaped = true;
	} else if (c == '"') {
		s->string = false;
		s->key[s->key_size < sizeof s->key ? s->key_size : 0] = '\0';
	} else if (s->depth == 1 && s->key_size < sizeof s->key) {
		s->key[s->key_size++] = c;
	}
}

/* A character that is in no string. */
static void outside(struct splitter *s, char c)
{
	bool between = s->inside && s->depth == 2;
	if (c == '{' || c == '[')
		open_one(s, c);
	else if (between && !strchr(" \t\r\n,]", c))
		s->broken = true;
	/* what is around the list does not matter once it has come */
	if (s->depth > 2 || !s->listed)
		out_char(&s->text, c);
	if (c == '"') {
		s->string = true;
		s->key_size = s->depth == 1 ? 0 : s->key_size;
	} else if (c == '}' || c == ']') {
		close_one(s);
	}
}

void split_bytes(struct splitter *s, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && !s->broken && !s->over; i++) {
		char c = bytes[i];
		if (s->string) {
			if (s->depth > 2 || !s->listed)
				out_char(&s->text, c);
			in_string(s, c);
		} else {
			outside(s, c);
		}
		s->over = s->over || s->text.full;
	}
}

const char *split_close(struct splitter *s)
{
	const char *why = NULL;
	if (s->over)
		why = N_("A feature is larger than 32 MB: simplify it before.");
	else if (s->broken)
		why = N_("This is not GeoJSON: export the contours as GeoJSON, one feature each.");
	else if (s->depth > 0 || s->string)
		why = N_("The file is cut off before its end: download or export it again.");
	else if (!s->listed && s->text.len)
		emit(s);
	if (!why && !s->features)
		why = N_("There is no feature in this file.");
	out_free(&s->text);
	return why;
}
