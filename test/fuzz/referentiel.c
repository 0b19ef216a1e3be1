/* referentiel.c - a référentiel's file: nodes with codes that a vocabulary takes, each
 * once and below one that is there; sheets whose texts fit their fields; words of rules. */
#include "fuzz.h"

#include "base/text.h"
#include "domain/intake/intake_own.h"
#include "domain/referentiel/referentiel_page.h"

static void fits(const json_t *j, const char *key, size_t limit)
{
	const char *s = json_str(j, key);
	must(!s || (text_length(s) <= limit && text_valid(s, strlen(s))));
}

static void sheets(struct importing *im, int i)
{
	size_t k;
	json_t *step, *sheet = tree_sheet(im->arena, &im->r, &im->now, i);
	must(json_str(sheet, "title"));
	fits(sheet, "title", 200);
	fits(sheet, "summary", 500);
	fits(sheet, "body", 40000);
	json_array_foreach(json_object_get(sheet, "steps"), k, step) {
		must(!text_blank(json_str(step, "title")));
		fits(step, "title", 200);
		fits(step, "text", 40000);
	}
}

static void nodes(struct importing *im)
{
	for (int i = 0; i < im->now.count; i++) {
		const struct node *n = &im->now.nodes[i];
		must(tree_find(&im->now, n->code) == i && node_depth(n->code) <= NODE_DEPTH);
		must(i == 0 || code_order(im->now.nodes[i - 1].code, n->code) <= 0);
		must(im->now.above[i] < im->now.count && im->now.above[i] != i);
		for (int k = 0; k < n->origin_count; k++)
			must(n->origins[k].weight > 0 && n->origins[k].weight <= 1);
		for (const struct heading *h = heading_rows; h->key; h++)
			if (h->kind == CELL_RULE)
				rule_words(im->arena, FR, node_cell(n, h->key));
		sheets(im, i);
	}
}

static void run(struct arena *a, const char *bytes, size_t n)
{
	static const struct asked asked = {.file = "f.csv", .name = "te", .lang = EN};
	struct done done = {0};
	struct importing im = {.arena = a, .asked = &asked, .done = &done,
		.r = {.name = "te", .label = "Te", .version = "", .level = 1}};
	bool good = import_read(&im, bytes, n);
	must(good || done.blocking);
	for (int i = 0; i < done.trouble_count; i++) {
		const struct trouble *t = &done.troubles[i];
		must(t->message && *t->message && text_valid(t->message, strlen(t->message)));
		must(t->line >= 0 && t->column && t->mend && (!t->blocks || *t->mend));
	}
	if (!good)
		return;
	nodes(&im);
	/* the same file again: each node is the one that it was */
	im.before = im.now;
	import_match(&im);
	for (int i = 0; i < im.now.count; i++)
		must(im.match[i] == i);
	tree_scheme(a, &im.r, &im.now);
}

const struct target fuzz_referentiel = {"referentiel", run, NULL};
