/* tokenizer_fts.c - the tokenizer as FTS5 wants it. */
#include "across/tokenizer.h"

#include <sqlite3.h>

#include "base/arena.h"

static int make(void *context, const char **words, int n, Fts5Tokenizer **made)
{
	(void)context, (void)words, (void)n;
	*made = (Fts5Tokenizer *)tokenizer_new();
	return SQLITE_OK;
}

static void drop(Fts5Tokenizer *t)
{
	tokenizer_free((struct tokenizer *)t);
}

struct sink {
	void *context;
	int (*token)(void *, int, const char *, int, int, int);
};

static int pass(void *context, const struct word *w)
{
	const struct sink *s = context;
	return s->token(s->context, w->beside ? FTS5_TOKEN_COLOCATED : 0, w->stem, (int)w->size,
		(int)w->start, (int)w->end);
}

static int tokenize(Fts5Tokenizer *t, void *context, int flags, const char *text, int n,
	int (*token)(void *, int, const char *, int, int, int))
{
	struct sink sink = {context, token};
	return tokenizer_words((struct tokenizer *)t, text, (size_t)n,
		flags & FTS5_TOKENIZE_PREFIX, pass, &sink);
}

void tokenizer_register(void *sqlite)
{
	static fts5_tokenizer french = {make, drop, tokenize};
	sqlite3_stmt *s = NULL;
	fts5_api *api = NULL;
	if (sqlite3_prepare_v2(sqlite, "SELECT fts5(?1)", -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(s);
	}
	sqlite3_finalize(s);
	if (!api || api->xCreateTokenizer(api, "french", NULL, &french, NULL) != SQLITE_OK)
		die("SQLite lacks FTS5: %s", sqlite3_errmsg(sqlite));
}
