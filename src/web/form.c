/* form.c - forms: hidden fields, labelled fields, what was typed, what is wrong. */
#include "web/form.h"

#include <string.h>

#include "base/id.h"
#include "base/text.h"
#include "web/crossing.h"

void form_token(struct page *p)
{
	form_hidden(p, "_csrf", crossing_token(http_of(p->request)));
}

void form_hidden(struct page *p, const char *name, const char *value)
{
	html(p, "<input type='hidden' name='%s' value='%s'>", name, value);
}

void form_open(struct page *p, const char *command)
{
	html(p, "<form method='post' action='%s' novalidate>",
		to(p, arena_printf(p->arena, "/do/%s", command)));
	form_token(p);
	form_hidden(p, "_id", id_random(p->arena));
}

void form_close(struct page *p, const char *button)
{
	html(p, "<div class='acts'><button class='btn main'>%s</button></div></form>", button);
}

const struct fault *form_fault_of(const struct call *c, const char *field)
{
	for (int i = 0; c && i < c->fault_count; i++)
		if (text_eq(c->faults[i].field, field))
			return &c->faults[i];
	return NULL;
}

static const char *fault_words(struct page *p, const struct fault *f)
{
	return fault_text(p->arena, p->lang, f);
}

const char *form_id(struct page *p, const char *name)
{
	char *id = arena_printf(p->arena, "f-%s", name);
	for (char *s = id; *s; s++)
		if (*s == '.' || *s == '[' || *s == ']')
			*s = '-';
	return id;
}

void form_errors_of(struct page *p, const struct call *c,
	const char *(*label)(struct page *, const void *context, const char *field),
	const void *context)
{
	if (!c || !c->fault_count)
		return;
	html(p, "<div class='errors' role='alert' tabindex='-1' autofocus aria-labelledby='h-err'>"
		"<h2 id='h-err'>%s</h2><ul>",
		tr_n(p, "%d answer to mend", "%d answers to mend", c->fault_count));
	for (int i = 0; i < c->fault_count; i++) {
		const struct fault *f = &c->faults[i];
		const char *name = label ? label(p, context, f->field) : NULL;
		html(p, *f->field ? "<li><a href='#%s'>" : "<li>", form_id(p, f->field));
		if (name)
			html(p, "%s ", tr_s(p, "%s:", name));
		html(p, *f->field ? "%s</a></li>" : "%s</li>", fault_words(p, f));
	}
	html(p, "</ul></div>");
}

void form_errors(struct page *p, const struct call *c)
{
	form_errors_of(p, c, NULL, NULL);
}

bool form_fault(struct page *p, const struct call *c, const char *field)
{
	const struct fault *f = form_fault_of(c, field);
	if (f)
		html(p, "<p class='why' id='%s-e'><span class='hide'>%s </span>%s</p>",
			form_id(p, field), tr(p, "Error:"), fault_words(p, f));
	return f;
}

/* What was typed comes before what is there. */
static const char *value_of(const struct call *c, const struct form_field *f)
{
	const char *typed = c ? call_text(c, f->name) : NULL;
	return typed ? typed : f->value;
}

static void described(struct page *p, const char *id, const char *help, bool bad)
{
	if (bad)
		html(p, " aria-invalid='true'");
	if (help && bad)
		html(p, " aria-describedby='%s-h %s-e'", id, id);
	else if (help || bad)
		html(p, " aria-describedby='%s-%s'", id, help ? "h" : "e");
}

static void input(struct page *p, const struct call *c, const struct form_field *f, bool bad)
{
	static const char *const types[][3] = {{"email", "email", ""}, {"secret", "password", ""},
		{"web", "url", ""}, {"number", "text", " inputmode='decimal' class='short'"}};
	const char *type = "text", *more = "", *id = form_id(p, f->name);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_eq(f->kind, types[i][0])) {
			type = types[i][1];
			more = types[i][2];
		}
	html(p, "<input id='%s' name='%s' type='%s'", id, f->name, type);
	html_trusted(&p->out, more);
	if (!text_eq(f->kind, "secret") && value_of(c, f))
		html(p, " value='%s'", value_of(c, f));
	if (f->autocomplete)
		html(p, " autocomplete='%s'", f->autocomplete);
	if (f->required)
		html(p, " required");
	described(p, id, f->help, bad);
	html(p, ">");
}

static void textarea(struct page *p, const struct call *c, const struct form_field *f, bool bad)
{
	const char *v = value_of(c, f), *id = form_id(p, f->name);
	int lines = text_eq(f->kind, "textarea") ? 2 : 5;
	for (const char *s = v; s && *s; s++)
		lines += *s == '\n';
	html(p, "<textarea id='%s' name='%s' rows='%d'", id, f->name, lines > 24 ? 24 : lines);
	if (f->required)
		html(p, " required");
	described(p, id, f->help, bad);
	/* browsers drop the first line break after the tag */
	html(p, ">\n%s</textarea>", v);
}

