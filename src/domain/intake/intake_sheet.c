/* intake_sheet.c - what a tree gives: a vocabulary, and a sheet for each action. */
#include "domain/intake/intake_own.h"

#include <string.h>

#include "base/text.h"

enum { TITLE = 200, SUMMARY = 300, DEFINITION = 400, LONG = 39000, STEPS = 100,
	SHEET = 4 << 20 };

/* The name as one line that fits, with the code before it or not. */
static const char *title_of(struct arena *a, const struct node *n, bool code)
{
	const char *title = node_title(n);
	if (code && *node_cell(n, "name"))
		title = arena_printf(a, "%s %s", n->code, title);
	return text_cut(a, text_line(a, title, strlen(title)), TITLE - 1);
}

/* A heading; in a step (head NULL) bold words that begin the text. */
static void put_head(struct out *o, const char *head, const char *label, const char *text,
	enum closeness close)
{
	out_text(o, head ? head : "**");
	cell_escape(o, label, strlen(label));
	out_text(o, head ? "\n\n" : cell_begins_plain(text, close) ? ".** " : "**\n\n");
}

/* The texts of a node, each below its heading; the description has none. */
static void texts(struct out *o, const struct node *n, const char *head, enum closeness close)
{
	size_t start = o->len;
	if (text_length(node_title(n)) >= TITLE)
		cell_markdown(o, node_title(n), close);	/* whole, where the title is cut */
	for (const struct heading *c = heading_rows; c->key; c++) {
		const char *text = c->kind == CELL_TEXT ? node_cell(n, c->key) : "";
		if (!*text)
			continue;
		if (o->len > start)
			out_text(o, "\n\n");
		if (!text_eq(c->key, "description"))
			put_head(o, head, tr_lang(FR, c->label), text, close);
		cell_markdown(o, text, close);
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
static void node_step(struct arena *a, const struct tree *t, int at, json_t *steps,
	enum closeness close)
{
	struct out o = out_new(SHEET);
	const char *code = t->nodes[at].code, *above = arena_printf(a, "%s.", code);
	texts(&o, &t->nodes[at], NULL, close);
	for (int i = 0; i < t->count; i++) {
		if (t->nodes[i].gone || !text_starts(t->nodes[i].code, above))
			continue;
		out_text(&o, o.len ? "\n\n" : "");
		put_head(&o, NULL, title_of(a, &t->nodes[i], true),
			node_cell(&t->nodes[i], "description"), close);
		texts(&o, &t->nodes[i], NULL, close);
		while (o.len && strchr(" \n", o.data[o.len - 1]))
			out_cut(&o, o.len - 1);
	}
	add_steps(a, steps, title_of(a, &t->nodes[at], true), out_str(&o));
	out_free(&o);
}

/* The text in one line, without the signs of its items. */
static const char *one_line(struct arena *a, const char *text)
{
	char *all = arena_alloc(a, strlen(text) + 1), *to = all;
	for (size_t n; *text; text += n) {
		size_t from = strspn(text, " \t");
		from += cell_sign(text + from);
		n = strcspn(text, "\n");
		n += text[n] == '\n';
		memcpy(to, text + from, n - from);
		to += n - from;
	}
	*to = '\0';
	return text_line(a, all, strlen(all));
}

/* The first sentences of the description; where it stands, when there is none. */
static const char *summary_of(struct arena *a, const struct referentiel *r, const struct tree *t,
	const struct node *n)
{
	const char *line = one_line(a, node_cell(n, "description"));
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

static json_t *sheet_as(struct arena *a, const struct referentiel *r, const struct tree *t, int at,
	enum closeness close)
{
	const struct node *n = &t->nodes[at];
	json_t *steps = json_array(), *values = json_keep(a, json_pack("{s:s,s:s,s:o}", "title",
		title_of(a, n, false), "summary", summary_of(a, r, t, n), "steps", steps));
	struct out o = out_new(SHEET);
	texts(&o, n, "# ", close);
	const char *all = out_str(&o), *body = arena_copy(a, all, part(all));
	if (*body)
		json_object_set_new(values, "body", json_string(text_clean(a, body, strlen(body))));
	if (all[strlen(body)])
		add_steps(a, steps, tr_lang(FR, N_("The rest of the description")),
			all + strlen(body) + strspn(all + strlen(body), "\n"));
	out_free(&o);
	for (int i = 0; i < t->count; i++)
		if (!t->nodes[i].gone && t->above[i] == at)
			node_step(a, t, i, steps, close);
	if (!json_array_size(steps))
		json_object_del(values, "steps");
	return values;
}

/* Elements of a page that a text makes: paragraphs, items, lists, bold words. */
static int elements(const char *text)
{
	int n = text && *text ? 1 : 0, bold = 0;
	for (const char *s = text; s && *s; s++) {
		bool begins = s == text || s[-1] == '\n';
		n += text_starts(s, "\n\n") + (begins && text_starts(s, "- "));
		bold += text_starts(s, "**");
	}
	return n + bold / 2;
}

/* As closely as it takes: a page has 380 elements, of which a sheet's texts get some. */
json_t *tree_sheet(struct arena *a, const struct referentiel *r, const struct tree *t, int at)
{
	enum { ENOUGH = 200, STEP = 2 };
	json_t *sheet = NULL;
	for (enum closeness close = APART; close <= FLOWING; close++) {
		size_t i;
		const json_t *step, *steps;
		sheet = sheet_as(a, r, t, at, close);
		steps = json_object_get(sheet, "steps");
		int n = elements(json_str(sheet, "body"));
		json_array_foreach(steps, i, step)
			n += STEP + elements(json_str(step, "text"));
		if (n <= ENOUGH)
			break;
	}
	return sheet;
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
				text_cut(a, one_line(a, text), DEFINITION)));
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
