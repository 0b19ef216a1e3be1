# Pages kept in memory: never too old, never someone else's.  Each is read twice, so that it is kept.

story "a page kept shows at once what other sheets say of it"
user anne member
user sara steward
post /do/type.state as sara -> 200
	{"type": {"name": "memo", "label": {"fr": "Mémo"}, "fields": [{"name": "title", "kind": "line", "label": {"fr": "Titre"}, "required": true}, {"name": "summary", "kind": "line", "label": {"fr": "Résumé"}, "required": true}, {"name": "uses", "kind": "sheets", "types": ["tool"], "label": {"fr": "Emploie"}, "inverse": {"fr": "Employé dans"}}]}}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête."}
	keep four=.id
get /ressources/four-mobile -> 200
get /ressources/four-mobile -> 200
	lacks "Fête du four"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "memo", "title": "Fête du four", "summary": "Elle eut lieu.", "uses": ["$four"]}
	keep fete=.id
get /ressources/four-mobile -> 200 "Fête du four"
get /ressources/four-mobile -> 200 "Fête du four"
get /ressources/fete-du-four -> 200 "Four mobile"
get /ressources/fete-du-four -> 200 "Four mobile"
put /api/v1/resources/$fete as anne -> 200
	If-Match: "1"
	{"type": "memo", "title": "Bal du four", "summary": "Il eut lieu.", "uses": ["$four"]}
get /ressources/four-mobile -> 200 "Bal du four"
	lacks "Fête du four"
put /api/v1/resources/$four as anne -> 200
	If-Match: "1"
	{"type": "tool", "title": "Four commun", "summary": "Il se prête."}
get /ressources/fete-du-four -> 301|200
get /id/$fete -> 303
	Accept: text/html
	keep bal=header Location
get $bal -> 200 "Four commun"
	lacks "Four mobile"
get $bal -> 200 "Four commun"
get /id/$four -> 303
	Accept: text/html
	keep commun=header Location
get $commun -> 200 "Bal du four"
get $commun -> 200 "Bal du four"
post /do/resource.archive as anne id=$fete reason=Fini -> 200
get $commun -> 200
	lacks "Bal du four"
get $commun -> 200
post /do/resource.restore as anne id=$fete reason=Encore -> 200
get $commun -> 200 "Bal du four"
get $bal -> 200 "Four commun"
get $bal -> 200 "Four commun"
put /api/v1/resources/$fete as anne -> 200
	If-Match: "4"
	{"type": "memo", "title": "Bal du four", "summary": "Au presbytère."}
get $commun -> 200
	lacks "Bal du four"
put /api/v1/resources/$fete as anne -> 200
	If-Match: "5"
	{"type": "memo", "title": "Bal du four", "summary": "Au four.", "uses": ["$four"]}
get $commun -> 200 "Bal du four"
get $bal -> 200 "Four commun"
post /do/resource.unpublish as anne id=$four reason=Non -> 200
get $bal -> 200
	lacks "Four commun"
put /api/v1/resources/$fete as anne -> 200
	If-Match: "6"
	{"type": "memo", "title": "Bal du four", "summary": "Sans four."}
get $bal -> 200 "Sans four."
	lacks "Four commun"

story "a link to a draft shows on the day that the draft is published"
user anne member
user sara steward
post /do/type.state as sara -> 200
	{"type": {"name": "memo", "label": {"fr": "Mémo"}, "fields": [{"name": "title", "kind": "line", "label": {"fr": "Titre"}, "required": true}, {"name": "summary", "kind": "line", "label": {"fr": "Résumé"}, "required": true}, {"name": "uses", "kind": "sheets", "types": ["tool"], "rdf": "schema:workExample", "label": {"fr": "Emploie"}, "inverse": {"fr": "Employé dans"}}]}}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Pressoir", "summary": "Pas fini.", "state": "draft"}
	keep id=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "memo", "title": "Jour du cidre", "summary": "En octobre.", "uses": ["$id"]}
get /ressources/jour-du-cidre -> 200
get /ressources/jour-du-cidre -> 200
	lacks "Pressoir"
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"type": "tool", "title": "Pressoir", "summary": "Fini.", "state": "published"}
get /ressources/jour-du-cidre -> 200 "Pressoir"

story "names of places, of kinds and of people are never those of yesterday"
user anne member
user sara steward
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "territories": ["86116"]}
	keep id=.id
get /territoires/86116-jazeneuil -> 200 "Four mobile"
get /territoires/86116-jazeneuil -> 200 "Four mobile"
get /territoires/63113-clermont-ferrand -> 200
get /territoires/63113-clermont-ferrand -> 200
	lacks "Four mobile"
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"type": "tool", "title": "Four mobile", "summary": "Il se loue.", "territories": ["63113"]}
get /territoires/86116-jazeneuil -> 200
	lacks "Four mobile"
