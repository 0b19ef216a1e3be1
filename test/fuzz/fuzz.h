/* fuzz.h - for the targets of test/fuzz: one for each reader of outside bytes.
 *
 * A target gets bytes and an arena of its own, and says what must hold of what
 * it made of them.  What it keeps from one input to the next (a store, an index)
 * must not depend on the inputs before: each one replays alone. */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"

struct target {
	const char *name;
	void (*run)(struct arena *a, const char *bytes, size_t n);
	void (*start)(void);	/* once, before the first; or NULL */
};

#define must(what) \
	((what) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #what))
_Noreturn void fuzz_broken(const char *file, int line, const char *what);

/* What is left of an input that is several things one after the other. */
struct input {
	struct arena *arena;
	const char *at;
	size_t left;
};
unsigned fuzz_byte(struct input *in);		/* 0 at the end */
/* Up to the next line feed, which is skipped; "" at the end. */
char *fuzz_line(struct input *in, size_t *size);
/* Up to a byte 0 or the end, as a text. */
char *fuzz_rest(struct input *in);

/* A folder of this process, removed at the end. */
const char *fuzz_folder(void);

struct store;
/* A store with the territories, types and schemes that the program brings. */
struct store *fuzz_store(void);

/* pages.c: the site of the demonstration commons, once; and what nobody in particular gets
 * there, NULL when that is no 200.  A target has no space, # or backslash. */
void fuzz_site(void);
const char *fuzz_get(struct arena *a, const char *target, size_t *size);

struct ledger;
struct call;
/* Runs on the writer's thread of that store, as the machine's keeper; what it
 * adds to the ledger is dropped afterwards. */
void fuzz_decide(struct arena *a, json_t *values,
	void (*run)(struct ledger *, struct call *, void *), void *context);

/* Markup where each tag is closed in its turn, with attributes that have a name
 * and are quoted; none of them runs a script. */
void fuzz_markup(const char *s, void (*tag)(void *, const char *name, size_t n),
	void (*attribute)(void *, const char *name, const char *value), void *context);

#endif
