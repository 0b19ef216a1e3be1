-- Every version of the definition; the last one holds.
CREATE TABLE start (
	position INTEGER PRIMARY KEY,
	actor TEXT NOT NULL,		-- who stated it; '' for the installation
	time INTEGER NOT NULL,
	stamp INTEGER NOT NULL,		-- from the bytes: other words, other stamp
	note TEXT NOT NULL,		-- what was changed, in a few words
	body TEXT NOT NULL		-- canonical JSON, as stated
) STRICT;
