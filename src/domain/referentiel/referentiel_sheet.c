/* referentiel_sheet.c - what a tree gives: a vocabulary, and a sheet for each action. */
#include "domain/referentiel/referentiel_own.h"

#include <string.h>

#include "base/text.h"

enum { TITLE = 200, SUMMARY = 300, DEFINITION = 1900, LONG = 39000, STEPS = 100,
	SHEET = 4 << 20 };

/* Is it "&eacute;" or the like, which CommonMark would read as another sign? */
static bool entity(const char *s)
{
	size_t n = strcspn(s, "; \n");
	return *s == '&' && s[n] == ';' && n < 32;
}

/* Signs that would mean something in CommonMark get a stroke before them. */
static void escape(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t size = text_starts(s + i, "http://") || text_starts(s + i, "https://")
			? strcspn(s + i, " \t\n<>") : 0;
		if (size) {
			out_bytes(o, s + i, size < n - i ? size : n - i);
			i += size - 1;
			continue;
		}
		if (strchr("*`[]<\\~", s[i]) || entity(s + i)
			|| (s[i] == '_' && (i == 0 || s[i - 1] == ' ')))
			out_char(o, '\\');
		out_char(o, s[i]);
	}
}

/* The bytes of a sign that begins an item, or 0. */
static size_t bullet(const char *s)
{
	static const char *const signs[] = {"– ", "•", "○", "·", "* ", "o ", NULL};
	for (int i = 0; signs[i]; i++)
		if (text_starts(s, signs[i]))
			return strlen(signs[i]);
	return *s == '-' && s[1] && !strchr("-\n", s[1]) ? 1 : 0;
}

/* The sign that would make of a line something else than a paragraph. */
static size_t guard(struct out *o, const char *line)
{
	size_t digits = strspn(line, "0123456789");
	if (digits && strchr(".)", line[digits])) {
		out_printf(o, "%.*s\\", (int)digits, line);
		return digits;
	}
	if (strchr("#+>=|-", *line))
		out_char(o, '\\');
	return 0;
}

/* The bytes of many short lines without a sign, one below the other: values by kind
 * of place, say.  0 when there is no such block. */
static size_t block(const char *text)
{
	enum { LINES = 6, SHORT = 70 };
	size_t size = 0;
	int lines = 0;
	for (const char *line = text; *line; line = text + size) {
		size_t n = strcspn(line, "\n"), from = strspn(line, " \t");
		if (from >= n || n > SHORT || bullet(line + from) || text_starts(line + from, "```"))
			break;
		size += n + (line[n] == '\n');
		lines++;
	}
	return lines >= LINES ? size : 0;
}

/* As it stands, line by line. */
static void fence(struct out *o, const char *text, size_t size)
{
	out_text(o, "```\n");
	for (size_t n, at = 0; at < size; at += n + (text[at + n] == '\n')) {
		size_t from = strspn(text + at, " \t");
		n = strcspn(text + at, "\n");
		out_printf(o, "%.*s\n", (int)(n - from), text + at + from);
	}
	out_text(o, "```");
}

/* Each line on its own: items as items, the others as paragraphs. */
void cell_markdown(struct out *o, const char *text)
{
	bool item = false, first = true;
	for (size_t n; *text; text += n + (text[n] == '\n')) {
		if ((n = block(text)) > 0) {
			out_text(o, first ? "" : "\n\n");
			fence(o, text, n);
			n -= text[n - 1] == '\n';
			item = first = false;
			continue;
		}
		n = strcspn(text, "\n");
		size_t from = strspn(text, " \t"), to = n;
		while (to > from && strchr(" \t", text[to - 1]))
			to--;
		size_t sign = from < to ? bullet(text + from) : 0;
		from += sign;
		while (from < to && strchr(" \t", text[from]))
			from++;
		if (from >= to)
			continue;
		out_text(o, first ? "" : item && sign ? "\n" : "\n\n");
		if (sign)
			out_text(o, "- ");
		else
			from += guard(o, text + from);
		escape(o, text + from, to - from);
		item = sign > 0;
		first = false;
	}
}

/* The name as one line that fits, with the code before it or not. */
static const char *title_of(struct arena *a, const struct node *n, bool code)
{
	const char *title = node_title(n);
	if (code && *node_cell(n, "name"))
		title = arena_printf(a, "%s %s", n->code, title);
	return text_cut(a, text_line(a, title, strlen(title)), TITLE - 1);
}

/* The texts of a node, each below its heading; the description has none. */
static void texts(struct out *o, const struct node *n, const char *head)
{
	size_t start = o->len;
	if (text_length(node_title(n)) >= TITLE)
		cell_markdown(o, node_title(n));	/* whole, where the title is cut */
	for (const struct heading *c = heading_rows; c->key; c++) {
		const char *text = c->kind == CELL_TEXT ? node_cell(n, c->key) : "";
		if (!*text)
			continue;
		if (o->len > start)
			out_text(o, "\n\n");
		if (!text_eq(c->key, "description"))
			out_printf(o, "%s%s\n\n", head, tr_lang(FR, c->label));
		cell_markdown(o, text);
	}
}

