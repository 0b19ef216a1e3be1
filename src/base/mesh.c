/* mesh.c - from which zoom on each point of many rings shows.
 *
 * Points are shared: a line between two neighbours is simplified once, since a point has
 * one rank whoever's ring it is in.  A point where lines meet always shows.  The others
 * are ranked by M. Visvalingam and J. D. Whyatt, Line generalisation by repeated
 * elimination of points, The Cartographic Journal 30 (1993): the one whose triangle with
 * its two neighbours is the least goes first.  A point shows once its triangle is as large
 * as a pixel. */
#include "base/mesh.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

enum { NONE = FINEST + 1, UNRANKED = 255, MAIN = 4 };
enum { SEEN = 1, MEETING = 2 };

struct vertex {
	struct corner at;
	uint32_t beside[2];	/* in the first ring that has it; the lesser first */
	char kind;
	uint8_t flags, rank;
};

struct ring {
	uint32_t first, count;
};

/* A line being simplified. */
struct step {
	double area;		/* m2 */
	uint32_t vertex;
	int before, after, place;	/* place in the heap; -1: out of it */
};

struct mesh {
	struct vertex *vertices;
	uint32_t vertex_count, vertex_room;
	uint32_t *slots, slot_count;	/* by place and kind; UINT32_MAX free */
	uint32_t *points, point_count, point_room;	/* of all rings, one after the other */
	struct ring *rings;
	uint32_t ring_count, ring_room;
	struct step *steps;
	int *heap, step_room, heap_count;
};

struct mesh *mesh_new(void)
{
	return memory_zeroed(sizeof(struct mesh));
}

void mesh_free(struct mesh *m)
{
	if (!m)
		return;
	memory_drop(m->vertices);
	memory_drop(m->slots);
	memory_drop(m->points);
	memory_drop(m->rings);
	memory_drop(m->steps);
	memory_drop(m->heap);
	memory_drop(m);
}

bool mesh_full(const struct mesh *m)
{
	return m->point_count >= MESH_MOST;
}

/* A list with room for one more. */
static void *roomy(void *list, uint32_t count, uint32_t *room, size_t size)
{
	if (count < *room)
		return list;
	uint32_t more = *room + *room / 2 + 1024;
	list = memory_more(list, *room * size, more * size);
	*room = more;
	return list;
}

/* Points */

static uint32_t slot_of(const struct mesh *m, char kind, struct corner p)
{
	uint64_t h = ((uint64_t)(uint32_t)p.x << 32 | (uint32_t)p.y) ^ (uint64_t)kind << 56;
	h = (h ^ h >> 31) * 0x9E3779B97F4A7C15u;	/* the golden ratio mixes bits */
	uint32_t i = (uint32_t)(h >> 32) % m->slot_count;
	for (; m->slots[i] != UINT32_MAX; i = (i + 1) % m->slot_count) {
		const struct vertex *v = &m->vertices[m->slots[i]];
		if (v->at.x == p.x && v->at.y == p.y && v->kind == kind)
			break;
	}
	return i;
}

static void grow_slots(struct mesh *m)
{
	uint32_t n = m->slot_count ? m->slot_count * 2 : 4096;
	memory_drop(m->slots);
	m->slots = memory_get(n * sizeof *m->slots);
	memset(m->slots, 0xFF, n * sizeof *m->slots);
	m->slot_count = n;
	for (uint32_t i = 0; i < m->vertex_count; i++)
		m->slots[slot_of(m, m->vertices[i].kind, m->vertices[i].at)] = i;
}

static uint32_t vertex(struct mesh *m, char kind, struct corner p)
{
	if (m->vertex_count * 2 >= m->slot_count)
		grow_slots(m);
	uint32_t i = slot_of(m, kind, p);
	if (m->slots[i] != UINT32_MAX)
		return m->slots[i];
	m->vertices = roomy(m->vertices, m->vertex_count, &m->vertex_room, sizeof *m->vertices);
	m->vertices[m->vertex_count] = (struct vertex){.at = p, .kind = kind, .rank = UNRANKED};
	m->slots[i] = m->vertex_count;
	return m->vertex_count++;
}

