# Search: which words find which sheets, filters, what is said when nothing is found.

story "French words find each other, and not others"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Une chèvrerie à plusieurs", "summary": "Ce que coûtent des chèvreries.", "body": "Les chevaux ne sont pas de trop."}
	keep goats=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Sept écoles", "summary": "Les élèves calculent.", "body": "Au cœur de l’agroécologie, en œuvre."}
	keep pupils=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Élevage", "summary": "Élever des bêtes, un chiffre élevé.", "body": "Des coopératives énergétiques à Saint-Étienne."}
	keep farm=.id
get /api/v1/resources?q=chevrerie -> 200
	.total = 1
	.items[0].id = "$goats"
get /api/v1/resources?q=ch%C3%A8vreries -> 200
	.total = 1
	.items[0].id = "$goats"
get /api/v1/resources?q=%C3%A9l%C3%A8ve -> 200
	.total = 1
	.items[0].id = "$pupils"
get /api/v1/resources?q=eleve -> 200
	.total = 1
	.items[0].id = "$pupils"
get /api/v1/resources?q=%C3%A9levage -> 200
	.total = 1
	.items[0].id = "$farm"
get /api/v1/resources?q=agro%C3%A9cologie -> 200
	.total = 1
	.items[0].id = "$pupils"
get /api/v1/resources?q=l%27agroecologie -> 200
	.total = 1
get /api/v1/resources?q=oeuvre -> 200
	.total = 1
	.items[0].id = "$pupils"
get /api/v1/resources?q=coeur -> 200
	.total = 1
	.items[0].snippet has "cœur"
get /api/v1/resources?q=cheval -> 200
	.total = 1
	.items[0].id = "$goats"
get /api/v1/resources?q=cooperative+energetique -> 200
	.total = 1
	.items[0].id = "$farm"
get /api/v1/resources?q=saint+etienne -> 200
	.total = 1
	.items[0].id = "$farm"
get /api/v1/resources?q=st-etienne -> 200
	.total = 1
	.items[0].id = "$farm"
get /api/v1/resources?q=%22coop%C3%A9ratives+%C3%A9nerg%C3%A9tiques%22 -> 200
	.total = 1
get /api/v1/resources?q=%22%C3%A9nerg%C3%A9tiques+coop%C3%A9ratives%22 -> 200
	.total = 0
get /api/v1/resources?q=cheval+-ch%C3%A8vrerie -> 200
	.total = 0
get /api/v1/resources?q=%22+AND+(+NEAR -> 200
get /api/v1/resources?q=* -> 200
get "/api/v1/resources?q=title:x OR" -> 200|400

story "what is not published is not found"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Zoothèque", "summary": "Des bêtes à prêter.", "state": "draft"}
	keep id=.id
get /api/v1/resources?q=zoot%C3%A8que -> 200
	.total = 0
get /api/v1/resources?q=zooth%C3%A8que -> 200
	.total = 0
	.nearest none
get /api/v1/resources?q=zooth%C3%A8que as anne -> 200
	.total = 0
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"type": "tool", "title": "Zoothèque", "summary": "Des bêtes à prêter.", "state": "published"}
get /api/v1/resources?q=zootheque -> 200
	.total = 1
	.items[0].id = "$id"
	.items[0].type = "tool"
	.items[0].title = "Zoothèque"
get /api/v1/resources?q=zoothaque -> 200
	.total = 0
	.nearest = "zoothèque"
put /api/v1/resources/$id as anne -> 200
	If-Match: "2"
	{"type": "tool", "title": "Parc de prêt", "summary": "Des bêtes à prêter."}
get /api/v1/resources?q=zoothèque -> 200
	.total = 0
	.nearest none
get /api/v1/resources?q=parc -> 200
	.total = 1

