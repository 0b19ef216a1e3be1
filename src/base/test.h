/* test.h - for unit tests: check(what) counts; test_end() prints the sum. */
#ifndef BASE_TEST_H
#define BASE_TEST_H

#include <stdio.h>
#include <string.h>

static int test_passed, test_failed;

#define check(what) \
	((what) ? (void)test_passed++ : \
	 (void)(test_failed++, printf("%s:%d: %s\n", __FILE__, __LINE__, #what)))

/* Compares texts and shows both when they differ. */
#define check_text(got, want) check_text_(__FILE__, __LINE__, got, want)

__attribute__((unused)) static void check_text_(const char *file, int line, const char *got,
	const char *want)
{
	if (got == want || (got && want && strcmp(got, want) == 0)) {
		test_passed++;
		return;
	}
	test_failed++;
	printf("%s:%d: got \"%s\", want \"%s\"\n", file, line, got ? got : "NULL",
		want ? want : "NULL");
}

/* Returns the exit code. */
static int test_end(void)
{
	printf("%d passed, %d failed\n", test_passed, test_failed);
	return test_failed ? 1 : 0;
}

#endif
