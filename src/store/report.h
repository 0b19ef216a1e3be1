/* report.h - sentences for the people at the machine: report_say(report,
 * tr_here(N_("...")), ...) adds one line. */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "base/out.h"
#include "base/tr.h"

void report_say(struct out *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
