/* resource_cmd_state.c - archive, restore, unpublish: with a reason. */
#include "domain/resource/resource_parts.h"

#include "base/text.h"

/* States the reason as a version of its own, seen by whoever sees the sheet. */
static enum outcome act(struct ledger *l, const struct call *c, const char *kind,
	const char *from, const char *sentence)
{
	struct resource r;
	if (!resource_get(l->views, &l->who, call_text(c, "id"), 0, &r))
		return refuse(l, MISSING, N_("There is no such sheet, or it is not yours to see."));
	if (!resource_own(&l->who, r.creator))
		return refuse(l, FORBIDDEN,
			N_("Only a steward or the person who wrote this sheet first may do this."));
	if (from ? !text_eq(r.state, from) : text_eq(r.state, "archived"))
		return refuse(l, CONFLICT, sentence);
	enum outcome o = ledger_add(l, kind, r.id, r.open ? PUBLIC : PRIVATE,
		json_pack("{s:s}", "comment", call_text(c, "reason")));
	if (o != DONE)
		return o;
	ledger_answer(l, "id", json_string(r.id));
	ledger_answer(l, "slug", json_string(r.slug));
	ledger_answer(l, "version", json_integer(r.latest + 1));
	return DONE;
}

enum outcome resource_archive(struct ledger *l, const struct call *c)
{
	return act(l, c, "resource.archived", NULL, N_("This sheet is already archived."));
}

enum outcome resource_restore(struct ledger *l, const struct call *c)
{
	return act(l, c, "resource.restored", "archived", N_("This sheet is not archived."));
}

enum outcome resource_unpublish(struct ledger *l, const struct call *c)
{
	return act(l, c, "resource.unpublished", "published", N_("This sheet is not published."));
}