get /territoires/63113-clermont-ferrand -> 200 "Four mobile"
get /territoires/63113-clermont-ferrand -> 200 "Il se loue."
post /do/resource.archive as anne id=$id reason=Fini -> 200
get /territoires/63113-clermont-ferrand -> 200
	lacks "Four mobile"
post /do/resource.restore as anne id=$id reason=Encore -> 200
get /ressources/four-mobile -> 200
get /ressources/four-mobile as sara -> 200
get /ressources/four-mobile as sara -> 200
post /do/type.state as sara -> 200
	{"type": {"name": "tool", "label": {"fr": "Engin", "en": "Contraption"}, "fields": [{"name": "title", "kind": "line", "label": {"fr": "Titre"}, "required": true}, {"name": "summary", "kind": "line", "label": {"fr": "Résumé"}, "required": true}, {"name": "territories", "kind": "territories", "label": {"fr": "Lieux"}}]}}
get /ressources/four-mobile -> 200 "Contraption"
get /ressources/four-mobile as sara -> 200 "Contraption"
get /ressources/four-mobile as sara -> 200 "Contraption"
get /compte as anne -> 200
submit /do/account.rename as anne name="Une boulangère" -> 303
get /ressources/four-mobile -> 200 "Une boulangère"
get /ressources/four-mobile as sara -> 200 "Une boulangère"

story "what an author alone may do is on no one else's page"
user anne member
user basile member
user lise reader
user celine steward
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Atelier", "summary": "Un tiers-lieu.", "contact": "atelier@example.org"}
	keep id=.id
get /ressources/atelier as anne -> 200 "/ressources/atelier/etat"
get /ressources/atelier as basile -> 200 "My account"
	lacks "/ressources/atelier/etat"
	has "atelier@example.org"
	lacks "_csrf"
get /ressources/atelier as anne -> 200 "/ressources/atelier/etat"
get /ressources/atelier as basile -> 200 "My account"
	lacks "/ressources/atelier/etat"
get /ressources/atelier as anne -> 200 "/ressources/atelier/etat"
	header Cache-Control = "private, no-cache"
get /ressources/atelier as celine -> 200 "/ressources/atelier/etat"
get /ressources/atelier as celine -> 200 "/ressources/atelier/etat"
get /ressources/atelier as basile -> 200
	lacks "/ressources/atelier/etat"
	header Cache-Control = "private, no-cache"
	header Vary has "Cookie"
get /ressources/atelier as lise -> 200 "My account"
	lacks "atelier@example.org"
get /ressources/atelier as lise -> 200
	lacks "atelier@example.org"
get /ressources/atelier -> 200 "Sign in"
	lacks "atelier@example.org"
	lacks "My account"
get /ressources/atelier -> 200 "Sign in"
get /ressources/atelier as basile -> 200 "atelier@example.org"

story "drafts and their versions stay their author's, however often they are read"
user anne member
user basile member
user celine steward
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Ébauche", "summary": "Pas fini.", "state": "draft"}
	keep id=.id
get /ressources/ebauche as anne -> 200 "Pas fini."
get /ressources/ebauche as anne -> 200 "Pas fini."
get /ressources/ebauche as celine -> 200 "Pas fini."
get /ressources/ebauche as celine -> 200 "Pas fini."
get /ressources/ebauche as basile -> 404
	lacks "Pas fini."
get /ressources/ebauche -> 404
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Ébauche", "summary": "Fini.", "state": "published"}
get /ressources/ebauche/versions as basile -> 200
	lacks "kept as a draft"
get /ressources/ebauche/versions as basile -> 200
	lacks "kept as a draft"
get /ressources/ebauche/versions as anne -> 200 "kept as a draft"
get /ressources/ebauche/versions as celine -> 200 "kept as a draft"
get /ressources/ebauche/versions as basile -> 200
	lacks "kept as a draft"
get /ressources/ebauche/versions/1 as anne -> 200 "Pas fini."
get /ressources/ebauche/versions/1 as anne -> 200 "Pas fini."
get /ressources/ebauche/versions/1 as basile -> 404
get /ressources/ebauche as basile -> 200 "Fini."
post /do/resource.unpublish as anne id=$id reason=Non -> 200
get /ressources/ebauche as basile -> 404
	lacks "Fini."
get /ressources/ebauche as anne -> 200 "Fini."

story "another role, a closed account: the next page is another"
user anne member
user basile member
user rene administrator
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Atelier", "summary": "Un tiers-lieu.", "contact": "atelier@example.org"}
get /comptes as rene -> 200
	keep basile=/\/comptes\/(\w{26})'>basile/
run archipel user token basile@example.org -> 0
	keep token=/([\w-]{30,})/
get /ressources/atelier as basile -> 200 "atelier@example.org"
get /ressources/atelier as basile -> 200 "atelier@example.org"
get /ressources/atelier -> 200 "atelier@example.org"
	Authorization: Bearer $token
get /ressources/atelier -> 200 "atelier@example.org"
	Authorization: Bearer $token