static void tick(struct page *p, const struct call *c, const struct form_field *f)
{
	const char *v = value_of(c, f);
	bool on = v && !text_eq(v, "") && !text_eq(v, "no") && !text_eq(v, "false");
	html(p, "<div class='field'>");
	form_fault(p, c, f->name);
	html(p, "<label class='pick'><input type='checkbox' id='%s' name='%s' value='yes'",
		form_id(p, f->name), f->name);
	if (on)
		html(p, " checked");
	html(p, "><span>%s", f->label);
	if (f->help)
		html(p, " <small>%s</small>", f->help);
	html(p, "</span></label></div>");
}

static void optional(struct page *p, const struct form_field *f)
{
	if (!f->required)
		html(p, " <small class='muted'>(%s)</small>", tr(p, "optional"));
}

/* Label, hint and what is wrong, if something is: then true. */
static bool field_open(struct page *p, const struct call *c, const struct form_field *f,
	const char *id)
{
	bool bad = form_fault_of(c, f->name);
	html(p, "<div class='field%s'><label for='%s'>%s", bad ? " bad" : "", id, f->label);
	optional(p, f);
	html(p, "</label>");
	if (f->help)
		html(p, "<p class='hint' id='%s-h'>%s</p>", id, f->help);
	form_fault(p, c, f->name);
	return bad;
}

void form_field(struct page *p, const struct call *c, const struct form_field *f)
{
	if (text_eq(f->kind, "yes")) {
		tick(p, c, f);
		return;
	}
	const char *id = form_id(p, f->name);
	bool bad = field_open(p, c, f, id);
	if (f->unit)
		html(p, "<div class='unit'>");
	if (text_eq(f->kind, "text") || text_eq(f->kind, "textarea") || text_eq(f->kind, "json"))
		textarea(p, c, f, bad);
	else
		input(p, c, f, bad);
	if (f->unit)
		html(p, "<span>%s</span></div>", f->unit);
	html(p, "</div>");
}

/* Was this choice ticked in what was typed?  Otherwise as it stands. */
static bool chosen(const struct call *c, const struct form_field *f, const struct form_choice *o)
{
	const json_t *typed = c ? json_object_get(c->values, f->name) : NULL;
	if (!typed)	/* nested names are looked up by those who made them */
		return c && !strchr(f->name, '.') ? false : o->on;
	if (json_is_string(typed))
		return text_eq(json_string_value(typed), o->value);
	for (size_t i = 0; i < json_array_size(typed); i++)
		if (text_eq(json_string_value(json_array_get(typed, i)), o->value))
			return true;
	return false;
}

void form_choices(struct page *p, const struct call *c, const struct form_field *f,
	const struct form_choice *choices, bool many)
{
	const char *id = form_id(p, f->name);
	bool bad = form_fault_of(c, f->name);
	html(p, "<fieldset class='field%s' id='%s'", bad ? " bad" : "", id);
	described(p, id, f->help, false);
	html(p, "><legend>%s", f->label);
	optional(p, f);
	html(p, "</legend>");
	if (f->help)
		html(p, "<p class='hint' id='%s-h'>%s</p>", id, f->help);
	form_fault(p, c, f->name);
	for (const struct form_choice *o = choices; o->label; o++) {
		html(p, "<label class='pick'><input type='%s' name='%s%s' value='%s'",
			many ? "checkbox" : "radio", f->name, many ? "[]" : "", o->value);
		if (chosen(c, f, o))
			html(p, " checked");
		html(p, "><span>%s", o->label);
		if (o->help)
			html(p, " <small>%s</small>", o->help);
		html(p, "</span></label>");
	}
	html(p, "</fieldset>");
}

void form_select(struct page *p, const struct call *c, const struct form_field *f,
	const struct form_choice *choices)
{
	const char *id = form_id(p, f->name);
	bool bad = field_open(p, c, f, id);
	html(p, "<select id='%s' name='%s'", id, f->name);
	described(p, id, f->help, bad);
	html(p, ">");
	for (const struct form_choice *o = choices; o->label; o++)
		html(p, "<option value='%s'%s>%s</option>", o->value,
			chosen(c, f, o) ? " selected" : "", o->label);
	html(p, "</select></div>");
}

void form_rows(struct page *p, const struct call *c)
{
	for (const struct field_row *f = c->command->fields; f && f->name; f++)
		form_field(p, c, &(struct form_field){.name = f->name, .kind = f->kind,
			.label = tr(p, f->label), .help = f->help ? tr(p, f->help) : NULL,
			.required = f->flags & REQUIRED});
}
