/* doctor.h - what may be wrong with a commons, and what to do about it.
 *
 * A look is a function that finds nothing or says each thing it finds in two
 * sentences: what is wrong, what to do.  It changes nothing. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/cli.h"

enum grade { WORTH_A_LOOK, BROKEN_NOW };

struct doctor {
	struct cli *c;
	struct arena *arena;
	bool there;		/* a folder with a commons in it */
	bool running;		/* a server uses it */
	json_t *found;
	int count[2];		/* by grade */
};

/* what and remedy are sentences in the reader's language. */
void doctor_found(struct doctor *d, const char *name, enum grade grade, const char *what,
	const char *remedy);

/* doctor_place.c: the folder, the disk, the machine. */
void doctor_settings(struct doctor *d);
void doctor_folder(struct doctor *d);
void doctor_disk(struct doctor *d);
void doctor_files(struct doctor *d);
void doctor_address(struct doctor *d);
void doctor_proxy(struct doctor *d);
void doctor_contact(struct doctor *d);
void doctor_sandbox(struct doctor *d);

/* doctor_log.c: the log, the views made from it, backups, the clock. */
void doctor_log(struct doctor *d);
void doctor_views(struct doctor *d);

#endif
