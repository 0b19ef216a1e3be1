# Every commune of France: found by name, postcode or code; a page each.

story "a territory is told to programs"
get /api/v1/territories/86116 -> 200
	.code = "86116"
	.kind = "commune"
	.name = "Jazeneuil"
	.population = 793
	.departement = "D86"
	.region = "R75"
	.epci = "200069854"
	.postcodes[0] = "86600"
	.postcodes.length = 1
	.point = "located"
	header ETag some
	keep tag=header ETag
get /api/v1/territories/86116 -> 304
	If-None-Match: $tag
get /api/v1/territories/d63 -> 200
	.name = "Puy-de-Dôme"
	.kind = "departement"
	.population >= 650000
get /api/v1/territories/R84 -> 200 "Auvergne-Rhône-Alpes"
get /api/v1/territories/200069854 -> 200
	.kind = "epci"
	.communes = 40
	.population = 196849
get /api/v1/territories/C01015 -> 200
	.name = "Arbignieu"
	.kind = "deleguee"
	.parent = "01015"
	.population = null
get /api/v1/territories/01015 -> 200 "Arboys en Bugey"
get /api/v1/territories/55039 -> 200
	.population = 0
get /api/v1/territories/99999 -> 404 "no territory with this code"
	header Content-Type has "application/problem+json"
get /api/v1/territories/99999 -> 404 "Aucun territoire n’a ce code"
	Accept-Language: fr
get /api/v1/territories/%27%3B%20-- -> 404

story "territories are listed whole, by pages"
get /api/v1/territories?kind=commune&limit=2 -> 200
	.total = 34969
	.items[0].code = "01001"
	.items.length = 2
	.next = "2"
get /api/v1/territories?kind=commune&limit=2&cursor=34967 -> 200
	.items.length = 2
	.next = null
get /api/v1/territories?kind=epci&limit=1 -> 200
	.total = 1255
get /api/v1/territories?limit=1 -> 200
	.total = 38980
get /api/v1/territories?cursor=abc -> 400 "cursor"
get /api/v1/territories?cursor=-1 -> 400
get /api/v1/territories?kind=village -> 400 "Kinds are"

story "a territory is found as people write it"
get /api/v1/territories?q=st+etienne -> 200
	.items[0].code = "42218"
get /api/v1/territories?q=Saint-%C3%89tienne -> 200
	.items[0].code = "42218"
get /api/v1/territories?q=86600&kind=commune -> 200 "Jazeneuil"
get /api/v1/territories?q=D63 -> 200
	.items[0].name = "Puy-de-Dôme"
get /api/v1/territories?q=saint-denis&kind=commune -> 200
	.items[0].title = "Saint-Denis (La Réunion)"
	.items[1].title = "Saint-Denis (Seine-Saint-Denis)"
get /api/v1/territories?q=l%E2%80%99abergement -> 200 "L'Abergement-Clémenciat"
get /api/v1/territories?q=zzzzzz -> 200
	.total = 0
	.items.length = 0
	.next = null

story "a place has a page at one address"
get /territoires/86116 -> 301
	header Location has "/territoires/86116-jazeneuil"
get /territoires/86116-une-autre -> 301
	header Location has "/territoires/86116-jazeneuil"
get /territoires/86116-jazeneuil -> 200 "Jazeneuil" "793 inhabitants" "86600" "Same intercommunality"
	has "Around, within 30"
	has "Lusignan"
	has "Comparable communes"
	has "500 to 999 inhabitants, intercommunality of 31 to 60 communes"
	has "<svg"
	lacks "fill=\"#"
get /territoires/86116-jazeneuil -> 200 "793 habitants, dans la Vienne" "Communes comparables"
	Accept-Language: fr
get /territoires/C01015-arbignieu -> 200 "Delegated commune" "Arboys en Bugey" "also that of the commune"
get /territoires/55039-beaumont-en-verdunois -> 200 "No inhabitant" "Comparable communes"
get /territoires/97105-basse-terre -> 200 "Guadeloupe"
get /territoires/98411-iles-saint-paul-et-nouvelle-amsterdam -> 200 "Population unknown"
get /territoires/75056-paris -> 200 "Paris 20e Arrondissement"
get /territoires/75101-paris-1er-arrondissement -> 200 "City district"
get /territoires/99999-nulle-part -> 404 "no territory at this address"

story "groups list their members by pages"
get /territoires/R75-nouvelle-aquitaine -> 200 "Gironde" "Deux-Sèvres"
get /territoires/D86-vienne -> 200 "CU du Grand Poitiers" "Poitiers" "Châtellerault"
	lacks "Jazeneuil"
get /territoires/D86-vienne?page=9 -> 200
	lacks "Châtellerault</a>"
get /territoires/D86-vienne?page=999 -> 200
get /territoires/200069854-cu-du-grand-poitiers -> 200 "Communauté urbaine du Grand Poitiers" "Jazeneuil"

story "a part of a commune says of which, in French as one speaks; a page past the end begins again"
get /territoires/C01015-arbignieu -> 200 "Partie de la commune d’Arboys en Bugey"
	Accept-Language: fr
get /territoires?q=arbignieu&page=2 -> 200 "Part of the commune of Arboys en Bugey"
	lacks "No commune"

story "territories are looked up"
get /territoires -> 200 "Bretagne" "Overseas collectivities" "Polynésie française"
get /territoires?q=saint-denis -> 200 "Saint-Denis (La Réunion)" "Saint-Denis (Seine-Saint-Denis)" "Saint-Denis (Aude)"
get /territoires?q=Jazneuil -> 200 "Did you mean:" "Jazeneuil"
get /territoires?q=%3Cscript%3E -> 200 "&lt;script&gt;"
	lacks "<script>"

story "loading the same territories again changes nothing"
get /api/v1/territories/86116 -> 200
stop
run archipel rebuild -> 0
run archipel verify -> 0
get /api/v1/territories/86116 -> 200 "Jazeneuil"