story "filters, counts that follow, cursors"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Un four.", "territories": ["86158"], "tags": ["pain"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Four fixe", "summary": "Un four.", "territories": ["79174"], "tags": ["pain"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Levain", "summary": "Sans four.", "tags": ["levain"]}
get /api/v1/resources -> 200
	.total = 3
	.items.length = 3
	.items[0].title = "Levain"
get /api/v1/resources?q=four&type=method -> 200
	.total = 2
	.facets.type.length = 2
	.facets.tags.length = 2
get /api/v1/resources?type=method&type=tool&tags=pain -> 200
	.total = 2
get /api/v1/resources?territory=86158 -> 200
	.total = 1
	.items[0].title = "Four mobile"
get /api/v1/resources?territory=R75 -> 200
	.total = 2
get /api/v1/resources?territory=D86 -> 200
	.total = 1
get /api/v1/resources?territory=nulle-part -> 200
	.total = 0
get /api/v1/resources?limit=2 -> 200
	.items.length = 2
	.next some
	keep next=.next
get /api/v1/resources?limit=2&cursor=$next -> 200
	.items.length = 1
	.items[0].title = "Four mobile"
	.next = null
get /api/v1/resources?cursor=autre -> 400

story "without JavaScript: the list, its filters, what to do when nothing is found"
user anne member
get /ressources -> 200 "This commons awaits its first sheet" "Write the first sheet"
get / -> 200 "This commons awaits its first sheet"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Compostage", "summary": "Rendre à la terre.", "territories": ["86158"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "La Remise", "summary": "Prête du compostage."}
get /ressources?q=compostage -> 200 "Compostage" "<mark>compostage</mark>"
	lacks "awaits"
get /ressources?q=compostaje -> 200
	Accept-Language: fr
	has "Rien pour « compostaje »"
	has "Vouliez-vous dire"
	has "q=compostage"
get /ressources?q=compostage&type=organisation -> 200 "La Remise"
	lacks "Rendre à la terre"
get /ressources?q=%3Cscript%3Ealert(1)%3C/script%3E -> 200
	lacks "<script"
get /acteurs -> 200 "La Remise"
	lacks "Rendre à la terre"
get / -> 200 "Migné-Auxances"
	lacks "awaits"

story "the index may be lost"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Retrouvaille", "summary": "Perdue, refaite."}
get /api/v1/resources?q=retrouvailles -> 200
	.total = 1
stop
run sh -c "rm $data/search-*" -> 0
start
wait 1000
get /api/v1/resources?q=retrouvaille -> 200
	.total = 1
kill
start
get /api/v1/resources?q=retrouvaille -> 200
	.total = 1

story "an index that is not there is said to be missing: a list is not called empty"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Cachette", "summary": "Là, sans index."}
stop
run sh -c "for f in $data/search-*.db; do rm -f $f*; mkdir $f; done" -> 0
start
get /ressources -> 200 "The index of this commons is being made"
	lacks "awaits its first sheet"
get / -> 200 "The index of this commons is being made"
	lacks "awaits its first sheet"
get /ressources/cachette -> 200 "Là, sans index."
stop
run sh -c "rmdir $data/search-*.db" -> 0
start
wait 500
get /ressources -> 200 "Cachette"
	lacks "is being made"

story "a facet of many values says how many it does not show"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Fiche a", "summary": "Des mots.", "tags": ["mot a00", "mot a01", "mot a02", "mot a03", "mot a04", "mot a05", "mot a06", "mot a07", "mot a08", "mot a09", "mot a10", "mot a11", "mot a12", "mot a13", "mot a14", "mot a15", "mot a16", "mot a17", "mot a18", "mot a19", "mot a20", "mot a21", "mot a22", "mot a23", "mot a24"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Fiche b", "summary": "Des mots.", "tags": ["mot b00", "mot b01", "mot b02", "mot b03", "mot b04", "mot b05", "mot b06", "mot b07", "mot b08", "mot b09", "mot b10", "mot b11", "mot b12", "mot b13", "mot b14", "mot b15", "mot b16", "mot b17", "mot b18", "mot b19", "mot b20", "mot b21", "mot b22", "mot b23", "mot b24"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Fiche c", "summary": "Des mots.", "tags": ["mot c00", "mot c01", "mot c02", "mot c03", "mot c04", "mot c05", "mot c06", "mot c07", "mot c08", "mot c09", "mot c10", "mot c11", "mot c12", "mot c13", "mot c14", "mot c15", "mot c16", "mot c17", "mot c18", "mot c19", "mot c20", "mot c21", "mot c22", "mot c23", "mot c24"]}
get /ressources?filtre=tags -> 200 "And 5 more: type a word to find them."

story "filters cross: classes, licence, language, what was tried; one address for each combination"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four partagé", "summary": "Un four.", "cost": {"min": 300, "max": 900}, "duration": {"min": 2, "max": 3, "unit": "week"}, "territories": ["86158"]}
	keep oven=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Tour de table", "summary": "Chacun parle.", "cost": {"min": 0, "max": 0}, "duration": {"min": 2, "unit": "hour"}, "licence": "CC0-1.0", "territories": ["D86"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Grand chantier", "summary": "Long et cher.", "cost": {"min": 5000, "max": 60000}, "duration": {"min": 14, "max": 18, "unit": "month"}}
get /api/v1/resources?cost=0 -> 200
	.total = 1
	.items[0].title = "Tour de table"
	.facets.cost.length = 4
get /api/v1/resources?cost=0..1000 -> 200
	.total = 1
	.items[0].title = "Four partagé"
get /api/v1/resources?cost=1000..10000&cost=10000..100000 -> 200
	.total = 1
	.items[0].title = "Grand chantier"
get /api/v1/resources?duration=0..1&duration=1..31&cost=0..1000 -> 200
	.total = 1
get /api/v1/resources?licence=CC-BY-SA-4.0 -> 200
	.total = 2
	.facets.licence.length = 2
	.facets.licence[0].count = 2
	.facets.licence[0].more = 0
	.facets.licence[1].more = 1
get /api/v1/resources?language=fr&departement=D86&type=method -> 200
	.total = 1
get /api/v1/resources?commune=86158 -> 200
	.total = 1
	.facets.epci.length = 1
get /api/v1/resources?reports=yes -> 200
	.total = 0
get "/ressources?type=tool&cost=0..1000&autre=x" -> 200
	matches /rel='canonical' href='[^']*.ressources\?cost=0..1000&amp;type=tool'/
	lacks "noindex"
