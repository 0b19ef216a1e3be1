-- Référentiels: trees of axes, actions and tasks that others publish.
CREATE TABLE referentiel (
	name TEXT PRIMARY KEY,		-- also of its vocabulary: "te"
	label TEXT NOT NULL,
	version TEXT NOT NULL,		-- as those who publish it call it; ''
	level INTEGER NOT NULL		-- of what is a sheet: 3 for 1.1.1
) STRICT, WITHOUT ROWID;

CREATE TABLE referentiel_node (
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	sheet TEXT,			-- id of a sheet made from it
	gone INTEGER NOT NULL,		-- 1: a later version is without it
	points REAL,
	body TEXT NOT NULL,		-- as noted: see referentiel.h
	PRIMARY KEY (name, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX referentiel_node_sheet ON referentiel_node (sheet);

-- Which older ones each comes from.
CREATE TABLE referentiel_origin (
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	place INTEGER NOT NULL,
	from_name TEXT NOT NULL,
	from_code TEXT NOT NULL,
	weight REAL NOT NULL,		-- share of the older one, to 1
	PRIMARY KEY (name, code, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX referentiel_origin_from ON referentiel_origin (from_name, from_code);
