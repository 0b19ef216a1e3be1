/* site.h - what this commons is called and where it stands: from settings. */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "base/tr.h"
#include "store/command.h"

struct site {
	const char *name;	/* "Résilience en commun" */
	const char *base;	/* base path without final slash: "" or "/sous/dossier" */
	const char *url;	/* "https://host/sous/dossier", no final slash */
	bool secure;		/* https */
	const char *accent;	/* "#0b5468" or NULL */
	const char *contact;	/* e-mail or address shown to readers, or NULL */
	const char *tiles;	/* address of map tiles with {z}, {x}, {y}, or NULL: our own outlines */
	const char *data;	/* data folder */
	const char *proxies;	/* addresses whose X-Forwarded-For we believe, or NULL */
	int rate;		/* what a network's bucket gets each second; 0: no limit */
	enum role two_steps;	/* who signs in by password needs a second step from here on */
	const char *manual[LANG_COUNT], *figures[LANG_COUNT];	/* for the guide, as Markdown */
};

#endif
