/* intake_origin.c - which older node each one comes from, and which it continues. */
#include "domain/intake/intake_own.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* "(0,5)" at *s, if it is there: moves over it.  1 without; 0 when it is no number. */
static double read_weight(struct arena *a, const char **s)
{
	const char *p = *s + strspn(*s, " \t");
	if (*p != '(')
		return 1;
	size_t n = strcspn(p, ")");
	char *text = arena_copy(a, p + 1, n - 1), *comma = strchr(text, ','), *end;
	*s = p + n + (p[n] == ')');
	if (comma)
		*comma = '.';
	double weight = strtod(text, &end);
	end += strspn(end, " ");
	bool good = end > text && !*end && p[n] == ')' && weight > 0 && weight <= 1;
	return good && !strpbrk(text, "nNxX") ? weight : 0;	/* no "nan", no "0x1" */
}

/* "Cae_1.1.2" -> "cae", "1.1.2" */
static bool read_name(struct arena *a, const char *word, struct older *o)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-";
	const char *bar = strrchr(word, '_');
	if (!bar || !bar[1] || strspn(bar + 1, letters) != strlen(bar + 1) || strlen(bar) > 80)
		return false;
	char *name = text_fold(a, word), *code = arena_dup(a, bar + 1);
	name[bar - word] = '\0';
	for (size_t n = strlen(code); n && code[n - 1] == '.'; n--)
		code[n - 1] = '\0';
	*o = (struct older){.name = name, .code = code};
	return stated_name(name) && *code && *code != '.' && *code != '-' && !strstr(code, "..")
		&& node_depth(code) <= NODE_DEPTH;
}

static void bad_origin(struct importing *im, const struct node *n, int row, int column,
	const char *word)
{
	import_trouble(im, true, row, column, arena_printf(im->arena, "%s: %s", n->code,
		import_say(im, N_("“%s” is no origin."), text_cut(im->arena, word, 60))),
		import_say(im, N_("Write a référentiel, an identifier and a share, one a line: "
			"cae_1.1.2 (0,5)."), NULL));
}

void import_origins(struct importing *im, struct node *n, int row, int column, const char *text)
{
	static const char between[] = " \t\n,;";
	struct older *all = arena_alloc(im->arena, NODE_ORIGINS * sizeof *all);
	n->origins = all;
	n->origin_count = 0;
	for (const char *p = text + strspn(text, between); *p; p += strspn(p, between)) {
		size_t size = strcspn(p, " \t\n,;(");
		const char *word = arena_copy(im->arena, p, size ? size : 1);
		struct older o;
		if (text_starts(text_fold(im->arena, word), "nouve")) {
			p += strcspn(p, "\n");	/* "Nouvelle action": from nowhere */
			continue;
		}
		p += size ? size : 1;
		if (!strpbrk(word, "_0123456789")) {
			import_trouble(im, false, row, column, arena_printf(im->arena, "%s: %s", n->code,
				import_say(im, N_("“%s” names no origin: it is left out."),
				text_cut(im->arena, word, 60))), "");
			continue;
		}
		if (!read_name(im->arena, word, &o) || (o.weight = read_weight(im->arena, &p)) <= 0)
			bad_origin(im, n, row, column, word);
		else if (n->origin_count < NODE_ORIGINS)
			all[n->origin_count++] = o;
	}
}

static bool is_new(struct arena *a, const struct node *n)
{
	return text_starts(text_fold(a, node_cell(n, "origin")), "nouve");
}

/* Does this node of the file take over that of the version before?  Not twice. */
static bool takes(struct importing *im, bool *taken, int node, int older)
{
	if (older < 0 || taken[older] || im->match[node] >= 0)
		return false;
	im->match[node] = older;
	return taken[older] = true;
}

/* The greatest share of a node of the version before that nobody took over. */
static int own_origin(struct importing *im, const struct node *n, const bool *taken)
{
	int best = -1;
	double weight = 0;
	for (int i = 0; i < n->origin_count; i++) {
		const struct older *o = &n->origins[i];
		int older = text_eq(o->name, im->r.name) ? tree_find(&im->before, o->code) : -1;
		if (older >= 0 && !taken[older] && o->weight > weight) {
			best = older;
			weight = o->weight;
		}
	}
	return best;
}

/* The node that had this code in the version before: an older file is read again. */
static int had_code(const struct importing *im, const struct node *n)
{
	for (int i = 0; i < im->before.count; i++)
		if (!im->before.nodes[i].gone && text_eq(im->before.nodes[i].was, n->code))
			return i;
	return -1;
}

/* The one that has its code, unless one of the two says that it is new. */
static int has_code(struct importing *im, const struct node *n)
{
	int older = tree_find(&im->before, n->code);
	const struct node *old = older < 0 ? NULL : &im->before.nodes[older];
	bool other = old && (is_new(im->arena, n) || is_new(im->arena, old))
		&& !text_eq(node_title(n), node_title(old));
	return other ? -1 : older;
}

/* The same code and origin: the same node.  Otherwise where it says that it comes
 * from; otherwise the one that had its code, or has it. */
void import_match(struct importing *im)
{
	const struct tree *now = &im->now, *before = &im->before;
	bool *taken = arena_alloc(im->arena, ((size_t)before->count + 1) * sizeof *taken);
	im->match = arena_alloc(im->arena, ((size_t)now->count + 1) * sizeof *im->match);
	for (int i = 0; i < now->count; i++) {
		int older = tree_find(before, now->nodes[i].code);
		im->match[i] = -1;
		if (older >= 0 && text_eq(node_cell(&now->nodes[i], "origin"),
			node_cell(&before->nodes[older], "origin")))
			takes(im, taken, i, older);
	}
	for (int i = 0; i < now->count; i++)
		if (im->match[i] < 0)
			takes(im, taken, i, own_origin(im, &now->nodes[i], taken));
	for (int i = 0; i < now->count; i++)
		if (im->match[i] < 0 && !takes(im, taken, i, had_code(im, &now->nodes[i])))
			takes(im, taken, i, has_code(im, &now->nodes[i]));
}
