CREATE TABLE contour (
	code TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	west REAL NOT NULL,
	south REAL NOT NULL,
	east REAL NOT NULL,
	north REAL NOT NULL,
	area REAL NOT NULL,
	mountain INTEGER,
	coast INTEGER,
	digest TEXT NOT NULL,
	position INTEGER NOT NULL,
	shape TEXT NOT NULL
) STRICT;
CREATE INDEX contour_place ON contour (kind, south, north, west, east);
/* Without the shapes, for the sums of groups; an area of 0 is not known. */
CREATE INDEX contour_size ON contour (code, area, west, south, east, north);
CREATE TABLE contour_source (
	position INTEGER PRIMARY KEY,
	source TEXT NOT NULL
) STRICT;
