# The core of the API, as DESIGN 4 fixes it, line by line.

story "a person is added, gets a sign-in link and an API token"
run archipel user add --email anne@example.org --role member -> 0
	matches /^http:\/\/127\.0\.0\.1:\d+\/connexion\/\S+$|^\S*\/connexion\/\S+$/
run archipel user token anne@example.org -> 0
	keep token=/^(\S{20,})$/
get /livez -> 200
post /api/v1/resources -> 201
	Authorization: Bearer $token
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur", "summary": "Il se prête."}
run archipel user list --json -> 0 "anne@example.org" "member"
run archipel user token nobody@example.org -> 66 "nobody@example.org"
run archipel user add --email anne@example.org --role member -> 65|69|73|75
run archipel user add --email no-address --role member -> 65
run archipel user add --email b@example.org --role emperor -> 65

story "a sheet is created, read, corrected, read again in each version"
user anne member
set key=0b5f6a1e-6c83-4f0c-9b34-0b4a5d9f7a10
post /api/v1/resources as anne -> 201
	Idempotency-Key: $key
	{"type": "tool", "title": "Broyeur partagé", "summary": "Un broyeur pour cinq communes.",
	 "body": "Il faut un **hangar**.", "territories": ["86158"], "tags": ["prêt", "bois"], "state": "published"}
	keep id=.id
	keep slug=.slug
	.version = 1
	.slug = "broyeur-partage"
	header ETag = "\"1\""
	header Location has "/api/v1/resources/$id"
get /api/v1/resources/$id -> 200
	header ETag = "\"1\""
	.id = "$id"
	.slug = "broyeur-partage"
	.type = "tool"
	.title = "Broyeur partagé"
	.summary = "Un broyeur pour cinq communes."
	.body = "Il faut un **hangar**."
	.territories[0] = "86158"
	.tags has "bois"
	.state = "published"
	.version = 1
get /api/v1/resources/$slug -> 200
	.id = "$id"
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"type": "tool", "title": "Broyeur partagé", "summary": "Un broyeur pour six communes."}
	.version = 2
	header ETag = "\"2\""
get /api/v1/resources/$id -> 200
	.summary = "Un broyeur pour six communes."
	.version = 2
get /api/v1/resources/$id?version=1 -> 200
	header ETag = "\"1\""
	.summary = "Un broyeur pour cinq communes."
get /api/v1/resources/$id?version=3 -> 404
get /api/v1/resources/$id -> 304
	If-None-Match: "2"

story "type, title and summary are enough, and the sheet is published"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
get /api/v1/resources/$id -> 200
	.state = "published"

story "what GET gives can be sent back unchanged"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile.", "tags": ["pain"]}
	keep id=.id
get /api/v1/resources/$id as anne -> 200
	keep whole=.
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	<<<
	$whole
	>>>
	.version = 1

story "the same key and bytes give the same answer, other bytes a conflict"
user anne member
set key=7d444840-9dc0-11d1-b245-5ffdce74fad2
post /api/v1/resources as anne -> 201
	Idempotency-Key: $key
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $key
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	.id = "$id"
	.version = 1
post /api/v1/resources as anne -> 409
	Idempotency-Key: $key
	{"type": "tool", "title": "Four", "summary": "Fixe."}
	header Content-Type has "application/problem+json"
	.detail some
restart
post /api/v1/resources as anne -> 201
	Idempotency-Key: $key
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	.id = "$id"
get /api/v1/resources?type=tool -> 200
	.total = 1

story "a key is needed to create, and is a UUID"
user anne member
post /api/v1/resources as anne -> 400 "Idempotency-Key"
	{"type": "tool", "title": "Four", "summary": "Mobile."}
post /api/v1/resources as anne -> 400
	Idempotency-Key: first
	{"type": "tool", "title": "Four", "summary": "Mobile."}

story "of eight requests with one key, one writes and all have its answer"
user anne member
set key=2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d
together 8
	post /api/v1/resources as anne -> 201
		Idempotency-Key: $key
		{"type": "tool", "title": "Four", "summary": "Mobile."}
		keep id=.id
		.version = 1
get /api/v1/resources?type=tool -> 200
	.total = 1
	.items[0].id = "$id"

story "the same key of two people is two wishes"
user anne member
user basile member
set key=2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d
post /api/v1/resources as anne -> 201
	Idempotency-Key: $key
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
post /api/v1/resources as basile -> 201
	Idempotency-Key: $key
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	.id != "$id"

story "a change says which version it changes: 428 without, 412 when stale, with both texts"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
put /api/v1/resources/$id as basile -> 428 "If-Match"
	{"title": "Four", "summary": "De Basile."}
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four", "summary": "De Anne."}
put /api/v1/resources/$id as basile -> 412 "De Anne." "De Basile."
	If-Match: "1"
	{"title": "Four", "summary": "De Basile."}
	header Content-Type has "application/problem+json"
	.status = 412
