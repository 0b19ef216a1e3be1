/* control.c - the page of faults, from the file in FAULT_CONTROL. */
#define _GNU_SOURCE
#include "control.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct control *control_map(void)
{
	const char *path = getenv("FAULT_CONTROL");
	if (!path)
		return NULL;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	void *page = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	syscall(SYS_close, fd);
	return page == MAP_FAILED ? NULL : page;
}

int control_fails(struct control *c)
{
	int64_t n = atomic_fetch_add(&c->count, 1) + 1, at = atomic_load(&c->at);
	if (!at || n < at || (n > at && !atomic_load(&c->ever)))
		return 0;
	atomic_fetch_add(&c->hits, 1);
	return 1;
}
