/* steps_count.c - how often each choice was made: one row of state for each month and each
 * run of the program, so that several nodes do not write over one another. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "domain/steps/steps.h"
#include "store/state.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char run[17];	/* of this run of the program; says nothing of when */

/* The same moment for all of a month: what is kept tells no day. */
static int64_t expires(int year, int month)
{
	return ((int64_t)(year - 1970 + 3) * 12 + month) * 2629746 * 1000;
}

static void add(json_t *to, const char *name, json_int_t n)
{
	json_object_set_new(to, name, json_integer(json_int(to, name) + n));
}

static json_t *inside(json_t *j, const char *name)
{
	json_t *o = json_object_get(j, name);
	if (!json_is_object(o))
		json_object_set_new(j, name, o = json_object());
	return o;
}

void count_one(struct store *s, struct arena *a, const char *question, const char *choice)
{
	struct state_row row;
	const char *why, *day = date_day(a, date_now());
	char *month = arena_copy(a, day, 7);
	pthread_mutex_lock(&lock);
	if (!run[0]) {
		unsigned char bytes[8];
		random_bytes(bytes, sizeof bytes);
		memcpy(run, hex(a, bytes, sizeof bytes), 16);
	}
	const char *id = arena_printf(a, "%s/%s", month, run);
	json_t *j = state_get(s, a, "start-count", id, &row)
		? json_read(a, row.value, strlen(row.value), &why) : json_keep(a, json_object());
	add(inside(j, question), choice, 1);
	state_put(s, &(struct state_row){.kind = "start-count", .id = id, .owner = "",
		.expires = expires((int)strtol(day, NULL, 10), (int)strtol(day + 5, NULL, 10)),
		.value = json_text(a, j)});
	pthread_mutex_unlock(&lock);
}

json_t *count_all(struct store *s, struct arena *a)
{
	json_t *all = json_keep(a, json_object()), *choices, *n;
	struct state_row *rows;
	const char *why, *question, *choice;
	int count = state_list(s, a, "start-count", NULL, &rows);
	for (int i = 0; i < count; i++) {
		json_t *month = inside(all, arena_copy(a, rows[i].id, strcspn(rows[i].id, "/")));
		json_t *j = json_read(a, rows[i].value, strlen(rows[i].value), &why);
		json_object_foreach(j, question, choices)
			json_object_foreach(choices, choice, n)
				add(inside(month, question), choice, json_integer_value(n));
	}
	return all;
}
