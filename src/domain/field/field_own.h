/* field_own.h - what the files of field share. */
#ifndef DOMAIN_FIELD_OWN_H
#define DOMAIN_FIELD_OWN_H

#include "domain/field/field.h"
#include "domain/scheme/scheme.h"
#include "domain/territory/territory.h"

/* Values on their way in. */
struct checking {
	struct ledger *l;
	bool draft;
	int faults;
};
/* A fault at a path; returns NULL, for checks that end with it. */
json_t *check_fault(struct checking *c, const char *path, const char *sentence,
	const char *detail);

/* What to write in a field, as one would say when it is missing; a key of tr. */
const char *field_example(const struct field *f);

/* A cleaned value of a kind, as a new reference; NULL when absent or refused. */
typedef json_t *check_value(struct checking *c, const struct field *f, const char *path,
	const json_t *value);
check_value check_line, check_text, check_web, check_email, check_yes, check_tags;
check_value check_number, check_money, check_days, check_duration;
check_value check_date, check_period;
check_value check_choice, check_choices, check_place, check_territories, check_sheets;
check_value check_sheet, check_figures;
/* The code of a territory typed by code or by a name that only it bears; NULL after a
 * fault. */
const char *find_territory(struct checking *c, const char *path, const char *typed);
/* Sums of parts that are all known; rows made for each sheet, of sheets that are named
 * (partial: rows of sheets that are not named any more go). */
void complete_values(const struct field *fields, int count, json_t *values, bool partial);

/* The members of an object that are fields, cleaned, as a new reference; names
 * beside them are refused but those of also (NULL-ended, or NULL). */
json_t *check_members(struct checking *c, const struct field *fields, int count,
	const char *path, const json_t *values, const char *const *also);
/* One line of a text, trimmed; NULL when it is no text. */
const char *value_line(struct checking *c, const json_t *value);
/* Texts of a list, or of one text split at the separators; NULL-ended.  NULL
 * after a fault: other things, or more than max. */
const char **value_list(struct checking *c, const char *path, const json_t *value,
	const char *separators, size_t max);

#endif
