/* experience_away.c - the list of reports taken away: as JSON, as a table, as a feed.  All of
 * it has the filters of the page. */
#include "domain/experience/experience_own.h"
#include "web/feed.h"
#include "web/table.h"

enum { SUMMARY = 400 };

static json_t *number_json(double x)
{
	return x < 0 ? json_null() : json_real(x);
}

static json_t *report_json(struct request *r, const struct asked *a, const struct told *t)
{
	const struct experience *e = &t->report;
	json_t *j = json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o, s:o, s:o, s:s?, s:s?, s:s}", "id", e->id,
		"slug", e->slug, "title", e->title, "territory", e->territory,
		"cost", number_json(e->cost), "effort", number_json(e->effort),
		"paid_effort", number_json(e->paid), "volunteer_effort", number_json(e->volunteer),
		"difficulties", e->failed, "differently", e->differently,
		"url", link_absolute(r, sheet_path(r->db, e->slug)));
	struct obstacle found[OBSTACLES];
	int n = experience_obstacles(r->db, e->id, found);
	json_t *obstacles = json_array();
	for (int i = 0; i < n; i++)
		json_array_append_new(obstacles, json_string(found[i].name));
	json_object_set_new(j, "obstacles", obstacles);
	json_object_set_new(j, "population", e->population < 0 ? json_null()
		: json_integer(e->population));
	if (a->wish.sheet) {
		const char *answer = reuse_notation(e->answer);
		json_object_set_new(j, "answer", answer ? json_string(answer) : json_null());
		json_object_set_new(j, "condition", e->condition ? json_string(e->condition)
			: json_null());
	}
	if (t->placed)
		json_object_set_new(j, "likeness", json_pack("{s:f, s:f}", "score", t->like.score,
			"known", t->like.known));
	return j;
}

static json_t *spread_json(const struct spread *s)
{
	return s->known ? json_pack("{s:i, s:f, s:f, s:f}", "known", s->known, "median", s->median,
		"min", s->min, "max", s->max) : json_pack("{s:i}", "known", 0);
}

/* How often a sheet was used, at what cost, with which answers. */
static json_t *summary_json(struct db *db, const char *sheet)
{
	struct experience_summary s;
	json_t *answers = json_object();
	experience_summary(db, sheet, &s);
	for (enum reuse k = 0; k < REUSE_COUNT; k++)
		json_object_set_new(answers, k ? reuse_notation(k) : "unknown",
			json_integer(s.answers[k]));
	json_t *obstacles = json_object();
	for (int i = 0; i < s.obstacle_count; i++)
		json_object_set_new(obstacles, s.obstacles[i].name, json_integer(s.obstacles[i].times));
	return json_pack("{s:i, s:i, s:o, s:o, s:o, s:o}", "reports", s.reports, "territories",
		s.territories, "cost", spread_json(&s.cost), "effort", spread_json(&s.effort),
		"answers", answers, "obstacles", obstacles);
}

void experience_api_serve(struct request *r)
{
	struct asked a;
	asked_read(r, &a);
	if (!asked_good(r, &a))
		return;
	int limit = (int)request_number(r, "limit", 1, 100, 20), total;
	int from = (int)request_number(r, "offset", 0, FAR, 0);
	struct told *all = arena_alloc(r->arena, (size_t)limit * sizeof *all);
	int n = experience_find(r->db, &a.wish, from, limit, all, &total);
	json_t *items = json_array(), *j = json_keep(r->arena, json_pack("{s:i, s:o}", "total",
		total, "items", items));
	for (int i = 0; i < n; i++)
		json_array_append_new(items, report_json(r, &a, &all[i]));
	if (a.wish.sheet)
		json_object_set_new(j, "summary", summary_json(r->db, a.wish.sheet));
	answer_json(r, 200, j);
}

void experience_csv_serve(struct request *r)
{
	struct asked a;
	int total;
	asked_read(r, &a);
	if (!asked_good(r, &a))
		return;
	struct ranked *found = arena_alloc(r->arena, TABLE_ROWS * sizeof *found);
	struct table_row *rows = arena_alloc(r->arena, TABLE_ROWS * sizeof *rows);
	request_lags(r);	/* too large to be kept in memory */
	int n = experience_rank(r->db, &a.wish, table_from(r), TABLE_ROWS, found, &total);
	for (int i = 0; i < n; i++)
		rows[i] = (struct table_row){table_kind("resource."), "experience", found[i].id};
	table_answer(r, asked_address(r->arena, &a, "/experiences.csv"), rows, n, total);
}

/* What was hard, or else the sentence that sums the report up. */
static const char *feed_words(struct request *r, const struct asked *a, const struct experience *e)
{
	struct description d = {.summary = NULL};
	const char *text = telling_words(r->db, e->failed ? e->failed : e->differently, &a->wish,
		SUMMARY);
	if (!text)
		table_kind("resource.")->describe(r->db, e->id, &d);
	return text ? text : d.summary ? d.summary : "";
}

/* Of communes like one's own, only what is comparable: that is what one subscribes to. */
void experience_feed_serve(struct request *r)
{
	struct asked a;
	asked_read(r, &a);
	if (!asked_good(r, &a))
		return;
	a.wish.newest = true;
	struct told *all = arena_alloc(r->arena, FEED_ENTRIES * sizeof *all);
	int n = experience_find(r->db, &a.wish, 0, FEED_ENTRIES, all, NULL);
	const struct type *type = type_get(r->db, "experience");
	struct out o = feed_open(r, &(struct feed_head){.title = asked_title(r, &a),
		.list = asked_address(r->arena, &a, "/experiences"),
		.self = asked_address(r->arena, &a, "/experiences.atom"),
		.updated = n ? all[0].report.updated : 0});
	for (int i = 0; i < n; i++) {
		const struct experience *e = &all[i].report;
		feed_put(&o, r, &(struct feed_entry){.id = e->id, .title = e->title,
			.summary = feed_words(r, &a, e), .address = sheet_path(r->db, e->slug),
			.type = "experience", .label = type ? type->label[r->lang] : "experience",
			.updated = e->updated});
	}
	feed_close(&o, r);
}
