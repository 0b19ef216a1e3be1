/* json.c - a body in JSON: what is accepted is written and read back the same,
 * within its limits, whoever counts them. */
#include "fuzz.h"

#include <math.h>

#include "base/json.h"
#include "base/text.h"

static int depth(const json_t *j)
{
	int most = 0, one;
	size_t i;
	const char *key;
	json_t *member;
	json_array_foreach(j, i, member)
		most = (one = depth(member)) > most ? one : most;
	json_object_foreach((json_t *)j, key, member)
		most = (one = depth(member)) > most ? one : most;
	return most + (json_is_array(j) || json_is_object(j));
}

/* The same but for the 16th digit of a number, which is not kept. */
static bool same(const json_t *x, const json_t *y)
{
	size_t i;
	const char *key;
	json_t *member;
	if (json_is_real(x))
		return json_is_real(y) && fabs(json_real_value(x) - json_real_value(y))
			<= 1e-14 * fabs(json_real_value(x));
	if (json_typeof(x) != json_typeof(y) || json_array_size(x) != json_array_size(y)
		|| json_object_size(x) != json_object_size(y))
		return false;
	json_array_foreach(x, i, member)
		if (!same(member, json_array_get(y, i)))
			return false;
	json_object_foreach((json_t *)x, key, member)
		if (!json_object_get(y, key) || !same(member, json_object_get(y, key)))
			return false;
	return json_is_array(x) || json_is_object(x) || json_equal(x, y);
}

/* Is there a number that 15 digits make greater than any?  Such a body is not kept. */
static bool endless(const json_t *j)
{
	size_t i;
	const char *key;
	json_t *member;
	json_array_foreach(j, i, member)
		if (endless(member))
			return true;
	json_object_foreach((json_t *)j, key, member)
		if (endless(member))
			return true;
	return fabs(json_real_value(j)) >= 1.797693134862315e308;
}

/* What stands at a name is given as what it is. */
static void members(const json_t *j)
{
	const char *key;
	json_t *member;
	json_object_foreach((json_t *)j, key, member) {
		must(text_eq(json_str(j, key), json_string_value(member)));
		must(json_int(j, key) == json_integer_value(member));
	}
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	const char *why = NULL;
	json_t *j = json_read(a, bytes, n, &why);
	must(j || (why && *why && text_valid(why, strlen(why))));
	if (!j)
		return;
	must(depth(j) <= 64 && text_valid(bytes, n));
	const char *text = json_text(a, j);
	json_t *again = json_read(a, text, strlen(text), &why);
	must(again ? same(j, again) : endless(j));
	if (!again)
		return;
	must(text_eq(json_text(a, again), text));
	struct out o = out_new(1 << 20);
	json_write(&o, j);
	must(o.full || text_eq(out_str(&o), text));
	out_free(&o);
	members(j);
}

const struct target fuzz_json = {"json", run, NULL};
