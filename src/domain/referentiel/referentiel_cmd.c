/* referentiel_cmd.c - stating a référentiel, noting and dropping its nodes. */
#include "domain/referentiel/referentiel.h"

#include <string.h>

#include "base/text.h"

enum { LABEL = 200, CODE = 80 };

static bool code_good(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-";
	size_t n = s ? strlen(s) : 0;
	return n && n <= CODE && strspn(s, letters) == n && !strchr(".-", s[0]) && s[n - 1] != '.'
		&& !strstr(s, "..") && node_depth(s) <= NODE_DEPTH;
}

static enum outcome state(struct ledger *l, const struct call *c)
{
	const char *name = call_text(c, "name"), *label = call_text(c, "label"),
		*version = call_text(c, "version");
	json_int_t level = (json_int_t)json_number_value(json_object_get(c->values, "level"));
	struct referentiel now;
	if (!stated_name(name))
		return refuse_field(l, "name",
			N_("Write a short name in lower case, for example axes."), NULL);
	if (level < 1 || level > NODE_DEPTH)
		return refuse_field(l, "level", N_("Write a level from 1 to 8."), NULL);
	if (referentiel_get(l->views, name, &now) && text_eq(now.label, label)
		&& text_eq(now.version, version ? version : "") && now.level == level)
		return DONE;
	return ledger_add(l, "referentiel.stated", name, PUBLIC, json_pack("{s:s,s:s,s:s,s:I}",
		"name", name, "label", label, "version", version ? version : "", "level", level));
}

/* Is it one that a fold can read?  Its author is a program: one sentence is enough. */
static bool node_good(const json_t *j)
{
	const char *key;
	json_t *cell;
	size_t i;
	if (!stated_name(json_str(j, "name")) || !code_good(json_str(j, "code"))
		|| !json_is_object(json_object_get(j, "cells"))
		|| json_array_size(json_object_get(j, "origins")) > NODE_ORIGINS)
		return false;
	json_object_foreach(json_object_get(j, "cells"), key, cell)
		if (!json_is_string(cell))
			return false;
	json_array_foreach(json_object_get(j, "origins"), i, cell)
		if (!stated_name(json_str(cell, "name")) || !code_good(json_str(cell, "code")))
			return false;
	return true;
}

static enum outcome note(struct ledger *l, const struct call *c)
{
	static const char *const names[] = {"name", "code", "cells", "points", "origins",
		"sheet", "was", NULL};
	const json_t *j = stated_json(l, c, "node");
	struct node now;
	if (!j || !stated_members(l, "node", j, names))
		return INVALID;
	if (!node_good(j))
		return refuse_field(l, "node",
			N_("A node has a name, a code such as 1.1.1, and cells that are texts."), NULL);
	const char *name = json_str(j, "name"), *code = json_str(j, "code");
	if (node_get(l->views, name, code, &now) && !now.gone
		&& text_eq(json_text(l->arena, now.body), json_text(l->arena, j)))
		return DONE;
	return ledger_add(l, "referentiel.noted", arena_printf(l->arena, "%s/%s", name, code),
		PUBLIC, json_incref((json_t *)(uintptr_t)j));
}

static enum outcome drop(struct ledger *l, const struct call *c)
{
	const char *name = call_text(c, "name"), *code = call_text(c, "code");
	struct node now;
	if (!node_get(l->views, name, code, &now))
		return refuse(l, MISSING, N_("There is no such word in this vocabulary."));
	if (now.gone)
		return DONE;
	return ledger_add(l, "referentiel.dropped", arena_printf(l->arena, "%s/%s", name, code),
		PUBLIC, json_object());
}

static const struct field_row state_fields[] = {
	{"name", "line", REQUIRED, 60, N_("Name"), N_("A short name, for example te.")},
	{"label", "line", REQUIRED, LABEL, N_("Title"), N_("What the référentiel is called.")},
	{"version", "line", 0, LABEL, N_("Version"), N_("As those who publish it call it.")},
	{"level", "number", REQUIRED, 0, N_("Level"), N_("Of what is a sheet: 3 for 1.1.1.")},
	{0}};

static const struct field_row note_fields[] = {
	{"node", "json", REQUIRED, 0, N_("Node"), N_("A node as JSON: name, code, cells, origins.")},
	{0}};

static const struct field_row drop_fields[] = {
	{"name", "line", REQUIRED, 60, N_("Name"), N_("A short name, for example te.")},
	{"code", "line", REQUIRED, CODE, N_("Identifier"), N_("For example 1.1.1.")},
	{0}};

const struct command referentiel_commands[] = {
	{"referentiel.state", state_fields, STEWARD, state,
		N_("State what a référentiel is called, and its version"), NULL},
	{"referentiel.note", note_fields, STEWARD, note, N_("Note a node of a référentiel"), NULL},
	{"referentiel.drop", drop_fields, STEWARD, drop,
		N_("Say that a référentiel is now without a node"), NULL},
	{0}};
