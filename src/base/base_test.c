/* base_test.c - text, addresses, dates, numbers, ids, JSON. */
#include "base/date.h"
#include "base/hash.h"
#include "base/html.h"
#include "base/id.h"
#include "base/json.h"
#include "base/nest.h"
#include "base/test.h"
#include "base/text.h"
#include "base/totp.h"
#include "base/url.h"

static void texts(struct arena *a)
{
	check(text_valid("é", 2) && !text_valid("\xc0\x80", 2) && !text_valid("\xed\xa0\x80", 3));
	check(!text_valid("a\0b", 3));
	check(text_clean(a, "\xff", 1) == NULL);
	check_text(text_clean(a, "a\r\nb\rc\x01", 7), "a\nb\nc");
	check_text(text_clean(a, "e\xcc\x81", 3), "é");
	check_text(text_clean(a, "a\u202eb\u200bc", 9), "abc");
	check_text(text_line(a, "  a \n\t b ", 9), "a b");
	check(text_length("œuvre") == 5);
	check_text(text_looks(a, "Élise D."), text_looks(a, "EIise  d"));
	check_text(text_looks(a, "С\u043e\u0441о"), "coco");
	check_text(text_looks(a, "Μ\u0430\uff52ⅰ\u0435"), text_looks(a, "Mar1e"));
	check(strcmp(text_looks(a, "Anna"), text_looks(a, "Anne")) != 0);
	check_text(text_fold(a, "L’Œuvre d’Ægir À Saint‑Étienne"), "l'oeuvre d'aegir a saint-etienne");
	check_text(text_slug(a, "Enquête collective, au porte-à-porte !"),
		"enquete-collective-au-porte-a-porte");
	check_text(text_slug(a, "???"), "x");
	check_text(text_cut(a, "un deux trois", 9), "un deux…");
	check_text(text_cut(a, "éééé", 4), "éééé");
	check(text_distance("compostaje", "compostage", 2) == 1);
	check(text_distance("ab", "ba", 2) == 1 && text_distance("abc", "xyz", 2) == 3);
	const char *words[] = {"listen", "base-url", NULL};
	check_text(text_nearest("lisen", words), "listen");
	check(text_nearest("quelconque", words) == NULL);
}

static void addresses(struct arena *a)
{
	check_text(url_escape(a, "a b/é"), "a%20b%2F%C3%A9");
	check_text(url_unescape(a, "a%20b+c", 7, true), "a b c");
	check_text(url_unescape(a, "%41", 3, false), "A");
	check(!url_unescape(a, "%4", 2, false) && !url_unescape(a, "%00", 3, false));
	check(!url_unescape(a, "%ff", 3, false));
	struct pairs p = {0};
	check(url_pairs(a, "q=a+b&&t=1&t=2&x", 16, 10, &p) && p.count == 4);
	check_text(pairs_get(&p, "q"), "a b");
	check_text(pairs_get(&p, "x"), "");
	p = (struct pairs){0};
	check(!url_pairs(a, "a=1&b=2", 7, 1, &p));
	check(url_is_web("https://exemple.fr/a?b#c") && !url_is_web("javascript:alert(1)"));
	check(!url_is_web("https://a\"b") && !url_is_web("http://"));
}

static void dates(struct arena *a)
{
	check_text(date_iso(a, 0), "1970-01-01T00:00:00Z");
	check(date_valid("2024-02-29") && !date_valid("2023-02-29") && date_valid("2026-05"));
	check(!date_valid("2026-13") && !date_valid("26-01-01") && !date_valid(""));
	check_text(date_long(a, FR, "2026-05-01"), "1er\u00a0mai\u00a02026");
	check_text(date_long(a, EN, "2026-05"), "May\u00a02026");
	/* the night of the change of hour, 25 October 2026, 22:30 UTC the day before */
	check_text(date_day(a, 1792881000000), "2026-10-25");
	check_text(date_day(a, 1792881000000 + 25 * 3600000), "2026-10-26");
}

static void numbers(struct arena *a)
{
	check_text(number_text(a, FR, 1234567, 0), "1\u202f234\u202f567");
	check_text(number_text(a, EN, -1234.5, 2), "-1,234.50");
	check_text(number_text(a, FR, 38.5, 1), "38,5");
	check(lang_accept("en-GB,en;q=0.9,fr;q=0.8") == EN);
	check(lang_accept("de, fr;q=0.5") == FR && lang_accept("frr, en") == EN);
	check(lang_accept("fr; q=0.3, en") == EN && lang_accept("en ;q=0.2, fr;\tQ=0.3") == FR);
	check(lang_accept("en ; q = 0.9, fr;q=0.8") == EN && lang_accept("fr;q=0,en") == EN);
	check(lang_accept(NULL) == FR);
	check_text(tr_lang(EN, "no such key"), "no such key");
	check_text(tr_count(a, EN, "%d cat", "%d cats", 2), "2 cats");
	check_text(tr_count(a, FR, "%d chat", "%d chats", 0), "0 chat");
}

