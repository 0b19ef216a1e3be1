/* type_show_group.c - repeated rows: steps, references, quotes, tables. */
#include <string.h>

#include "base/text.h"
#include "domain/type/type_own.h"

static const struct field *of_kind(const struct field *f, const char *kind)
{
	for (int i = 0; i < f->field_count; i++)
		if (strcmp(f->fields[i].kind, kind) == 0)
			return &f->fields[i];
	return NULL;
}

static const char *words(struct page *p, const struct field *f, const json_t *row)
{
	return f ? field_words(p->db, p->lang, f, json_object_get(row, f->name)) : NULL;
}

/* Words of the fields that are neither the head nor texts: when, effort. */
static const char *asides(struct page *p, const struct field *f, const json_t *row,
	const struct field *head, const char *separator)
{
	const char *all = "";
	for (int i = 0; i < f->field_count; i++) {
		const struct field *g = &f->fields[i];
		const char *said = g == head || strcmp(g->kind, "text") == 0 ||
			strcmp(g->kind, "web") == 0 ? NULL : words(p, g, row);
		if (said)
			all = arena_printf(p->arena, "%s%s%s", all, *all ? separator : "", said);
	}
	return *all ? all : NULL;
}

static void texts(struct page *p, const struct field *f, const json_t *row)
{
	for (int i = 0; i < f->field_count; i++)
		if (strcmp(f->fields[i].kind, "text") == 0)
			type_value(p, &f->fields[i], json_object_get(row, f->fields[i].name));
}

static void steps(struct page *p, const struct field *f, const json_t *v)
{
	const struct field *head = of_kind(f, "line");
	size_t i;
	const json_t *row;
	html(p, "<ol class='steps'>");
	json_array_foreach(v, i, row) {
		const char *aside = asides(p, f, row, head, ". ");
		html(p, "<li><h3>%s</h3>", words(p, head, row));
		if (aside)
			html(p, "<p class='when'>%s%s</p>", aside,
				aside[strlen(aside) - 1] == '.' ? "" : ".");
		texts(p, f, row);
		html(p, "</li>");
	}
	html(p, "</ol>");
}

static void references(struct page *p, const struct field *f, const json_t *v)
{
	const struct field *head = of_kind(f, "line"), *web = of_kind(f, "web");
	size_t i;
	const json_t *row;
	html(p, "<ul class='plain'>");
	json_array_foreach(v, i, row) {
		const char *address = json_str(row, web->name), *title = words(p, head, row);
		const char *aside = asides(p, f, row, head, ", ");
		html(p, "<li>");
		if (address)
			show_link(p, address, title);
		else
			html(p, "%s", title);
		html(p, aside ? ". %s</li>" : "</li>", aside);
	}
	html(p, "</ul>");
}

static void quotes(struct page *p, const struct field *f, const json_t *v)
{
	size_t i;
	const json_t *row;
	json_array_foreach(v, i, row) {
		const char *who = asides(p, f, row, NULL, ", ");
		html(p, "<blockquote>");
		texts(p, f, row);
		if (who)
			html(p, "<p class='muted'>%s</p>", who);
		html(p, "</blockquote>");
	}
}

static bool is_figure(const struct field *f)
{
	return strcmp(f->kind, "money") == 0 || strcmp(f->kind, "number") == 0 ||
		strcmp(f->kind, "days") == 0;
}

static void cell(struct page *p, const struct field *f, const json_t *value)
{
	html(p, is_figure(f) ? "<td class='num' data-t='%s'>" : "<td data-t='%s'>",
		f->label[p->lang]);
	if (is_figure(f))
		html(p, "%s", field_words(p->db, p->lang, f, value));
	else
		type_value(p, f, value);
	html(p, "</td>");
}

/* The sum of a column of money or days, as a range; a new reference. */
static json_t *sum(const struct field *f, const json_t *v)
{
	double min = 0, max = 0;
	size_t i;
	const json_t *row;
	json_array_foreach(v, i, row) {
		const json_t *range = json_object_get(row, f->name);
		min += json_number_value(json_object_get(range, "min"));
		max += json_number_value(json_object_get(range, "max"));
	}
	return json_pack("{s:f,s:f,s:s}", "min", min, "max", max, "unit",
		f->unit[FR] ? f->unit[FR] : "€");
}

static void total(struct page *p, const struct field *f, const json_t *v)
{
	html(p, "<tfoot><tr>");
	for (int i = 0; i < f->field_count; i++) {
		const struct field *g = &f->fields[i];
		if (strcmp(g->kind, "money") == 0 || strcmp(g->kind, "days") == 0)
			cell(p, g, json_keep(p->arena, sum(g, v)));
		else if (i == 0)
			html(p, "<th scope='row'>%s</th>", tr(p, "Total"));
		else
			html(p, "<td></td>");
	}
	html(p, "</tr></tfoot>");
}

static void table(struct page *p, const struct field *f, const json_t *v)
{
	size_t i;
	const json_t *row;
	html(p, "<div class='over' tabindex='0' role='region' aria-label='%s'>"
		"<table class='stack'><thead><tr>", f->label[p->lang]);
	for (int k = 0; k < f->field_count; k++)
		html(p, is_figure(&f->fields[k]) ? "<th scope='col' class='num'>%s</th>" :
			"<th scope='col'>%s</th>", f->fields[k].label[p->lang]);
	html(p, "</tr></thead><tbody>");
	json_array_foreach(v, i, row) {
		html(p, "<tr>");
		for (int k = 0; k < f->field_count; k++)
			cell(p, &f->fields[k], json_object_get(row, f->fields[k].name));
		html(p, "</tr>");
	}
	html(p, "</tbody>");
	if (json_array_size(v) > 1 && of_kind(f, "money"))
		total(p, f, v);
	html(p, "</table></div>");
}

void show_group(struct page *p, const struct field *f, const json_t *v)
{
	if (f->field_count == 0)
		return;
	bool timed = of_kind(f, "days") || of_kind(f, "period") || of_kind(f, "date");
	if (of_kind(f, "web") && of_kind(f, "line"))
		references(p, f, v);
	else if (timed && of_kind(f, "line"))
		steps(p, f, v);
	else if (strcmp(f->fields[0].kind, "text") == 0)
		quotes(p, f, v);
	else
		table(p, f, v);
}
