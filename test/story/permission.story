# Who may do what.

story "one must be a member to write"
user lise reader
user anne member
post /api/v1/resources -> 401
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	header WWW-Authenticate some
post /api/v1/resources -> 401
	Authorization: Bearer not-a-token-at-all
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
post /api/v1/resources as lise -> 403
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
put /api/v1/resources/$id -> 401
	If-Match: "1"
	{"title": "Four", "summary": "Fixe."}
put /api/v1/resources/$id as lise -> 403
	If-Match: "1"
	{"title": "Four", "summary": "Fixe."}
get /api/v1/resources/$id as lise -> 200
	.version = 1

story "a draft is its author's and the stewards'"
user anne member
user basile member
user celine steward
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Ébauche de four", "summary": "Pas fini.", "state": "draft"}
	keep id=.id
	keep slug=.slug
get /api/v1/resources/$id as anne -> 200
	.state = "draft"
get /api/v1/resources/$id as celine -> 200
get /api/v1/resources/$id as basile -> 404
get /api/v1/resources/$id -> 404
get /api/v1/resources/$slug -> 404
get /ressources/$slug -> 404
	lacks "Ébauche"
get /ressources/$slug as anne -> 200 "Ébauche de four"
get /api/v1/resources as basile -> 200
	.total = 0
get /api/v1/resources?q=ébauche as basile -> 200
	.total = 0
put /api/v1/resources/$id as basile -> 404
	If-Match: "1"
	{"title": "Pris", "summary": "À un autre."}
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four", "summary": "Fini.", "state": "published"}
get /api/v1/resources/$id -> 200
	.title = "Four"
	.state = "published"
get /api/v1/resources/$id?version=1 -> 404
get /api/v1/log?after=0&limit=1000 -> 200
	lacks "Pas fini."

story "an e-mail field is never shown to readers"
user anne member
user basile member
user lise reader
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Atelier", "summary": "Un tiers-lieu.", "contact": "atelier@example.org"}
	keep id=.id
	keep slug=.slug
get /api/v1/resources/$id as basile -> 200
	.contact = "atelier@example.org"
get /api/v1/resources/$id as lise -> 200
	.contact none
get /api/v1/resources/$id -> 200
	lacks "atelier@example.org"
get /ressources/$slug -> 200 "Atelier"
	lacks "atelier@example.org"
get /api/v1/log?after=0&limit=1000 -> 200
	lacks "atelier@example.org"
put /api/v1/resources/$id as basile -> 200
	If-Match: "1"
	{"title": "Atelier", "summary": "Toujours un tiers-lieu.", "contact": "atelier@example.org"}
get /api/v1/resources/$id -> 200
	lacks "atelier@example.org"

story "what a group of members or of its author holds is in no list, search, log or page of others"
user anne member
user basile member
run archipel do type.state --type '{"name": "essai", "label": {"fr": "Essai"}, "fields": [{"name": "title", "kind": "line", "required": true, "label": {"fr": "Titre"}}, {"name": "summary", "kind": "line", "required": true, "label": {"fr": "Résumé"}}, {"name": "gens", "kind": "group", "visibility": "members", "label": {"fr": "Gens"}, "fields": [{"name": "mail", "kind": "email", "label": {"fr": "Courriel"}}, {"name": "mots", "kind": "tags", "facet": true, "label": {"fr": "Mots"}}]}, {"name": "notes", "kind": "group", "visibility": "private", "label": {"fr": "Notes"}, "fields": [{"name": "note", "kind": "line", "facet": true, "label": {"fr": "Note"}}, {"name": "lieux", "kind": "territories", "label": {"fr": "Lieux"}}]}]}' -> 0
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "essai", "title": "Ouvert", "summary": "À tous.", "gens": [{"mail": "gens@example.org", "mots": ["zinzolin"]}], "notes": [{"note": "quincaille", "lieux": ["55039"]}]}
	keep id=.id
	keep slug=.slug
get /api/v1/resources/$id as anne -> 200 "gens@example.org" "quincaille"
get /api/v1/resources/$id as basile -> 200 "gens@example.org"
	lacks "quincaille"
get /api/v1/resources/$id -> 200
	lacks "gens@example.org"
	lacks "quincaille"
get /api/v1/log?after=0&limit=1000 -> 200 "Ouvert"
	lacks "gens@example.org"
	lacks "zinzolin"
	lacks "quincaille"
	lacks "55039"
get /ressources/$slug -> 200 "Ouvert"
	lacks "zinzolin"
	lacks "quincaille"
wait 1200
get /api/v1/resources?q=ouvert -> 200
	.total = 1
	lacks "zinzolin"
get /api/v1/resources?q=zinzolin as anne -> 200
	.total = 0
get /api/v1/resources?q=quincaille as anne -> 200
	.total = 0
get /api/v1/resources?territory=55039 as anne -> 200
	.total = 0
run archipel do type.state --type '{"name": "pire", "label": {"fr": "Pire"}, "fields": [{"name": "title", "kind": "line", "required": true, "label": {"fr": "Titre"}}, {"name": "summary", "kind": "line", "required": true, "label": {"fr": "Résumé"}}, {"name": "gens", "kind": "group", "label": {"fr": "Gens"}, "fields": [{"name": "mail", "kind": "email", "visibility": "members", "label": {"fr": "Courriel"}}]}]}' -> 65 "visibility"

story "what only the keeper may do is not there for others"
user anne administrator
post /do/territory.load as anne -> 404
	{}
post /do/no.such as anne -> 404
	{}

story "archived sheets are found by their address, not in lists"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
post /do/resource.archive as basile id=$id reason=Doublon -> 403
post /do/resource.archive as anne id=$id -> 422
post /do/resource.archive as anne id=$id reason=Doublon -> 200
get /api/v1/resources -> 200
	.total = 0
get /api/v1/resources/$id -> 200
	.state = "archived"
put /api/v1/resources/$id as anne -> 409 "archived"
	If-Match: "2"
	{"title": "Four", "summary": "Fixe."}
post /do/resource.archive as anne id=$id reason=Encore -> 409 "already archived"
post /do/resource.restore as anne id=$id reason=Utile -> 200
get /api/v1/resources -> 200
	.total = 1
