/* control.h - a page shared by a test and the program under it: what is to
 * fail, and how often it was met.  test/fault/shim.mjs writes the same words. */
#ifndef FAULT_CONTROL_H
#define FAULT_CONTROL_H

#include <stdatomic.h>
#include <stdint.h>

struct control {
	_Atomic int64_t armed;	/* 0: everything passes and nothing is counted */
	_Atomic int64_t count;	/* calls met since it was armed */
	_Atomic int64_t at;	/* the call that fails; 0: none */
	_Atomic int64_t error;	/* errno; 0: the process is killed before the call */
	_Atomic int64_t ever;	/* 1: all calls from there on fail */
	_Atomic int64_t calls;	/* which calls count: bits of files.c */
	_Atomic int64_t hits;	/* calls that failed */
	_Atomic int64_t record;	/* 1: changes are written to FAULT_LOG */
	_Atomic int64_t lie;	/* 1: syncs do nothing and say that they did */
	_Atomic int64_t idle;	/* 1: syncs do nothing, as disks in memory */
	_Atomic int64_t short_by;	/* 1: a failing write keeps half of its bytes */
};

/* Maps the file that the environment names; NULL when there is none. */
struct control *control_map(void);
/* Is this call to fail?  Counts it. */
int control_fails(struct control *c);

#endif
