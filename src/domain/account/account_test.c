/* account_test.c - passwords that are too easy, and those that will do. */
#include "base/test.h"
#include "domain/account/account_own.h"

static void passwords(struct arena *a)
{
	static const char *const weak[] = {"", "court", "onzecaractr", "motdepasse123",
		"Password1234", "P4ssw0rd!P4ssw0rd!", "azertyuiop123", "abcabcabcabcabc",
		"123456789012", "aaaaaaaaaaaaaa", "Soleil2026Soleil", "bonjour.marseille",
		"JeanMichel1975", "qwertyuiop[]12", "ResilienceEnCommun1", "0987654321098",
		/* of the list only, as they stand there, in capitals, with digits around */
		"1qaz2wsx3edc", "Mailcreated5240", "leavemealone", "LEAVEMEALONE", "sonyericsson",
		"47892knjq333", "Kuni42kuni42", "123dolchie098",	/* as a whole only */
		"perasperaadastra", "42-Alejandro-2024",
		/* whose it is, where it is */
		"brouette.exemple", "Brouette-2026!", "brouette.du.moulin"};
	static const char *const good[] = {"trois nuages et un velo", "la factrice du velo bleu",
		"tournesol-Kiev-grenier", "xT9#qLw2!vBn", "correct horse battery staple"};
	static const char *const context[CONTEXT_MAX] = {"Résilience en commun", "Le Moulin",
		"brouette@exemple.fr"};
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
		check(password_fault(a, weak[i], context));
		if (!password_fault(a, weak[i], context))
			printf("taken: %s\n", weak[i]);
	}
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		check_text(password_fault(a, good[i], context), NULL);
	char *longest = arena_alloc(a, 200);
	for (int i = 0; i < 129; i++)
		longest[i] = (char)('a' + (i * i + i / 7) % 26);
	check(password_fault(a, longest, NULL));
	longest[128] = '\0';
	check_text(password_fault(a, longest, NULL), NULL);
}

int main(void)
{
	struct arena *a = arena_new();
	passwords(a);
	arena_free(a);
	return test_end();
}