/* Lines meet at a point that has other neighbours in another ring. */
static void link_point(struct mesh *m, uint32_t before, uint32_t here, uint32_t after)
{
	struct vertex *v = &m->vertices[here];
	uint32_t low = before < after ? before : after, high = before < after ? after : before;
	if (!(v->flags & SEEN)) {
		v->beside[0] = low;
		v->beside[1] = high;
		v->flags |= SEEN;
	} else if (v->beside[0] != low || v->beside[1] != high) {
		v->flags |= MEETING;
		v->rank = 0;
	}
}

int mesh_ring(struct mesh *m, char kind, const struct corner *points, int count)
{
	struct ring r = {.first = m->point_count};
	for (int i = 0; i < count && !mesh_full(m); i++) {
		uint32_t v = vertex(m, kind, points[i]);
		if (r.count && m->points[m->point_count - 1] == v)
			continue;
		m->points = roomy(m->points, m->point_count, &m->point_room, sizeof *m->points);
		m->points[m->point_count++] = v;
		r.count++;
	}
	while (r.count > 1 && m->points[r.first] == m->points[m->point_count - 1]) {
		m->point_count--;
		r.count--;
	}
	if (r.count < 3) {
		m->point_count = r.first;
		return -1;
	}
	const uint32_t *p = m->points + r.first;
	for (uint32_t i = 0; i < r.count; i++)
		link_point(m, p[(i + r.count - 1) % r.count], p[i], p[(i + 1) % r.count]);
	m->rings = roomy(m->rings, m->ring_count, &m->ring_room, sizeof *m->rings);
	m->rings[m->ring_count] = r;
	return (int)m->ring_count++;
}

/* Simplifying a line */

static const double metres = 1.11195;	/* in a unit of latitude */

static double cosine(int32_t y)
{
	return cos(y / (double)UNITS * M_PI / 180);
}

static double triangle(const struct mesh *m, int at)
{
	const struct step *s = &m->steps[at];
	struct corner a = m->vertices[m->steps[s->before].vertex].at;
	struct corner b = m->vertices[s->vertex].at;
	struct corner c = m->vertices[m->steps[s->after].vertex].at;
	double twice = ((double)b.x - a.x) * ((double)c.y - a.y) -
		((double)c.x - a.x) * ((double)b.y - a.y);
	return fabs(twice) / 2 * metres * metres * cosine(b.y);
}

/* The zoom at which an area is as large as a pixel: at zoom 0 the equator has 256. */
static uint8_t rank_of(double area, int32_t y)
{
	double pixel = 156543.034 * cosine(y);
	double zoom = area > 0 ? ceil(log2(pixel / sqrt(area))) : NONE;
	return (uint8_t)(zoom < 0 ? 0 : zoom > FINEST ? NONE : zoom);
}

static void place(struct mesh *m, int at, int step)
{
	m->heap[at] = step;
	m->steps[step].place = at;
}

/* Lets a step find its place in the heap, least area first; ties by order on the line. */
static bool less(const struct mesh *m, int a, int b)
{
	double x = m->steps[a].area, y = m->steps[b].area;
	return x != y ? x < y : a < b;
}

static void settle(struct mesh *m, int step)
{
	int at = m->steps[step].place;
	for (; at && less(m, step, m->heap[(at - 1) / 2]); at = (at - 1) / 2)
		place(m, at, m->heap[(at - 1) / 2]);
	for (int k; (k = 2 * at + 1) < m->heap_count; at = k) {
		if (k + 1 < m->heap_count && less(m, m->heap[k + 1], m->heap[k]))
			k++;
		if (!less(m, m->heap[k], step))
			break;
		place(m, at, m->heap[k]);
	}
	place(m, at, step);
}

static int take_least(struct mesh *m)
{
	int least = m->heap[0], last = m->heap[--m->heap_count];
	m->steps[least].place = -1;
	if (m->heap_count) {
		m->steps[last].place = 0;
		settle(m, last);
	}
	return least;
}

static void again(struct mesh *m, int step, double least)
{
	if (m->steps[step].place < 0)
		return;
	m->steps[step].area = fmax(triangle(m, step), least);
	settle(m, step);
}

/* Ranks the points of a line; its ends stay, unless it is closed: then three do, as
 * long as what they enclose is as large as a pixel. */
