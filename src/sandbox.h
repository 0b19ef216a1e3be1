/* sandbox.h - what the server gives up once it runs.
 *
 * Files: only the data folder can be written; of the rest, only what libraries
 * read is seen (Landlock).  System calls: those a server needs; starting a
 * program, looking into another process, mounting, loading code end the process
 * (seccomp).  Nothing of this can be taken back, and no thread escapes it. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>

/* Before any thread is made.  more: folders that may be written beside data,
 * then NULL.  False when the kernel does not know how: the server runs without. */
bool sandbox_files(const char *data, const char *const *more);

/* When everything is started: all threads.  False as above. */
bool sandbox_calls(void);

/* No core file, no look into our memory by others of the same user. */
void sandbox_memory(void);

/* Sanitizers start programs and look into the process: they go without. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANDBOX_BUILT 0
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define SANDBOX_BUILT 0
#else
#define SANDBOX_BUILT 1
#endif
#else
#define SANDBOX_BUILT 1
#endif

#endif
