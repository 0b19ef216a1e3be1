-- Sheets, as they stand: the last version that is not erased.
CREATE TABLE resource (
	id TEXT PRIMARY KEY,
	slug TEXT,
	type TEXT,
	title TEXT,
	summary TEXT,
	language TEXT,
	state TEXT NOT NULL,		-- draft, published, archived
	was TEXT NOT NULL,		-- the state before it was archived
	version INTEGER NOT NULL,	-- of the last contribution
	shown INTEGER NOT NULL,		-- the last version that is not erased; 0: none
	created INTEGER NOT NULL,
	updated INTEGER NOT NULL,
	creator TEXT NOT NULL,
	editor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_title ON resource (title);
CREATE INDEX resource_newest ON resource (state, updated);
CREATE INDEX resource_kind ON resource (state, type, updated);
CREATE INDEX resource_creator ON resource (creator, updated);

-- Every version, whole.  An erased one keeps its number, date and author.
CREATE TABLE revision (
	id TEXT NOT NULL,
	version INTEGER NOT NULL,
	act TEXT NOT NULL,		-- published, drafted, archived, restored, unpublished
	time INTEGER NOT NULL,
	author TEXT NOT NULL,
	erased INTEGER NOT NULL,
	draft INTEGER NOT NULL,		-- its text or its act was private: never public
	comment TEXT,
	type TEXT,
	title TEXT,
	summary TEXT,
	language TEXT,
	public TEXT,			-- values as JSON, by who may see them
	members TEXT,
	private TEXT,
	PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- Every address that a sheet has had.
CREATE TABLE resource_slug (
	slug TEXT PRIMARY KEY,
	id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the shown version names.
CREATE TABLE link (
	source TEXT NOT NULL,
	field TEXT NOT NULL,
	target TEXT NOT NULL,
	PRIMARY KEY (source, field, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link (target);

CREATE TABLE resource_territory (
	code TEXT NOT NULL,
	id TEXT NOT NULL,
	named INTEGER NOT NULL,		-- 0: contains one that is named
	type TEXT,			-- of a sheet that is published now; else NULL
	updated INTEGER,
	PRIMARY KEY (code, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_territory_id ON resource_territory (id);
CREATE INDEX resource_territory_newest ON resource_territory (code, type, updated, id)
	WHERE type IS NOT NULL;
-- How many published sheets of a type name a territory, or one within it.
CREATE TABLE resource_tally (
	code TEXT NOT NULL,
	type TEXT NOT NULL,
	count INTEGER NOT NULL,
	named INTEGER NOT NULL,		-- of these, those that name it itself
	PRIMARY KEY (code, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_concept (
	scheme TEXT NOT NULL,
	notation TEXT NOT NULL,
	id TEXT NOT NULL,
	field TEXT NOT NULL,
	PRIMARY KEY (scheme, notation, id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_concept_id ON resource_concept (id);

CREATE TABLE resource_tag (
	tag TEXT NOT NULL,
	id TEXT NOT NULL,
	PRIMARY KEY (tag, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_tag_id ON resource_tag (id);
