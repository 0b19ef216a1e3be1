/* doctor.c - one look after the other, then what was found. */
#include "cli/doctor.h"

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"

void doctor_found(struct doctor *d, const char *name, enum grade grade, const char *what,
	const char *remedy)
{
	d->count[grade]++;
	json_array_append_new(d->found, json_pack("{s:s,s:b,s:s,s:s}", "name", name, "broken",
		grade == BROKEN_NOW, "what", what, "remedy", remedy));
	if (!d->c->json)
		out_printf(&d->c->out, "%s %s\n  → %s\n", grade == BROKEN_NOW ? "✗" : "!", what, remedy);
}

static void (*const looks[])(struct doctor *) = {
	doctor_settings, doctor_folder, doctor_disk, doctor_files, doctor_address, doctor_proxy,
	doctor_contact, doctor_sandbox, doctor_log, doctor_views};

int verb_doctor(struct cli *c)
{
	struct doctor d = {.c = c, .arena = c->arena, .there = cli_exists(c),
		.running = control_there(c->data), .found = json_array()};
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		looks[i](&d);
	int all = d.count[WORTH_A_LOOK] + d.count[BROKEN_NOW];
	if (c->json) {
		json_write(&c->out, json_keep(c->arena, json_pack("{s:b,s:O}", "ok", all == 0,
			"items", d.found)));
		out_char(&c->out, '\n');
	} else if (!all) {
		out_printf(&c->out, cli_tr(N_("All is well with the commons in %s.\n")), c->data);
	} else {
		out_printf(&c->out, cli_tr(N_("\nIn %s: %d to mend, %d worth a look.\n")), c->data,
			d.count[BROKEN_NOW], d.count[WORTH_A_LOOK]);
	}
	json_decref(d.found);
	return d.count[BROKEN_NOW] ? EX_CONFIG : d.count[WORTH_A_LOOK] ? 1 : EX_OK;
}