static void simplify(struct mesh *m, int n, bool closed)
{
	m->heap_count = 0;
	for (int i = 0; i < n; i++) {
		struct step *s = &m->steps[i];
		s->before = (i + n - 1) % n;
		s->after = (i + 1) % n;
		s->place = -1;
	}
	for (int i = closed ? 0 : 1; i < (closed ? n : n - 1); i++) {
		m->steps[i].area = triangle(m, i);
		m->steps[i].place = m->heap_count++;
		m->heap[m->steps[i].place] = i;
		settle(m, i);
	}
	while (m->heap_count) {
		int i = take_least(m);
		struct step *s = &m->steps[i];
		struct vertex *v = &m->vertices[s->vertex];
		v->rank = rank_of(s->area, v->at.y);
		if (closed && m->heap_count < 3)
			continue;	/* the last three go together */
		m->steps[s->before].after = s->after;
		m->steps[s->after].before = s->before;
		again(m, s->before, s->area);
		again(m, s->after, s->area);
	}
}

static void add_step(struct mesh *m, int n, uint32_t v)
{
	if (n == m->step_room) {
		int more = m->step_room * 2 + 1024;
		m->steps = memory_more(m->steps, (size_t)m->step_room * sizeof *m->steps,
			(size_t)more * sizeof *m->steps);
		m->heap = memory_more(m->heap, (size_t)m->step_room * sizeof *m->heap,
			(size_t)more * sizeof *m->heap);
		m->step_room = more;
	}
	m->steps[n] = (struct step){.vertex = v};
}

static void rank_ring(struct mesh *m, const struct ring *r)
{
	const uint32_t *p = m->points + r->first;
	uint32_t from = 0;
	while (from < r->count && !(m->vertices[p[from]].flags & MEETING))
		from++;
	bool closed = from == r->count;
	from = closed ? 0 : from;
	int n = 0;
	for (uint32_t i = 0; i <= r->count - closed; i++) {
		uint32_t v = p[(from + i) % r->count];
		add_step(m, n++, v);
		if (closed || n < 2 || !(m->vertices[v].flags & MEETING))
			continue;
		if (n > 2 && m->vertices[m->steps[1].vertex].rank == UNRANKED)
			simplify(m, n, false);
		n = 0;
		add_step(m, n++, v);
	}
	if (closed && m->vertices[p[0]].rank == UNRANKED)
		simplify(m, n, true);
}

void mesh_rank(struct mesh *m)
{
	for (uint32_t i = 0; i < m->ring_count; i++)
		rank_ring(m, &m->rings[i]);
}

void mesh_keep(struct mesh *m, int ring)
{
	const struct ring *r = &m->rings[ring];
	const uint32_t *p = m->points + r->first;
	uint32_t shown = 0, want = r->count < MAIN ? r->count : MAIN;
	for (uint32_t i = 0; i < r->count; i++)
		shown += m->vertices[p[i]].rank == 0;
	for (int rank = 1; shown < want && rank <= UNRANKED; rank++)
		for (uint32_t i = 0; i < r->count && shown < want; i++)
			if (m->vertices[p[i]].rank == rank) {
				m->vertices[p[i]].rank = 0;
				shown++;
			}
}

/* Writing */

static double twice_area(const struct mesh *m, const struct ring *r)
{
	const uint32_t *p = m->points + r->first;
	double sum = 0;
	for (uint32_t i = 0; i < r->count; i++) {
		struct corner a = m->vertices[p[i]].at, b = m->vertices[p[(i + 1) % r->count]].at;
		sum += (double)a.x * b.y - (double)b.x * a.y;
	}
	return sum;
}

bool mesh_write(struct mesh *m, int ring, bool outer, struct corner *last, struct out *o)
{
	const struct ring *r = &m->rings[ring];
	const uint32_t *p = m->points + r->first;
	bool backwards = (twice_area(m, r) > 0) != outer;
	size_t before = o->len;
	struct corner from = *last;
	int count = 0;
	shape_ring(o, outer);
	for (uint32_t i = 0; i < r->count; i++) {
		const struct vertex *v = &m->vertices[p[backwards ? r->count - 1 - i : i]];
		if (v->rank > FINEST)
			continue;
		shape_point(o, last, v->at, v->rank);
		count++;
	}
	if (count > 2)
		return true;
	out_cut(o, before);
	*last = from;
	return false;
}
