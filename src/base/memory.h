/* memory.h - memory for requests, with a reserve for when there is none left.
 *
 * What is asked for is always given: from the allocator, else from a reserve
 * that serves until it is given back.  Whoever answers looks once, at the end:
 * when memory was short the answer is "try again", whatever was made.  When
 * the reserve is empty too the process ends with EX_OSERR: nothing was
 * acknowledged that is not durable, and a supervisor starts it again. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

void *memory_get(size_t n);
void *memory_zeroed(size_t n);
/* p had so many bytes and gets n; p may be NULL. */
void *memory_more(void *p, size_t had, size_t n);
void memory_drop(void *p);	/* NULL is fine */

/* Is it of the reserve, and to be given back soon? */
bool memory_reserved(const void *p);

/* Is so much left?  To be asked before a library that does not look at what it
 * is given; notes it when not. */
bool memory_room(size_t n);

/* An allocation of a library failed, and it went on without. */
void memory_note(void);

/* A library that goes on with what it did not get ends the program instead
 * (memory_library.c), except under sanitizers. */
extern const bool memory_guarded;

/* Was memory short for this thread?  was forgets it. */
bool memory_is_short(void);
bool memory_was_short(void);

/* For what lives as long as the program: a sentence, and the end. */
_Noreturn void memory_out(void);

#endif
