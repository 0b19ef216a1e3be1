# Backup, restore, erasure.

story "a backup made while the server runs comes back whole"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
run archipel backup $dir/backup -> 0
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur", "summary": "Après la sauvegarde."}
	keep late=.id
stop
run archipel restore $dir/backup -> 65|73 "--force"
run archipel restore $dir/backup --force -> 0
run archipel verify -> 0
get /api/v1/resources/$id as anne -> 200
	.title = "Four"
get /api/v1/resources/$late -> 404
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Scierie", "summary": "Après la restauration."}

story "a backup comes back into a fresh folder" on embedded
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
run archipel backup $dir/backup -> 0
run archipel restore $dir/backup --data $dir/fresh -> 0
run archipel verify --data $dir/fresh -> 0
run sh -c 'sqlite3 $DATA/../fresh/archipel.db "PRAGMA integrity_check"' -> 0 "ok"

story "a backup that is cut short or damaged is refused"
run archipel backup $dir/backup -> 0
run sh -c 'head -c 50000 $DATA/../backup > $DATA/../short' -> 0
run archipel restore $dir/short --force -> 65
run sh -c 'echo nothing > $DATA/../other' -> 0
run archipel restore $dir/other --force -> 65
run archipel restore $dir/missing --force -> 65|66
run archipel verify -> 0

story "a backup that is not there, or is none, makes nothing"
run archipel restore $dir/none -> 66 "none"
run sh -c 'echo words > $dir/words; "$PROGRAM" restore $dir/words --data $dir/new' -> 65 "words"
run sh -c '"$PROGRAM" restore $dir/none --data $dir/new2; test ! -e $dir/new2' -> 0

story "a file with other tables than ours is no backup" on embedded
run archipel backup $dir/backup -> 0
run sh -c 'sqlite3 $dir/backup "ALTER TABLE receipt ADD COLUMN more TEXT"' -> 0
run archipel restore $dir/backup --data $dir/fresh -> 65 "tables"
run archipel backup $dir/other -> 0
run sh -c 'sqlite3 $dir/other "DROP TABLE state"' -> 0
run archipel restore $dir/other --data $dir/fresh -> 65 "tables"
run archipel backup $dir/torn -> 0
run sh -c 'sqlite3 $dir/torn "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = char(67, 82, 0xdcff)"' -> 0
run archipel restore $dir/torn --json --data $dir/fresh -> 65 "malformed"