put /api/v1/resources/$id as basile -> 200
	If-Match: "2"
	{"title": "Four", "summary": "Des deux."}
	.version = 3

story "of two changes at the same time, one is stale"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
together 6
	put /api/v1/resources/$id as anne -> 200|412
		If-Match: "1"
		{"title": "Four", "summary": "Changé par $uuid."}
get /api/v1/resources/$id -> 200
	.version = 2

story "what is wrong is said field by field"
user anne member
post /api/v1/resources as anne -> 422
	Idempotency-Key: $uuid
	{"type": "tool", "title": "", "body": "x"}
	header Content-Type has "application/problem+json"
	.errors.title some
	.errors.summary some
post /api/v1/resources as anne -> 422 "tol"
	Idempotency-Key: $uuid
	{"type": "tol", "title": "Four", "summary": "Mobile."}
post /api/v1/resources as anne -> 422 "couleur"
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile.", "couleur": "rouge"}
post /api/v1/resources as anne -> 422
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile.", "territories": ["00000"]}
	.errors some
get /api/v1/resources -> 200
	.total = 0

story "a body that is no JSON, too big or of another kind is refused"
user anne member
post /api/v1/resources as anne -> 400
	Idempotency-Key: $uuid
	Content-Type: application/json
	<<<
	{"type": "tool",
	>>>
post /api/v1/resources as anne -> 400
	Idempotency-Key: $uuid
	Content-Type: application/json
	<<<
	{"type": "tool", "type": "method", "title": "Four", "summary": "Mobile."}
	>>>
post /api/v1/resources as anne -> 400
	Idempotency-Key: $uuid
	[1, 2]
post /api/v1/resources as anne -> 415
	Idempotency-Key: $uuid
	Content-Type: text/plain
	{"type": "tool", "title": "Four", "summary": "Mobile."}

story "lists: what was asked for, in pages that do not move, with counts"
user anne member
post /api/v1/resources as anne type=tool title=Chèvrerie summary=Partagée. -> 201
	Idempotency-Key: $uuid
post /api/v1/resources as anne type=tool title=Broyeur summary=Partagé. -> 201
	Idempotency-Key: $uuid
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Enquête", "summary": "De porte en porte.", "territories": ["86158"]}
get /api/v1/resources -> 200
	.total = 3
	.items.length = 3
	.facets some
get /api/v1/resources?type=tool -> 200
	.total = 2
	.items[0].type = "tool"
	.items[0].id some
	.items[0].slug some
	.items[0].title some
get /api/v1/resources?territory=86158 -> 200
	.total = 1
	.items[0].title = "Enquête"
wait 1200
get /api/v1/resources?q=chevreries -> 200
	.total = 1
	.items[0].title = "Chèvrerie"
get /api/v1/resources?limit=2 -> 200
	.items.length = 2
	.total = 3
	keep next=.next
get /api/v1/resources?limit=2&cursor=$next -> 200
	.items.length = 1
	.next none

story "territories by name and by code"
get /api/v1/territories?q=jazeneuil -> 200
	.items[0].code = "86116"
	.items[0].name = "Jazeneuil"
get /api/v1/territories/86158 -> 200
	.code = "86158"
	.kind = "commune"
	.name = "Migné-Auxances"
	.population >= 5000
	.departement = "D86"
	.epci some
	.postcodes[0] = "86440"
get /api/v1/territories/63113 -> 200
	.name = "Clermont-Ferrand"
get /api/v1/territories/D63 -> 200
	.kind = "departement"
	.name = "Puy-de-Dôme"
get /api/v1/territories/R84 -> 200
	.kind = "region"
get /api/v1/territories/C01015 -> 200
	.name some
get /api/v1/territories/99999 -> 404

story "the log is read by anyone, private entries as hashes only"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
	keep position=header Archipel-Position
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Secret", "summary": "Pas encore.", "state": "draft"}
get /api/v1/log?after=0&limit=2 -> 200
	.items.length = 2
	.items[0].position = 1
	.items[0].hash some
	.items[0].previous = "0000000000000000000000000000000000000000000000000000000000000000"
	.items[1].position = 2
	keep hash=.items[0].hash
get /api/v1/log?after=1&limit=1 -> 200
	.items[0].previous = "$hash"
get /api/v1/log?after=0&limit=1000 -> 200 "$id"
	lacks "Secret"
	lacks "anne@example.org"
	has "resource.published"
	lacks "resource.drafted"

story "health, and headers that say where a reader is"
get /livez -> 200
get /readyz -> 200
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep position=header Archipel-Position
	keep id=.id
get /api/v1/resources/$id as anne -> 200
	Archipel-Position: $position
	header Archipel-Position = $position

story "an administrator's token may write many times a second"
user anne administrator
together 150
	post /api/v1/resources as anne -> 201
		Idempotency-Key: $uuid
		{"type": "tool", "title": "Four", "summary": "Mobile."}
get /api/v1/resources?limit=1 -> 200
	.total = 150

story "errors are problems for programs and pages for people, in the reader's language"
get /api/v1/resources/nothing -> 404 "There is no such sheet"
	header Content-Type has "application/problem+json"
	.status = 404
	.title some
	.detail some
get /api/v1/resources/nothing -> 404
	Accept-Language: fr
	header Content-Language = fr
	.detail has "fiche"
	.detail lacks "There is"
get /nothing-here -> 404 "<h1>"
	header Content-Type has "text/html"
	has "lang='en'"
get /nothing-here -> 404 "<h1>"
	Accept-Language: fr-FR,fr;q=0.9
	has "lang='fr'"
post /api/v1/territories -> 405
	{}
	header Content-Type has "application/problem+json"

story "a version that is no number, or none that was, is not there"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
get /api/v1/resources/$id?version=1 -> 200
get /api/v1/resources/$id?version=0 -> 404 "version"
get /api/v1/resources/$id?version=abc -> 404
get /api/v1/resources/$id?version=-1 -> 404
get /api/v1/resources/$id?version=99999999999999999999 -> 404
get /api/v1/resources/$id?version=4294967297 -> 404

story "If-Match: a number with or without quotes, weak, among several, or any; nothing else"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "0"}
	keep id=.id
