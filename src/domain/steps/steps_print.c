/* steps_print.c - on paper: a page for the council, a letter to the town hall. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "domain/steps/steps_own.h"

void council_serve(struct request *r) { (void)r; answer_error(r, 404, NULL); }
void council_shared(struct request *r) { answer_error(r, 404, NULL); }
void letter_serve(struct request *r) { answer_error(r, 404, NULL); }
void process_serve(struct request *r) { answer_error(r, 404, NULL); }
void process_answer(struct request *r) { answer_error(r, 404, NULL); }
void need_serve(struct request *r) { answer_error(r, 404, NULL); }
void need_answer(struct request *r) { answer_error(r, 404, NULL); }
