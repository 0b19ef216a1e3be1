CREATE TABLE type (
	name TEXT PRIMARY KEY,
	actor TEXT NOT NULL,	-- who stated it last; '' for the installation
	position INTEGER NOT NULL,
	stamp INTEGER NOT NULL,	-- from the body's bytes: other words, other stamp
	body TEXT NOT NULL	-- canonical JSON, as stated
) STRICT, WITHOUT ROWID;
-- each look at a type adds the stamps up: not through the bodies
CREATE INDEX type_stamp ON type (stamp, position);
