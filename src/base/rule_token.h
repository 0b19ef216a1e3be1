/* rule_token.h - the words and signs of a rule. */
#ifndef BASE_RULE_TOKEN_H
#define BASE_RULE_TOKEN_H

#include "base/rule.h"

enum token_kind { T_END, T_NAME, T_NUMBER, T_TEXT, T_SIGN, T_BAD };

struct token {
	enum token_kind kind;
	const char *text;	/* a name as written, a text without quotes, a sign as "<=" */
	const char *fold;	/* a name without accents and capitals */
	double number;
	int at;			/* byte where it begins */
	const char *bad;	/* T_BAD: the sentence */
};

/* The next token from byte *at on; *at moves past it. */
struct token rule_token(struct arena *a, const char *text, int *at);

#endif
