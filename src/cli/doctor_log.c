/* doctor_log.c - can the log be read, is it ours, what do its dates say? */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "cli/doctor.h"
#include "store/fold.h"
#include "store/log_pgsql_tls.h"
#include "store/log_sqlite.h"

enum { HOUR = 3600 * 1000, OLD_DAYS = 2, FINGERPRINT = 16 };

static void look_at_backup(struct doctor *d, struct log *log)
{
	struct state_row row = {0};
	const char *remedy = cli_tr(N_("Make one, elsewhere than on this disk: "
		"archipel backup /mnt/usb/archipel.backup"));
	if (!log->do_->state->get(log, d->arena, "backup", "last", &row)) {
		doctor_found(d, "backup.none", WORTH_A_LOOK,
			cli_tr(N_("No backup was ever made of this commons.")), remedy);
		return;
	}
	int64_t days = (date_now() - strtoll(row.value, NULL, 10)) / 24 / HOUR;
	if (days >= OLD_DAYS)
		doctor_found(d, "backup.old", WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("The last backup is %lld days old.")),
				(long long)days), remedy);
}

/* Contributions of the future: this clock is behind, or the one that wrote them was ahead. */
static void look_at_clock(struct doctor *d, struct log *log, const struct log_head *head)
{
	struct entry last;
	if (!head->position ||
	    log->do_->read(log, d->arena, head->position - 1, 1, &last) != 1)
		return;
	int64_t now = date_now();
	if (last.time > now + HOUR)
		doctor_found(d, "clock", BROKEN_NOW,
			arena_printf(d->arena, cli_tr(N_("This machine says %s, but the last contribution is "
				"of %s: one of the clocks is wrong.")), date_iso(d->arena, now),
				date_iso(d->arena, last.time)),
			cli_tr(N_("Set the clock, and let it be kept right: timedatectl set-ntp true")));
}

static void cannot_read(struct doctor *d, bool shared, const char *why)
{
	if (shared)
		doctor_found(d, "log.away", BROKEN_NOW, why ? cli_tr(why) :
			cli_tr(N_("The shared log cannot be read.")),
			cli_tr(N_("Is PostgreSQL running there, and does it let this account in? Try: "
				"psql, with the address of the setting “log”. From another machine its "
				"certificate has to be right; on a network that is yours alone, add "
				"?sslmode=disable to the address.")));
	else
		doctor_found(d, "log", BROKEN_NOW, why ? cli_tr(why) :
			cli_tr(N_("The log cannot be read.")),
			cli_tr(N_("Install the program that wrote it, or restore a backup into a new folder: "
				"archipel restore FILE --data DIR")));
}

/* What goes to another machine unseen, and to no other than that one. */
static void look_at_tls(struct doctor *d, const char *where)
{
	struct tls tls = tls_of(where);
	if (tls.far && !tls.checked)
		doctor_found(d, "log.tls", WORTH_A_LOOK,
			cli_tr(N_("PostgreSQL is on another machine, and its certificate is not checked: "
				"what goes there can be read, or answered by another.")),
			cli_tr(N_("Give PostgreSQL a certificate, and remove sslmode from the setting “log”, or "
				"write sslmode=verify-full&sslrootcert=FILE there.")));
}

void doctor_log(struct doctor *d)
{
	const char *where = d->c->settings.value[LOG], *why = NULL;
	const char *file = arena_printf(d->arena, "%s/archipel.db", d->c->data);
	struct log_head head;
	int code;
	if (!where && !d->there)
		return;		/* said already */
	if (where)
		look_at_tls(d, where);
	struct log *log = where ? log_pgsql.open(where, false, d->arena, &why, &code) :
		log_sqlite_read_only(file, d->arena, &why);
	if (!log || !log->do_->head(log, &head)) {
		cannot_read(d, where, why);
	} else {
		look_at_backup(d, log);
		look_at_clock(d, log, &head);
	}
	if (log)
		log->do_->close(log);
}

/* Without views of this program's the next start makes them, which takes its time. */
void doctor_views(struct doctor *d)
{
	const char *name = arena_printf(d->arena, "views-%.*s-", FINGERPRINT, fold_fingerprint());
	bool there = false;
	DIR *dir = opendir(d->c->data);
	for (struct dirent *e; dir && (e = readdir(dir));)
		there = there || text_starts(e->d_name, name);
	if (dir)
		closedir(dir);
	if (d->there && dir && !there)
		doctor_found(d, "views", WORTH_A_LOOK,
			arena_printf(d->arena, cli_tr(N_("What pages are read from is not in %s, or is of "
				"another version of this program.")), d->c->data),
			cli_tr(N_("Nothing is lost: the next start makes it from the log. Allow a few "
				"minutes if there are many contributions.")));
}