put /api/v1/resources/$id as anne -> 200
	If-Match: 1
	{"title": "Four", "summary": "1"}
put /api/v1/resources/$id as anne -> 200
	If-Match: W/"2"
	{"title": "Four", "summary": "2"}
put /api/v1/resources/$id as anne -> 200
	If-Match: "1", "3"
	{"title": "Four", "summary": "3"}
put /api/v1/resources/$id as anne -> 200
	If-Match: *
	{"title": "Four", "summary": "4"}
	.version = 5
put /api/v1/resources/$id as anne -> 412
	If-Match: "1", "2"
	{"title": "Four", "summary": "x"}
put /api/v1/resources/$id as anne -> 428
	If-Match: "05"
	{"title": "Four", "summary": "x"}
put /api/v1/resources/$id as anne -> 428
	If-Match: "five"
	{"title": "Four", "summary": "x"}
get /api/v1/resources/$id -> 200
	.summary = "4"

story "what the server would have to guess is refused: a language, a broken text"
user anne member
post /api/v1/resources as anne -> 422
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Vier", "summary": "x", "language": "de"}
	.errors.language has "de"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Oven", "summary": "x", "language": "en"}
	keep id=.id
put /api/v1/resources/$id as anne -> 422
	If-Match: "1"
	{"title": "Oven", "summary": "x", "language": "xx"}
	.errors.language some
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Oven", "summary": "y"}
get /api/v1/resources/$id -> 200
	.language = "en"
post /api/v1/resources as anne -> 400 "JSON valide"
	Idempotency-Key: $uuid
	Accept-Language: fr
	Content-Type: application/json
	<<<
	{"type": "tool",
	>>>
post /api/v1/resources as anne -> 400
	Idempotency-Key: $uuid
	{"type": "tool", "title": "a\u0000b", "summary": "x"}
	lacks "JSON_ALLOW"

story "codes of territories in small letters, a number in a name, limits above the greatest"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "x", "territories": ["2a004", "c01015"]}
	keep id=.id
get /api/v1/resources/$id -> 200
	.territories[0] = "2A004"
	.territories[1] = "C01015"
get /api/v1/resources?territory=d2a -> 200
	.total = 1
get /api/v1/territories?q=Paris+13 -> 200
	.items[0].code = "75113"
get /api/v1/territories?q=marseille+13 -> 200
	.items[0].code = "13055"
get /api/v1/territories?q=saint&limit=5000 -> 200
	.items.length >= 50
get /api/v1/log?after=99999999999999999999 -> 200
	.items.length = 0

story "broken JSON that is cited in the middle of a character ends nothing"
post /do/resource.create -> 400
	Content-Type: application/json
	<<<
	{"title": "\é"}
	>>>
post /do/resource.create -> 400
	Content-Type: application/json
	<<<
	{"title": \œ}
	>>>
run sh -c 'printf "{\"title\": \"\\\\\303\251\"}" > $dir/bad.json; "$PROGRAM" do resource.create --data "$DATA" --values $dir/bad.json' -> 65 "line 1"
get /livez -> 200
