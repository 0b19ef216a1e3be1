CREATE TABLE account (
	id TEXT PRIMARY KEY,
	email TEXT NOT NULL UNIQUE,	-- lower case
	name TEXT NOT NULL,		-- shown to others
	folded TEXT NOT NULL,		-- the name without case and accents
	looks TEXT NOT NULL,		-- as readers see it: no other has it
	role INTEGER NOT NULL,
	active INTEGER NOT NULL,
	created INTEGER NOT NULL,	-- ms
	ranked INTEGER NOT NULL,	-- position of the entry that gave this role
	opened INTEGER NOT NULL		-- position of the entry that opened it, at first or again
) STRICT, WITHOUT ROWID;
-- Entries that hold what an account says of a person: erased with it.
CREATE TABLE account_entry (
	position INTEGER PRIMARY KEY,
	account TEXT NOT NULL
) STRICT;
CREATE INDEX account_entry_account ON account_entry (account);
-- Accounts that were erased; their entries go too, and then these rows are all.
CREATE TABLE account_erased (
	id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