post /do/account.role as rene id=$basile role=reader -> 200
get /ressources/atelier as basile -> 200 "Sign in"
	lacks "atelier@example.org"
get /ressources/atelier -> 200 "My account"
	Authorization: Bearer $token
	lacks "atelier@example.org"
get /ressources/atelier -> 200
	Authorization: Bearer $token
	lacks "atelier@example.org"
post /do/account.role as rene id=$basile role=steward -> 200
get /ressources/atelier -> 200 "/ressources/atelier/etat"
	Authorization: Bearer $token
post /do/account.role as rene id=$basile role=member -> 200
get /ressources/atelier -> 200 "atelier@example.org"
	Authorization: Bearer $token
	lacks "/ressources/atelier/etat"
get /ressources/atelier -> 200
	Authorization: Bearer $token
post /do/account.close as rene id=$basile -> 200
get /ressources/atelier -> 401
	Authorization: Bearer $token
	lacks "atelier@example.org"

story "signed out, revoked, with another password: at once, on pages kept too"
user anne member
user basile member
visitor bis
post /api/v1/resources as basile -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Atelier", "summary": "Un tiers-lieu.", "contact": "atelier@example.org"}
get /compte as anne -> 200
submit /do/account.password as anne password="le velo bleu de la factrice" -> 303
get /connexion as bis -> 200
submit /connexion as bis email=anne@example.org password="le velo bleu de la factrice" -> 303
get /ressources/atelier as bis -> 200 "My account"
get /ressources/atelier as bis -> 200 "My account"
get /ressources/atelier as anne -> 200 "My account"
get /compte as anne -> 200
submit /compte/seances as anne -> 303
get /ressources/atelier as bis -> 200 "Sign in"
	lacks "My account"
	lacks "atelier@example.org"
get /ressources/atelier as anne -> 200 "My account"
get /connexion as bis -> 200
submit /connexion as bis email=anne@example.org password="le velo bleu de la factrice" -> 303
get /ressources/atelier as bis -> 200 "My account"
get /ressources/atelier as bis -> 200 "My account"
get /compte as anne -> 200
submit /do/account.password as anne current="le velo bleu de la factrice" password="un autre velo, vert celui-la" others=yes -> 303
get /ressources/atelier as bis -> 200 "Sign in"
	lacks "My account"
get /compte as anne -> 200
submit /compte/jetons as anne label="Le site" -> 200
	keep token=/<code>([\w-]{30,})</
get /ressources/atelier -> 200 "My account"
	Authorization: Bearer $token
get /ressources/atelier -> 200 "atelier@example.org"
	Authorization: Bearer $token
get /ressources/atelier -> 200 "Sign in"
	Cookie: archipel=$token.1
	lacks "atelier@example.org"
get /compte as anne -> 200
submit /compte/jetons/retirer as anne -> 303
get /ressources/atelier -> 401
	Authorization: Bearer $token
	lacks "My account"
	lacks "atelier@example.org"
get /ressources/atelier as anne -> 200 "My account"
get /compte as anne -> 200
submit /deconnexion as anne -> 303
get /ressources/atelier as anne -> 200 "Sign in"
	lacks "atelier@example.org"

story "who wrote sees it, through pages kept for others too"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Il se prête."}
	keep id=.id
get /ressources/four as basile -> 200 "Il se prête."
get /ressources/four as basile -> 200 "Il se prête."
	header Archipel-Position some
	header Set-Cookie none
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four", "summary": "Il se loue."}
get /ressources/four as basile -> 200 "Il se loue."
	header Set-Cookie has "archipel="
get /ressources/four as basile -> 200 "Il se loue."
	header Set-Cookie none
get /ressources/four as anne -> 200 "Il se loue."

story "lists, places, the site's own pages: by role, and each reader's search is theirs"
user anne member
user rene administrator
get /plan-du-site as rene -> 200 "/comptes"
get /plan-du-site as rene -> 200 "/comptes"
get /plan-du-site as anne -> 200 "/compte"
	lacks "/comptes"
get /plan-du-site as anne -> 200
	lacks "/comptes"
get /plan-du-site -> 200
	lacks "/comptes"
get /ressources as anne -> 200 "My account"
get / as anne -> 200 "My account"
get /territoires/86116-jazeneuil as anne -> 200 "My account"
	lacks "Four mobile"
get /territoires/86116-jazeneuil as anne -> 200
get / as anne -> 200
get /ressources as anne -> 200
	lacks "Four mobile"
post /api/v1/resources as rene -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "territories": ["86116"]}
wait 1200
get /territoires/86116-jazeneuil as anne -> 200 "Four mobile"
get / as anne -> 200 "Four mobile"
get /ressources as anne -> 200 "Four mobile"
get /ressources?q=four as anne -> 200 "Four mobile"
	header Cache-Control = "private, no-cache"
get /ressources?q=four -> 200 "Sign in"
	lacks "My account"
