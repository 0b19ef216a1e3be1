/* gauges.h - what a server's figures are read from. */
#ifndef CLI_GAUGES_H
#define CLI_GAUGES_H

#include "web/metrics.h"

struct watched {
	struct store *store;
	struct server *server;
	const char *data;
	int64_t started;	/* ms */
};

extern const struct gauge gauges[];	/* of a struct watched */

#endif
