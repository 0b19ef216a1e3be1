/* embedded.h - files built into the program by tools/embed.
 *
 * Names are paths from the project: "assets/style.css", "types/tool.json",
 * "demo/leaz.json", "build/territories.tsv.gz" is "data/territories.tsv.gz". */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name;
	const unsigned char *bytes;	/* followed by a NUL that is not counted */
	size_t size;
	const char *hash;		/* SHA-256, hexadecimal */
};

extern const struct embedded embedded_files[];	/* sorted by name, ends with {0} */

/* NULL if there is none. */
const struct embedded *embedded_find(const char *name);
#endif