static json_t *step(const char *title, const char *text)
{
	return *text ? json_pack("{s:s,s:s}", "title", title, "text", text)
		: json_pack("{s:s}", "title", title);
}

/* The bytes of the first part, at most LONG characters, cut between paragraphs. */
static size_t part(const char *s)
{
	size_t n = 0, best = 0, size = strlen(s);
	for (size_t count = 0; n < size && count < LONG; n++) {
		count += ((unsigned char)s[n] & 0xc0) != 0x80;
		if (s[n] == '\n' && s[n + 1] == '\n')
			best = n;
	}
	if (n >= size)
		return size;
	while (!best && n && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return best ? best : n;
}

/* Steps of a text that no field can hold alone. */
static void add_steps(struct arena *a, json_t *steps, const char *title, const char *text)
{
	do {
		size_t n = part(text);
		const char *piece = arena_copy(a, text, n);
		json_array_append_new(steps, step(title, text_clean(a, piece, strlen(piece))));
		text += n + strspn(text + n, "\n");
	} while (*text);
}

/* A sub-action with its tasks: one step. */
static void node_step(struct arena *a, const struct tree *t, int at, json_t *steps)
{
	struct out o = out_new(SHEET);
	const char *code = t->nodes[at].code, *above = arena_printf(a, "%s.", code);
	texts(&o, &t->nodes[at], "## ");
	for (int i = 0; i < t->count; i++) {
		if (t->nodes[i].gone || !text_starts(t->nodes[i].code, above))
			continue;
		out_text(&o, o.len ? "\n\n## " : "## ");
		const char *title = title_of(a, &t->nodes[i], true);
		escape(&o, title, strlen(title));
		out_text(&o, "\n\n");
		texts(&o, &t->nodes[i], "### ");
		while (o.len && o.data[o.len - 1] == '\n')
			out_cut(&o, o.len - 1);
	}
	add_steps(a, steps, title_of(a, &t->nodes[at], true), out_str(&o));
	out_free(&o);
}

/* The first sentences of the description; where it stands, when there is none. */
static const char *summary_of(struct arena *a, const struct referentiel *r, const struct tree *t,
	const struct node *n)
{
	const char *text = node_cell(n, "description"), *line = text_line(a, text, strlen(text));
	if (*line)
		return text_cut(a, line, SUMMARY);
	const char *path = arena_printf(a, "%s, %s", r->label, n->code);
	for (const char *above = n->code; (above = node_parent(a, above)); ) {
		int i = tree_find(t, above);
		if (i >= 0)
			path = arena_printf(a, "%s · %s", path, node_title(&t->nodes[i]));
	}
	return text_cut(a, text_line(a, path, strlen(path)), SUMMARY);
}

json_t *tree_sheet(struct arena *a, const struct referentiel *r, const struct tree *t, int at)
{
	const struct node *n = &t->nodes[at];
	json_t *steps = json_array(), *values = json_keep(a, json_pack("{s:s,s:s,s:o}", "title",
		title_of(a, n, false), "summary", summary_of(a, r, t, n), "steps", steps));
	struct out o = out_new(SHEET);
	texts(&o, n, "# ");
	const char *all = out_str(&o), *body = arena_copy(a, all, part(all));
	if (*body)
		json_object_set_new(values, "body", json_string(text_clean(a, body, strlen(body))));
	if (all[strlen(body)])
		add_steps(a, steps, tr_lang(FR, N_("The rest of the description")),
			all + strlen(body) + strspn(all + strlen(body), "\n"));
	out_free(&o);
	for (int i = 0; i < t->count; i++)
		if (!t->nodes[i].gone && t->above[i] == at)
			node_step(a, t, i, steps);
	if (!json_array_size(steps))
		json_object_del(values, "steps");
	return values;
}

static json_t *concepts(struct arena *a, const struct tree *t, int above)
{
	json_t *list = json_array();
	for (int i = 0; i < t->count; i++) {
		const struct node *n = &t->nodes[i];
		if (n->gone || t->above[i] != above)
			continue;
		const char *text = node_cell(n, "description");
		json_t *c = json_pack("{s:s,s:{s:s}}", "notation", n->code, "label", "fr",
			title_of(a, n, false)), *narrower = concepts(a, t, i);
		if (*text)
			json_object_set_new(c, "definition", json_pack("{s:s}", "fr",
				text_cut(a, text_line(a, text, strlen(text)), DEFINITION)));
		if (json_array_size(narrower))
			json_object_set_new(c, "narrower", narrower);
		else
			json_decref(narrower);
		json_array_append_new(list, c);
	}
	return list;
}

json_t *tree_scheme(struct arena *a, const struct referentiel *r, const struct tree *t)
{
	json_t *scheme = json_keep(a, json_pack("{s:s,s:{s:s},s:o}", "name", r->name, "label", "fr",
		text_cut(a, r->label, TITLE - 1), "concepts", concepts(a, t, -1)));
	if (*r->version)
		json_object_set_new(scheme, "definition", json_pack("{s:s}", "fr",
			arena_printf(a, tr_lang(FR, N_("Version %s.")), r->version)));
	return scheme;
}
