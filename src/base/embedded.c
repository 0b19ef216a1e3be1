/* embedded.c - finding what tools/embed wrote. */
#include "base/embedded.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *name, const void *file)
{
	return strcmp(name, ((const struct embedded *)file)->name);
}

const struct embedded *embedded_find(const char *name)
{
	return bsearch(name, embedded_files, (size_t)embedded_count, sizeof *embedded_files,
		by_name);
}
