/* field_amount.c - classes of costs, efforts and durations. */
#include "domain/field/field.h"

#include "base/text.h"

enum { ENDLESS = 1000000000 };

const struct amount amounts[] = {
	{"money", "0", -1, 0, N_("Free of charge")},
	{"money", "0..1000", 0, 1000, N_("Up to 1,000 €")},
	{"money", "1000..10000", 1000, 10000, N_("1,000 to 10,000 €")},
	{"money", "10000..100000", 10000, 100000, N_("10,000 to 100,000 €")},
	{"money", "100000..", 100000, ENDLESS, N_("Over 100,000 €")},
	{"days", "0..2", -1, 2, N_("Up to 2 person-days")},
	{"days", "2..10", 2, 10, N_("2 to 10 person-days")},
	{"days", "10..50", 10, 50, N_("10 to 50 person-days")},
	{"days", "50..", 50, ENDLESS, N_("Over 50 person-days")},
	{"duration", "0..1", -1, 1, N_("Up to a day")},
	{"duration", "1..31", 1, 31, N_("Up to a month")},
	{"duration", "31..184", 31, 184, N_("One to six months")},
	{"duration", "184..366", 184, 366, N_("Six months to a year")},
	{"duration", "366..", 366, ENDLESS, N_("Over a year")},
	{0}};

/* How many days a unit of durations has, at most; 1: of other amounts. */
static double days_of(const char *unit)
{
	static const double days[] = {1.0 / 1440, 1.0 / 24, 1, 7, 30.6, 366};
	for (int i = 0; units[i].name; i++)
		if (text_eq(units[i].name, unit))
			return days[i];
	return 1;
}

bool amount_is(const struct amount *c, const struct field *f, const json_t *value)
{
	const json_t *min = json_object_get(value, "min"), *max = json_object_get(value, "max");
	if (!text_eq(c->kind, f->kind) || (!json_is_number(min) && !json_is_number(max)))
		return false;
	double one = text_eq(f->kind, "duration") ? days_of(json_str(value, "unit")) : 1;
	double low = json_number_value(json_is_number(min) ? min : max) * one;
	double high = json_number_value(json_is_number(max) ? max : min) * one;
	return high > c->from && (low < c->to || high <= c->to);
}

const char *amount_label(enum lang lang, const struct field *f, const char *name)
{
	for (const struct amount *c = amounts; c->kind; c++)
		if (text_eq(c->kind, f->kind) && text_eq(c->name, name))
			return tr_lang(lang, c->label);
	return NULL;
}
