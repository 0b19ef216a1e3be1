/* embedded.h - files and translations built into the program by tools/embed.
 *
 * Names are paths from the project: "assets/style.css", "types/tool.json",
 * "demo/01-x.json"; build/data/x is "data/x". */
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
extern const int embedded_count;

/* NULL if there is none. */
const struct embedded *embedded_find(const char *name);

/* A sentence of lang/XX.po: its key is the English msgid. */
struct embedded_text {
	const char *key, *one, *many;	/* many: NULL without plural */
};
extern const struct embedded_text *const embedded_texts[];	/* by enum lang, sorted by key */
extern const int embedded_text_count[];

#endif
