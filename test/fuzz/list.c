/* list.c - the query of a list: words, filters, orders as they come in an address.  One
 * address stands for each combination, whatever was sent, and gives itself again; the
 * table and the feed of the list can be read, and no cell of it is computed. */
#include "fuzz.h"

#include "base/csv.h"
#include "base/text.h"

/* The address that a page says is its own, without host. */
static const char *own(struct arena *a, const char *page)
{
	static const char before[] = "rel='canonical' href='http://localhost";
	const char *at = strstr(page, before);
	must(at);
	at += sizeof before - 1;
	char *path = arena_copy(a, at, strcspn(at, "'")), *to = path;
	for (const char *from = path; *from; from += text_starts(from, "&amp;") ? 5 : 1)
		*to++ = *from;
	*to = '\0';
	return path;
}

static int filters(const char *address)
{
	int n = 0;
	for (; *address; address++)
		n += *address == '&' || *address == '?';
	return n;
}

static void table(struct arena *a, const char *query)
{
	struct csv t;
	struct csv_faults f;
	size_t size;
	const char *bytes = fuzz_get(a, arena_printf(a, "/ressources.csv?%s", query), &size);
	if (!bytes)
		return;		/* refused, or stopped */
	must(csv_read(a, bytes, size, &t, &f) || t.count == CSV_ROWS);
	for (int i = 0; i < t.count; i++)
		for (int k = 0; k < t.width; k++)
			must(!*t.rows[i].cells[k].text || !strchr("=+@\t", *t.rows[i].cells[k].text));
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)bytes[i] <= ' ' || strchr("#\\\177", bytes[i]))
			return;		/* no address has these */
	const char *query = arena_copy(a, bytes, n);
	size_t size;
	const char *page = fuzz_get(a, arena_printf(a, "/ressources?%s", query), &size);
	if (!page)
		return;
	const char *address = own(a, page);
	must(text_starts(address, "/ressources") && filters(address) <= 12 + 2);
	page = fuzz_get(a, address, &size);
	must(page && text_eq(own(a, page), address));
	table(a, query);
	fuzz_get(a, arena_printf(a, "/ressources.atom?%s", query), &size);
}

const struct target fuzz_list = {"list", run, fuzz_site};
