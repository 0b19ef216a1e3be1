# The log keeps what it was given, or nothing.

story "what is written is read again before it is kept" on embedded
user anne member
get / -> 200
run sqlite3 $data/archipel.db "CREATE TRIGGER spoil AFTER INSERT ON body BEGIN UPDATE body SET text = replace(text, 'Four', 'Tour') WHERE position = NEW.position; END"
post /api/v1/resources as anne -> 503
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur", "summary": "Mobile."}
	keep position=.id
run sqlite3 $data/archipel.db "DROP TRIGGER spoil"
get /api/v1/resources?type=tool as anne -> 200
	.total = 1
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}

story "an envelope altered on its way is not kept" on embedded
user anne member
get / -> 200
run sqlite3 $data/archipel.db "CREATE TRIGGER spoil AFTER INSERT ON entry BEGIN UPDATE entry SET actor = '' WHERE position = NEW.position; END"
post /api/v1/resources as anne -> 503
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
run sqlite3 $data/archipel.db "DROP TRIGGER spoil"
get /api/v1/resources?type=tool as anne -> 200
	.total = 0

story "what the shared log is given is read again before it is kept" on shared
user anne member
get / -> 200
run psql -q $log -c "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE archipel.entry SET body = replace(body, $$Four$$, $$Tour$$) WHERE position = NEW.position; RETURN NEW; END'; CREATE TRIGGER spoil AFTER INSERT ON archipel.entry FOR EACH ROW EXECUTE FUNCTION spoil()" -> 0
post /api/v1/resources as anne -> 503
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur", "summary": "Mobile."}
run psql -q $log -c "DROP TRIGGER spoil ON archipel.entry" -> 0
get /api/v1/resources?type=tool as anne -> 200
	.total = 1
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