get "/ressources?cost=0..1000&type=tool&type=tool" -> 200
	matches /rel='canonical' href='[^']*.ressources\?cost=0..1000&amp;type=tool'/
# one filter beside the type, no more; of maps, the whole one only
get "/ressources?language=fr&cost=0..1000" -> 200
	has "noindex, nofollow"
get "/ressources?type=tool&type=method" -> 200
	has "noindex, nofollow"
get /ressources?licence=CC-BY-SA-4.0 -> 200
	lacks "noindex"
	matches /href='[^']*cost=0..1000&amp;licence=CC-BY-SA-4.0' rel='nofollow'/
	matches /href='[^']*licence=CC-BY-SA-4.0&amp;type=tool'>/
get /carte -> 200
	lacks "noindex"
	matches /href='[^']*.carte\?cost=0..1000' rel='nofollow'/
get /carte?type=tool -> 200
	has "noindex, nofollow"
get /carte.geojson?type=tool -> 200
	header X-Robots-Tag = noindex
get /ressources?q=four -> 200
	has "noindex, nofollow"
get /ressources -> 200
	lacks "noindex"
# addresses that anyone may make up, with nothing behind them
get /ressources?tags=rien -> 200
	has "noindex, nofollow"
get /ressources?territory=01001 -> 200
	has "noindex, nofollow"
get "/ressources?tags=1&tags=2&tags=3&tags=4&tags=5&tags=6&tags=7&tags=8&tags=9&tags=10&tags=11&tags=12&tags=13" -> 200
	has "twelve filters"
get /robots.txt -> 200 "/*?q=" "/*&*&*&"

story "a list is taken away: a table that computes nothing, a feed, the rest by Link"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "=HYPERLINK(\"x\")", "summary": "-5 degrés; \"froid\"", "cost": {"min": 12.5, "max": 900}, "tags": ["@pain", "levain"], "territories": ["01209"], "duration": {"min": 2, "max": 3, "unit": "week"}}
	keep id=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "La Remise & cie", "summary": "Prête des outils."}
get /ressources.csv?type=tool -> 200
	Accept-Language: fr
	header Content-Type = text/csv; charset=utf-8
	header Content-Disposition has attachment
	has "\"Titre\";\"En une phrase\";\"Adresse\";\"Type\";\"Identifiant\""
	has "\"'=HYPERLINK(\"\"x\"\")\";\"'-5 degrés; \"\"froid\"\"\""
	has "\"Outil\";\"$id\";1;\"fr\""
	has ";12,5;900;\"€\""
	has ";2;3;\"semaines\""
	has "\"'@pain | levain\""
	has "\"01209 Léaz (Ain)\""
	lacks "Remise"
get /ressources.csv -> 200
	Accept-Language: en
	has "\"'=HYPERLINK(\"\"x\"\")\",\"'-5 degrés"
	has ",12.5,900,"
	has "\"La Remise & cie\",\"Prête des outils.\""
	header Link none
get /ressources.csv?depuis=1 -> 200
	has "HYPERLINK"
	lacks "Remise"
get /ressources.csv?q=introuvable -> 200
	lacks "HYPERLINK"
get "/ressources.atom?territory=01209&type=tool" -> 200
	Accept-Language: fr
	header Content-Type = application/atom+xml; charset=utf-8
	matches /<id>[^<]*.ressources\?territory=01209&amp;type=tool<.id>/
	matches /<title>=HYPERLINK.&quot;x&quot;.<.title><id>[^<]*.id.$id<.id>/
	lacks "Remise"
get /ressources.atom -> 200 "La Remise &amp; cie"
get /ressources -> 200
	matches /type='application.atom.xml' title='[^']*' href='[^']*.ressources\.atom'/
	has "/ressources.csv'"
get /acteurs -> 200
	has "/ressources.csv?type=organisation'"
