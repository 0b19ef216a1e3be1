/* tokenizer.c - text into words: letters, folding, elision, hyphens. */
#include "base/tokenizer_stem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"

/* A run of letters and digits. */
struct run {
	char folded[WORD_MAX + 1];
	size_t size, start, end;	/* end == start: there is none */
	bool digit, acute;
};

struct reader {
	const char *text;
	size_t n, at;
};

static int32_t point(const struct reader *r, size_t at, size_t *size)
{
	if (at >= r->n) {
		*size = 0;
		return -1;
	}
	unsigned char b = (unsigned char)r->text[at];
	int32_t c = b;
	*size = 1;
	if (b >= 0x80) {
		utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)r->text + at,
			(utf8proc_ssize_t)(r->n - at), &c);
		*size = k > 0 ? (size_t)k : 1;
	}
	return c;
}

static bool apostrophe(int32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2bc || c == 0x2018;
}

static bool hyphen(int32_t c)
{
	return c == '-' || c == 0x2010 || c == 0x2011;
}

static bool letter(int32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	utf8proc_category_t k = utf8proc_category(c);
	return !apostrophe(c) && ((k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO));
}

static void add(struct run *w, const char *bytes, size_t n)
{
	if (w->size + n > WORD_MAX)
		return;
	memcpy(w->folded + w->size, bytes, n);
	w->size += n;
}

/* Folds one code point onto the word. */
static void fold(struct run *w, int32_t c)
{
	if (c < 0x80) {
		char lower = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		add(w, &lower, 1);
		return;
	}
	utf8proc_int32_t parts[8];
	utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE |
		UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, NULL);
	for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
		utf8proc_uint8_t bytes[4];
		if (parts[i] == 0x153)
			add(w, "oe", 2);
		else if (parts[i] == 0xe6)
			add(w, "ae", 2);
		else
			add(w, (char *)bytes, (size_t)utf8proc_encode_char(parts[i], bytes));
	}
}

/* The next run of letters from r->at on. */
static void next(struct reader *r, struct run *w)
{
	size_t size;
	int32_t c = point(r, r->at, &size), last = 0;
	while (c >= 0 && !letter(c))
		c = point(r, r->at += size, &size);
	*w = (struct run){.start = r->at, .end = r->at};
	for (; c >= 0 && letter(c); c = point(r, w->end = r->at += size, &size)) {
		fold(w, c);
		w->digit = w->digit || (c >= '0' && c <= '9') || (c >= 0x80 &&
			utf8proc_category(c) == UTF8PROC_CATEGORY_ND);
		if (c == 's' || c == 'S')
			continue;
		w->acute = c == 0xe9 || c == 0xc9 || (c == 0x301 && (last | 32) == 'e');
		last = c;
	}
	w->folded[w->size] = '\0';
}

static bool among(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* Does w stand before b with only this sign between them? */
static bool joined(const struct reader *r, const struct run *w, const struct run *b,
	bool (*sign)(int32_t))
{
	size_t size;
	return b->end > b->start && sign(point(r, w->end, &size)) && w->end + size == b->start;
}

static const char *const elided[] = {"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu",
	"lorsqu", "puisqu", "quoiqu", NULL};
/* First parts that people write with a hyphen, or without. */
static const char *const first_parts[] = {"agro", "anti", "auto", "bio", "co", "contre",
	"eco", "electro", "extra", "geo", "hydro", "inter", "intra", "macro", "micro", "mini",
	"multi", "para", "photo", "pluri", "post", "pre", "psycho", "re", "semi", "socio",
	"sous", "sur", "techno", "tele", "thermo", "trans", "ultra", "video", NULL};

static const char *spelled(const struct run *w)
{
	if (strcmp(w->folded, "st") == 0)
		return "saint";
	if (strcmp(w->folded, "ste") == 0)
		return "sainte";
	return strcmp(w->folded, "sts") == 0 ? "saints" : w->folded;
}

struct way {
	struct tokenizer *tokenizer;
	bool whole;
	int (*each)(void *, const struct word *);
	void *context;
};

static int give(const struct way *to, const char *folded, const struct run *w, bool beside)
{
	bool keep = to->whole || w->digit;
	const char *stem = keep ? folded : tokenizer_stem(to->tokenizer, folded, w->acute);
	struct word word = {.stem = stem, .size = strlen(stem), .start = w->start, .end = w->end,
		.beside = beside};
	return word.size ? to->each(to->context, &word) : 0;
}

/* Gives auto-évaluation as autoévaluation beside auto, or 12 500 written with a
 * no-break space as 12500 beside 12. */
static int give_joined(const struct way *to, const struct run *w, const struct run *b)
{
	struct run both = *b;
	both.start = w->start;
	both.size = w->size;
	memcpy(both.folded, w->folded, w->size);
	add(&both, b->folded, b->size);
	both.folded[both.size] = '\0';
	return give(to, both.folded, &both, true);
}

static bool thousands(int32_t c)
{
	return c == 0xa0 || c == 0x202f || c == 0x2009;
}

static bool number(const struct run *w, size_t most)
{
	return w->size <= most && strspn(w->folded, "0123456789") == w->size;
}

static bool in_groups(const struct reader *r, const struct run *w, const struct run *b)
{
	return w->digit && number(w, 3) && number(b, 3) && b->size == 3 &&
		joined(r, w, b, thousands);
}

int tokenizer_words(struct tokenizer *t, const char *text, size_t n, bool whole,
	int (*each)(void *, const struct word *), void *context)
{
	struct way to = {t, whole, each, context};
	struct reader r = {text, n, 0};
	struct run w, b;
	int end = 0;
	for (next(&r, &w); w.end > w.start && !end; w = b) {
		next(&r, &b);
		if (joined(&r, &w, &b, apostrophe) && among(w.folded, elided))
			continue;
		end = give(&to, spelled(&w), &w, false);
		bool parts = joined(&r, &w, &b, hyphen) && among(w.folded, first_parts);
		if (!end && !whole && (parts || in_groups(&r, &w, &b)))
			end = give_joined(&to, &w, &b);
	}
	return end;
}

static const char *const small[] = {"a", "au", "aux", "avec", "ce", "ces", "cet", "cette",
	"d", "dans", "de", "des", "dont", "du", "elle", "elles", "en", "et", "il", "ils", "j",
	"je", "l", "la", "le", "les", "leur", "leurs", "ma", "mes", "mon", "n", "ne", "nos",
	"notre", "nous", "on", "ou", "par", "pour", "qu", "que", "qui", "s", "sa", "se", "ses",
	"son", "sur", "ta", "tes", "ton", "tu", "un", "une", "vos", "votre", "vous", "y", NULL};

bool tokenizer_small(const char *folded)
{
	return among(folded, small);
}
