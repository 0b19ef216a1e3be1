/* territory.h - the places of France, by INSEE or SIREN code.
 *
 * Owns the tables territory, territory_name, territory_postcode.  They come
 * from one blob named by one entry ("territory.loaded").  Codes: commune
 * "63113", commune déléguée or associée "C01015", arrondissement of a city
 * "75101", EPCI SIREN, département "D63", région "R84".
 * Populations: Insee through Etalab; points: GeoNames.
 *
 * Panels (web/page.h) draw on the page of a territory, with its code: map (instead of our
 * own), main (what happens here), acts (buttons), more (sections below), around (a list),
 * side (sections), take (links), facts;
 * on the list of territories, below the search: territories. */
#ifndef DOMAIN_TERRITORY_H
#define DOMAIN_TERRITORY_H

#include "store/db.h"
#include "store/store.h"
#include "base/tr.h"

enum point { NO_POINT, APPROXIMATE, LOCATED };

struct territory {
	const char *code;
	const char *kind;	/* "commune", "deleguee", "associee", "arrondissement",
				 * "epci", "departement", "region" */
	const char *name, *slug;
	int64_t population;	/* -1 when unknown */
	const char *departement, *region, *epci;	/* codes, or NULL */
	const char *parent;	/* commune of a déléguée, associée, arrondissement; or NULL */
	const char *postcodes;	/* "86600 86190", or "" */
	double lat, lon;	/* degrees, WGS84; 0 without point */
	enum point point;
	int communes;		/* members, for EPCI, départements, régions */
	const char *preposition;	/* "à", "au", "dans la": before the name, in French */
};

/* The columns of "territory t" in a query, from the first on, and what they fill. */
#define PLACE "t.code, t.kind, t.name, t.slug, t.population, t.departement, t.region, t.epci, " \
	"t.parent, t.postcodes, t.lat, t.lon, t.point, t.communes, t.preposition"
void territory_fill(struct rows *r, struct territory *t);
/* True and *t filled, or false if there is no such code. */
bool territory_get(struct db *db, const char *code, struct territory *t);
/* What a person types: name, postcode or code; best first. Returns how many,
 * at most limit.  kind NULL: all. */
int territory_find(struct db *db, const char *typed, const char *kind, int limit,
	struct territory *found);
/* A place and how far it is. */
struct nearby {
	struct territory place;
	double km;		/* along the great circle */
};
/* Communes at most km away, nearest first, without t itself; those whose
 * point is approximate only when asked.  Returns how many, at most limit. */
int territory_around(struct db *db, const struct territory *t, double km, bool approximate,
	int limit, struct nearby *found);
/* Great circle distance by the haversine formula, on a sphere of 6,371 km. */
double territory_km(const struct territory *a, const struct territory *b);
/* "à Jazeneuil", "au Mans", "dans la Vienne", "en Bretagne"; "in Jazeneuil". */
const char *territory_where(struct db *db, enum lang lang, const struct territory *t);
/* "de Jazeneuil", "d’Arboys", "du Mans", "des Arcs"; "of Jazeneuil". */
const char *territory_of(struct db *db, enum lang lang, const struct territory *t);
/* The code that an address begins with, in capitals: "86116-jazeneuil" -> "86116". */
const char *territory_code(struct arena *a, const char *address);
/* "/territoires/86116-jazeneuil", in the db's arena. */
const char *territory_path(struct db *db, const struct territory *t);
/* "Jazeneuil (Vienne)": told apart from its homonyms; in the db's arena. */
const char *territory_title(struct db *db, const struct territory *t);
/* "Commune", "Département"...; kind itself when it is none of ours. */
const char *territory_kind_label(enum lang lang, const char *kind);
/* The code and those that contain it: commune -> EPCI, département, région.
 * NULL-ended, in the db's arena. */
const char *const *territory_lineage(struct db *db, const char *code);

/* In the corner of a plate: France, or the département overseas, with t marked. */
struct page;
void territory_corner(struct page *p, const struct territory *t);
/* Where the figures come from, and of which day; false before anything is loaded. */
struct territory_source {
	const char *blob, *source, *date;
};
bool territory_source(struct db *db, struct territory_source *s);

/* Loads the embedded territories if they are not the ones loaded last.  False
 * and *why, a sentence, on failure. */
bool territory_load(struct store *s, const char **why);

#endif
