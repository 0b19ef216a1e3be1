/* pending.c - stands in until the last slices land; then it goes. */
#include "across/search.h"
#include "domain/account/account.h"
#include "domain/resource/resource.h"
#include "domain/territory/territory.h"
#include "domain/type/type.h"

#define WEAK __attribute__((weak))
WEAK bool search_start(struct store *s, const char *d, const char **w) { (void)s; (void)d; (void)w; return true; }
WEAK void search_stop(void) {}
WEAK bool territory_load(struct store *s, const char **w) { (void)s; (void)w; return true; }
WEAK bool type_load(struct store *s, const char **w) { (void)s; (void)w; return true; }
WEAK bool resource_demo(struct store *s, void (*p)(int, int), const char **w) { (void)s; (void)p; (void)w; return true; }
WEAK bool account_by_email(struct db *db, const char *e, struct account *a) { (void)db; (void)e; (void)a; return false; }
WEAK int account_count(struct db *db, enum role r) { (void)db; (void)r; return 0; }
WEAK int account_all(struct db *db, struct account **all) { (void)db; (void)all; return 0; }
WEAK const char *account_link(struct store *s, struct arena *a, const char *i, int64_t l) { (void)s; (void)a; (void)i; (void)l; return NULL; }
WEAK const char *account_token(struct store *s, struct arena *a, const char *i, const char *l) { (void)s; (void)a; (void)i; (void)l; return NULL; }
WEAK void account_revoke(struct store *s, const char *i) { (void)s; (void)i; }
WEAK const char *account_setup(struct store *s, struct arena *a) { (void)s; (void)a; return NULL; }
