#include "base/diff.h"
#include "base/out.h"
#include "base/test.h"

/* "[-gone-]" and "{+came+}" around what differs. */
static const char *shown(struct arena *a, const char *before, const char *after)
{
	static const char *const open[] = {"", "[-", "{+"}, *const shut[] = {"", "-]", "+}"};
	struct diff_part *parts;
	struct out o = out_new(1 << 20);
	int n = diff_words(a, before, after, &parts);
	for (int i = 0; i < n; i++) {
		out_text(&o, open[parts[i].kind]);
		out_bytes(&o, parts[i].text, parts[i].size);
		out_text(&o, shut[parts[i].kind]);
	}
	const char *s = arena_dup(a, out_str(&o));
	out_free(&o);
	return s;
}

int main(void)
{
	struct arena *a = arena_new();
	check_text(shown(a, "", ""), "");
	check_text(shown(a, "un deux", "un deux"), "un deux");
	check_text(shown(a, "", "un"), "{+un+}");
	check_text(shown(a, "un", ""), "[-un-]");
	check_text(shown(a, "trois mois au plus", "quatre mois au plus"),
		"[-trois-]{+quatre+} mois au plus");
	check_text(shown(a, "a b c d", "a c d e"), "a [-b -]c d{+ e+}");
	check_text(shown(a, "un grand four mobile", "un petit four fixe"),
		"un [-grand-]{+petit+} four [-mobile-]{+fixe+}");
	check_text(shown(a, "prêt le samedi", "loué un samedi"), "[-prêt le-]{+loué un+} samedi");
	check_text(shown(a, "un\ndeux", "un\ntrois\ndeux"), "un\n{+trois\n+}deux");
	arena_free(a);
	return test_end();
}
