/* backup.h - files that are there whole or not at all. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include <stdbool.h>

/* What was written to a file or a folder's list of names is on the disk. */
bool file_sync(const char *path);
/* Takes the place of another file, durably. */
bool file_replace(const char *from, const char *to);

#endif
