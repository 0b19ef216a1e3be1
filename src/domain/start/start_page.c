/* start_page.c - the definition for programs. */
#include <stdlib.h>
#include <string.h>

#include "domain/start/start_own.h"
#include "store/fold.h"
#include "store/kind.h"
#include "web/form.h"

static void api(struct request *r)
{
	const char *why, *asked = request_query(r, "version");
	const char *body = start_stated(r->db, asked ? strtoll(asked, NULL, 10) : 0);
	if (!body) {
		answer_error(r, 404, N_("There is no such version."));
		return;
	}
	request_reads(r, "start");
	answer_json(r, 200, json_read(r->arena, body, strlen(body), &why));
}

const struct route start_routes[] = {
	{"GET", "/api/v1/start", ANYONE, OPEN_DATA, 0, api},
	{0}};
const struct panel start_panels[] = {{0}};
const struct kind start_kinds[] = {{0}};
const struct form start_forms[] = {{0}};