static void ids(struct arena *a)
{
	check(id_valid(id_new(a)) && id_valid(id_random(a)));
	check(strcmp(id_random(a), id_random(a)) != 0);
	check(!id_valid("8ZZZZZZZZZZZZZZZZZZZZZZZZZ") && !id_valid("x") && !id_valid(NULL));
	check(uuid_valid("123e4567-e89b-12d3-a456-426614174000") && !uuid_valid("123e4567"));
	unsigned char h[HASH_SIZE], back[HASH_SIZE];
	hash_bytes(h, "abc", 3);
	const char *text = hex(a, h, sizeof h);
	check_text(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check(unhex(back, sizeof back, text) && hash_same(h, back, sizeof h));
	check(!unhex(back, sizeof back, "zz"));
}

static void json(struct arena *a)
{
	const char *why = NULL;
	json_t *j = json_read(a, "{\"b\":1,\"a\":\"é\"}", 16, &why);
	check(j != NULL);
	check_text(json_text(a, j), "{\"a\":\"é\",\"b\":1}");
	check(!json_read(a, "{\"a\":1,\"a\":2}", 13, &why) && why);
	check(!json_read(a, "{} x", 4, &why));
	check(!json_read(a, "2\0", 2, &why));
	check(!json_read(a, "[\"\\é\"]", 6, &why) && text_valid(why, strlen(why)));
	char deep[200];
	memset(deep, '[', sizeof deep);
	check(!json_read(a, deep, sizeof deep, &why));
	struct out o = out_new(100);
	json_quote(&o, "é \"\\\n\x1f\x7f/");
	check_text(out_str(&o), "\"é \\\"\\\\\\u000a\\u001f\x7f/\"");
	check(json_read(a, out_str(&o), o.len, &why));
	out_clear(&o);
	json_quote(&o, NULL);
	check_text(out_str(&o), "\"\"");
	out_clear(&o);
	html_out(&o, "<p title='%s'>%d %.1f%%</p>", "<'&\">", 3, 2.5);
	check_text(out_str(&o), "<p title='&lt;&#39;&amp;&quot;&gt;'>3 2.5%</p>");
	for (int i = 0; i < 100; i++)
		out_text(&o, "too much");
	check(o.full && o.len <= 100);
	out_free(&o);
}

static void nests(struct arena *a)
{
	const char *form = "title=a&cost.min=3&steps.10.t=y&steps.2.t=x&tags[]=c&k=1&k=2", *why;
	struct pairs p = {0};
	check(url_pairs(a, form, strlen(form), 20, &p));
	check_text(json_text(a, nest(a, &p, &why)), "{\"cost\":{\"min\":\"3\"},\"k\":[\"1\",\"2\"],"
		"\"steps\":[{\"t\":\"x\"},{\"t\":\"y\"}],\"tags\":[\"c\"],\"title\":\"a\"}");
	const char *bad[] = {"a=1&a.b=2", "a.b=2&a=1", "=1", "a..b=1", "a b=1", "a[b]=1",
		"a.b.c.d.e.f.g.h.i=1"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		p = (struct pairs){0};
		check(url_pairs(a, bad[i], strlen(bad[i]), 20, &p) && !nest(a, &p, &why));
	}
}

/* RFC 6238, appendix B: the last six digits of its eight; RFC 4648, section 10. */
static void codes(struct arena *a)
{
	static const struct {
		int64_t time;
		int code;
	} rows[] = {{59, 287082}, {1111111109, 81804}, {1111111111, 50471}, {1234567890, 5924},
		{2000000000, 279037}, {20000000000, 353130}};
	const unsigned char *key = (const unsigned char *)"12345678901234567890";
	unsigned char bytes[TOTP_KEY];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(totp_code(key, rows[i].time * 1000 / TOTP_STEP_MS) == rows[i].code);
	check_text(base32(a, (const unsigned char *)"fooba", 5), "MZXW6YTB");
	check_text(base32(a, key, TOTP_KEY), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	check(base32_read(bytes, TOTP_KEY, "gezd GNBV-GY3TQOJQGEZDGNBVGY3TQOJQ")
		&& memcmp(bytes, key, TOTP_KEY) == 0);
	check(!base32_read(bytes, TOTP_KEY, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ"));
	check(!base32_read(bytes, TOTP_KEY, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQA"));
	check(!base32_read(bytes, TOTP_KEY, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ!"));
	check(!base32_read(bytes, TOTP_KEY, ""));
	check(base32_read(bytes, 5, "0OI1-aaaa") && bytes[0] == 0x73);
}

int main(void)
{
	hash_start();
	struct arena *a = arena_new();
	texts(a);
	addresses(a);
	dates(a);
	numbers(a);
	ids(a);
	json(a);
	nests(a);
	codes(a);
	arena_free(a);
	return test_end();
}
