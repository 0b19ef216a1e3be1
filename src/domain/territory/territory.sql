CREATE TABLE territory (
	code TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	slug TEXT NOT NULL,
	preposition TEXT NOT NULL,
	population INTEGER,
	departement TEXT,
	region TEXT,
	epci TEXT,
	parent TEXT,
	postcodes TEXT NOT NULL,
	lat REAL,
	lon REAL,
	point INTEGER NOT NULL,
	communes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX territory_epci ON territory (epci, kind);
CREATE INDEX territory_departement ON territory (departement, kind);
CREATE INDEX territory_region ON territory (region, kind, population);
CREATE INDEX territory_alike ON territory (population, region, departement, epci, lat, lon, kind)
	WHERE kind = 'commune';
CREATE INDEX territory_parent ON territory (parent) WHERE parent IS NOT NULL;
CREATE INDEX territory_point ON territory (lat, lon, point, kind, departement)
	WHERE kind = 'commune' AND point > 0;

/* key: the name folded, without small words; part 0 is the whole, others start
 * at a later word. */
CREATE TABLE territory_name (
	key TEXT NOT NULL,
	part INTEGER NOT NULL,
	code TEXT NOT NULL,
	PRIMARY KEY (key, part, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE territory_postcode (
	postcode TEXT NOT NULL,
	code TEXT NOT NULL,
	PRIMARY KEY (postcode, code)
) STRICT, WITHOUT ROWID;

/* One row: what was loaded last. */
CREATE TABLE territory_source (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	blob TEXT NOT NULL,
	source TEXT NOT NULL,
	date TEXT NOT NULL,
	position INTEGER NOT NULL
) STRICT;
