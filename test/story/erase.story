# Erasure: what must go is in no file any more, and does not come back.

story "what an erased account said is in no file any more" on embedded
user keeper administrator
user canary member
post /api/v1/resources as canary -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep sheet=.id
run sh -c 'grep -raqF canary@example.org "$DATA"' -> 0
run archipel user list --json -> 0
	keep id=/"email": ?"canary@example.org"[^}]*"id": ?"([^"]+)/
run archipel do account.erase --id $id --sure yes -> 0
run sh -c 'for i in $(seq 100); do grep -raqF canary@example.org "$DATA" || exit 1; sleep 0.2; done' -> 1
get /api/v1/resources/$sheet as keeper -> 200
	.title = "Four"
run archipel verify -> 0

story "a backup made before an erasure does not bring it back" on embedded
user keeper administrator
user canary member
get / -> 200
run archipel backup $dir/backup -> 0
run sh -c 'grep -aqF canary@example.org "$DATA/../backup"' -> 0
run archipel user list --json -> 0
	keep id=/"email": ?"canary@example.org"[^}]*"id": ?"([^"]+)/
run archipel do account.erase --id $id --sure yes -> 0
run sh -c 'for i in $(seq 100); do grep -raqF canary@example.org "$DATA" || exit 1; sleep 0.2; done' -> 1
stop
run archipel restore $dir/backup --force -> 0
run sh -c 'grep -raqF canary@example.org "$DATA"' -> 1
run archipel verify -> 0

story "the words of a sheet can be erased for ever, its place in the chain stays"
user keeper administrator
post /api/v1/resources as keeper -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four zanzibarique", "summary": "Mobile."}
	keep sheet=.id
	keep slug=.slug
run archipel erase $sheet -> 64 "--yes"
run archipel erase 01ARZ3NDEKTSV4RRFFQ69G5FAV --yes -> 66
run archipel erase $sheet --yes -> 0 "1"
get /api/v1/resources/$sheet as keeper -> 404
get /api/v1/resources?q=zanzibarique as keeper -> 200
	.total = 0
run archipel verify -> 0
