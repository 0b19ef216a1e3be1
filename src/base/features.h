/* features.h - a file of GeoJSON, cut into the texts of its features in bounded memory. */
#ifndef BASE_FEATURES_H
#define BASE_FEATURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"

struct splitter {
	struct out text;		/* of the feature, or of what is around the list */
	int depth, features;
	bool string, escaped, listed, inside, broken, over;
	char key[12];
	size_t key_size;
	/* called for each; text is valid until it returns */
	void (*feature)(void *context, const char *text, size_t n);
	void *context;
};
enum { FEATURE_MAX = 32 << 20 };	/* bytes */
void split_open(struct splitter *s, void (*feature)(void *, const char *, size_t), void *context);
void split_bytes(struct splitter *s, const char *bytes, size_t n);
/* What is wrong with the file as a whole, an English key, or NULL. Frees. */
const char *split_close(struct splitter *s);

#endif
