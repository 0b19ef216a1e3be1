# Sheets: pages to write and read them, their history, their state, their links.

story "a sheet is written with the form, and what is typed is never lost"
user anne member
get /ressources/nouvelle as anne -> 200 "Tool"
get /ressources/nouvelle/tool as anne -> 200
submit /do/resource.create as anne title=Broyeur summary= state=published -> 422 "Broyeur"
submit /do/resource.create as anne title=Broyeur "summary=Il se prête." state=draft -> 303
follow as anne -> 200 "Broyeur" "draft"
get /ressources/broyeur -> 404
get /ressources/broyeur/modifier as anne -> 200
submit /do/resource.edit as anne state=published "comment=Prêt à lire" -> 303
follow as anne -> 200 "Broyeur"
	lacks "A draft"
get /ressources/broyeur -> 200 "Il se prête."
get /ressources/broyeur/versions -> 200 "Prêt à lire"
get /ressources/broyeur/versions/1 -> 404
get /ressources/broyeur/versions/2 -> 200 "Il se prête."

story "two people change the same sheet: both texts are shown, and one goes on from either"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
get /ressources/four/modifier as basile -> 200
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four", "summary": "Texte de Anne."}
submit /do/resource.edit as basile "summary=Texte de Basile." state=published -> 412 "Texte de"
	has "Anne"
	has "Basile"
submit /ressources/four/modifier as basile from=current -> 200
	has "Texte de Anne."
	has "Basile"
submit /do/resource.edit as basile "summary=Texte des deux." state=published -> 303
get /api/v1/resources/$id -> 200
	.summary = "Texte des deux."
	.version = 3

story "a new title gives a new address, and the old one leads to it"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Un autre."}
	.slug = "four-2"
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four à pain", "summary": "Mobile."}
	.slug = "four-a-pain"
get /ressources/four -> 301
	header Location has "/ressources/four-a-pain"
get /api/v1/resources/four -> 200
	.slug = "four-a-pain"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Nouvelle", "summary": "L’adresse d’une page."}
	.slug = "nouvelle-2"

story "links are shown from both sides"
user anne member
get /territoires/86116-jazeneuil -> 200 "Nobody has told yet"
get / -> 200
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep tool=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Le four à Jazeneuil", "summary": "Un samedi.", "territories": ["86116"],
	 "uses": ["four"], "difficulties": "La pluie.", "differently": "Un auvent.", "cost": {"min": 80, "max": 80}}
	keep told=.id
get /api/v1/resources/$told -> 200
	.uses[0] = "$tool"
	.links[0].slug = "four"
get /api/v1/resources/$tool -> 200
	.backlinks[0].id = "$told"
get /ressources/four -> 200 "Le four à Jazeneuil" "Jazeneuil (Vienne)" "80"
get /territoires/86116-jazeneuil -> 200 "Le four à Jazeneuil"
get /territoires/D86-vienne -> 200 "Le four à Jazeneuil"
get / -> 200 "Le four à Jazeneuil"
get /ressources/le-four-a-jazeneuil -> 200 "Four"

story "a published sheet becomes a draft again, then is published anew"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
put /api/v1/resources/$id as anne -> 422 "unpublish"
	If-Match: "1"
	{"title": "Four", "summary": "Mobile.", "state": "draft"}
post /do/resource.unpublish as basile id=$id reason=Non -> 403
get /ressources/four/etat as anne -> 200
submit /do/resource.unpublish as anne "reason=À revoir" -> 303
get /ressources/four -> 404
get /api/v1/resources/$id as basile -> 404
get /api/v1/resources/$id as anne -> 200
	.state = "draft"
	.version = 2
put /api/v1/resources/$id as anne -> 200
	If-Match: "2"
	{"title": "Four", "summary": "Mobile.", "state": "published"}
get /api/v1/resources/$id/versions -> 200
	.items[0].version = 3
	.items[1].comment = "À revoir"
	.items[2].version = 1

story "versions are compared word by word"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Un four mobile."}
	keep id=.id
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four", "summary": "Un four <fixe>."}
get /ressources/four/comparer?avant=1&apres=2 -> 200 "<del>mobile.</del>" "<ins>&lt;fixe&gt;.</ins>"
get /ressources/four/comparer?avant=1&apres=9 -> 404

story "the persistent address leads to the page or to the data"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
get /id/$id -> 303
	Accept: text/html
	header Location has "/ressources/four"
get /id/$id -> 303
	Accept: application/json
	header Location has "/api/v1/resources/$id"
get /id/$id -> 303
	Accept: text/html;q=0.3, application/ld+json
	header Location has "/api/v1/"
get /id/$id -> 303
	Accept: application/json;q=0.4, text/html;q=0.5
	header Location has "/ressources/"
get /id/$id -> 303
	Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
	header Location has "/ressources/"
get /id/01ARZ3NDEKTSV4RRFFQ69G5FAV -> 404

story "the log shows what is not public as hashes only"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Ébauche", "summary": "Pas fini.", "state": "draft"}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
get /api/v1/log?after=0&limit=1000 -> 200 "resource.published"
	lacks "resource.drafted"
	lacks "anne@example.org"
	.items[0].position = 1
	.items[0].hash some

story "a key fact for which there is no room stands among the details"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "À Léaz", "summary": "Essayé.", "territories": ["01209"], "difficulties": "La pluie.", "differently": "Au printemps."}
	keep lived=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Enquête", "summary": "Aux portes.", "people": 600, "duration": "3 mois", "effort": "12 à 20", "cost": "300 à 900", "scale": ["commune"], "maturity": "idee", "examples": ["$lived"]}
	keep slug=.slug
get /ressources/$slug -> 200 "<dt>Maturité</dt>" "maturity=idee"
	Accept-Language: fr

story "a link to a sheet that went back to a draft: named to no one, and no obstacle to a change"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Cible", "summary": "x"}
	keep target=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Porteuse", "summary": "x", "complements": ["$target"]}
	keep id=.id
post /do/resource.unpublish as anne id=$target reason=Inachevée -> 200
get /ressources/porteuse -> 200 "Porteuse"
	lacks "$target"
	lacks "Cible"
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Porteuse", "summary": "y", "complements": ["$target"]}
	.version = 2
put /api/v1/resources/$id as anne -> 422 "complements"
	If-Match: "2"
	{"title": "Porteuse", "summary": "z", "complements": ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}
put /api/v1/resources/$target as anne -> 200
	If-Match: "2"
	{"title": "Cible", "summary": "x", "state": "published"}
get /ressources/porteuse -> 200 "href='/ressources/cible'"

story "a draft that was archived and restored stays private once it is published"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Le secret d’avant.", "state": "draft"}
	keep id=.id
post /do/resource.archive as anne id=$id reason=Pause -> 200
post /do/resource.restore as anne id=$id reason=Reprise -> 200
put /api/v1/resources/$id as anne -> 200
	If-Match: "3"
	{"title": "Four", "summary": "Dit à tous.", "state": "published"}
get /api/v1/resources/$id?version=2 -> 404
get /api/v1/resources/$id?version=3 -> 404
get /api/v1/resources/$id?version=3 as anne -> 200 "Le secret d’avant."
get /ressources/four/versions/3 -> 404
get /api/v1/resources/$id/versions -> 200
	.items.length = 1
get /ressources/four/comparer?avant=3&apres=4 -> 404
post /do/resource.archive as anne id=$id reason=Fini -> 200
get /api/v1/resources/$id?version=5 -> 200 "Dit à tous."
