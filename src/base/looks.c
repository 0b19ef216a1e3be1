/* looks.c - letters of other scripts that a reader takes for Latin ones.
 *
 * Source: Unicode UTS #39, the pairs that matter between Latin, Greek, Cyrillic
 * and Armenian; text_fold does the rest (accents, wide letters, ligatures). */
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

/* Each letter of the first is taken for the letter at its place in the second:
 * capitals before they are folded, the others after. */
static const char *const capitals[][2] = {
	{"АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS"},
	{"ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"},
	{NULL, NULL}};
static const char *const others[][2] = {
	{"авекмнорстухіїјѕѵԁԛԝһгпьү", "abekmhopctyxlljsvdqwhrnby"},
	{"αβεηικνορτυχωζγμ", "abenlkvoptuxwzyu"},
	{"օոսհցքյ", "onuhgpj"},
	{"ıłøđħŧɑɡɩʏɪ0i1|", "llodhtaglylolll"},
	{NULL, NULL}};

static char latin(utf8proc_int32_t c, const char *const (*pairs)[2])
{
	for (; (*pairs)[0]; pairs++) {
		const char *from = (*pairs)[0];
		utf8proc_int32_t other;
		for (const char *to = (*pairs)[1]; *to; to++) {
			from += utf8proc_iterate((const utf8proc_uint8_t *)from, -1, &other);
			if (other == c)
				return *to;
		}
	}
	return '\0';
}

/* In place: what it writes is never longer. */
static char *replace(char *s, const char *const (*pairs)[2])
{
	char *out = s;
	for (const char *p = s; *p;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		if (n <= 0)
			break;
		char l = latin(c, pairs);
		if (l)
			*out++ = l;
		else
			out = (char *)memmove(out, p, (size_t)n) + n;
		p += n;
	}
	*out = '\0';
	return s;
}

char *text_looks(struct arena *a, const char *s)
{
	char *looks = replace(text_fold(a, replace(arena_dup(a, s), capitals)), others);
	char *out = looks;
	for (const char *p = looks; *p; p++)
		if (!strchr(" .-_'", *p))
			*out++ = *p;
	*out = '\0';
	return looks;
}
