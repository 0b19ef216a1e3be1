/* report.c - one sentence, one line. */
#include "store/report.h"

void report_say(struct out *report, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	out_vprintf(report, format, ap);
	va_end(ap);
	out_char(report, '\n');
}
