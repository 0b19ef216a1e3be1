CREATE TABLE scheme (
	name TEXT PRIMARY KEY,
	actor TEXT NOT NULL,	-- who stated it last; '' for the installation
	stamp INTEGER NOT NULL,	-- from the body's bytes: other words, other stamp
	body TEXT NOT NULL	-- canonical JSON, as stated
) STRICT, WITHOUT ROWID;
-- each look at a vocabulary adds the stamps up: not through the bodies
CREATE INDEX scheme_stamp ON scheme (stamp);
