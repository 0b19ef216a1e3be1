-- Experience reports that are published now, or were: what others compare.
CREATE TABLE experience (
	id TEXT PRIMARY KEY,
	state TEXT NOT NULL,		-- draft, published, archived
	was TEXT NOT NULL,		-- the state before it was archived
	drafted INTEGER NOT NULL,	-- a draft was written over what is here
	slug TEXT NOT NULL,
	title TEXT NOT NULL,
	language TEXT NOT NULL,
	updated INTEGER NOT NULL,
	cost_min REAL, cost_max REAL,	-- euros
	effort_min REAL, effort_max REAL,	-- person-days, all together
	paid REAL, volunteer REAL,	-- person-days
	territory TEXT,			-- the first one
	population INTEGER,		-- as frozen, or else as told
	failed TEXT,			-- what was hard, what failed; NULL: not told
	differently TEXT,
	words TEXT NOT NULL		-- stems of both, a space before and after each
) STRICT, WITHOUT ROWID;

CREATE INDEX experience_newest ON experience (state, updated, territory, population);

-- Sheets that a report used, with what it says of each.
CREATE TABLE experience_use (
	sheet TEXT NOT NULL,
	id TEXT NOT NULL,
	answer TEXT,			-- a notation of the scheme transferabilite
	condition TEXT,
	PRIMARY KEY (sheet, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX experience_use_id ON experience_use (id);

-- What got in its way, as ticked.
CREATE TABLE experience_obstacle (
	id TEXT NOT NULL,
	obstacle TEXT NOT NULL,		-- a notation of the scheme obstacles
	PRIMARY KEY (id, obstacle)
) STRICT, WITHOUT ROWID;

-- Territories of a report, with the figures of the day when it was published.
CREATE TABLE experience_place (
	code TEXT NOT NULL,
	id TEXT NOT NULL,
	rank INTEGER NOT NULL,		-- as the report names them
	kind TEXT,			-- as frozen with the report; NULL: nothing was
	population INTEGER,
	PRIMARY KEY (code, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX experience_place_id ON experience_place (id);
