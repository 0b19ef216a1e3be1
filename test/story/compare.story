# What territories share, and what is told of each: comparable communes, two to four side by side.

story "comparable communes say what they share, and the reader changes it"
get /territoires/86116-jazeneuil/comparables -> 200 "Communes comparable to Jazeneuil" "500 to 999 inhabitants, intercommunality of 31 to 60 communes, Nouvelle-Aquitaine" "Sanxay" "Ménigoute"
	has "<select"
	lacks "noindex"
get /territoires/72181-le-mans/comparables -> 200 "Communes comparables au Mans"
	Accept-Language: fr
get /territoires/86116-jazeneuil/comparables?people=near&where=departement -> 200 "200 to 1,999 inhabitants, Vienne"
	has "noindex"
	lacks "Ménigoute"
get /territoires/86116-jazeneuil/comparables?people=same&where=region&told=1 -> 200 "No commune meets all these criteria" "Back to the usual criteria"
get /territoires/86116-jazeneuil/comparables?people=%3Cscript%3E&where=zz&page=99999999 -> 200
	lacks "<script>"
get /territoires/86116-jazeneuil/comparables?people=same&where=region&page=400 -> 200 "Sanxay"
get /territoires/29083-ile-de-sein/comparables -> 200 "200 to 499 inhabitants"
get /territoires/75056-paris/comparables -> 200 "Boulogne-Billancourt" "100,000 inhabitants or more"
get /territoires/98411-iles/comparables -> 200 "Its population is not known"
get /territoires/C01015-arbignieu/comparables -> 200 "Its population is not known"
get /territoires/75101-paris/comparables -> 200 "among communes only"
get /territoires/D86-vienne/comparables -> 200 "among communes only"
get /territoires/99999-nulle-part/comparables -> 404
get /api/v1/territories/86116/comparables?limit=2 -> 200
	.items.length = 2
	.items[0].code = "86253"
	.items[0].score = 1
	.items[0].traits.people = "same"
	.items[0].traits.density = "unknown"
	.items[1].traits.epci_kind = "apart"
	.criteria.region = "same"
	.criteria.told = false
	.next = "2"
	.total >= 100
get /api/v1/territories/86116/comparables?limit=2&cursor=2 -> 200
	.next = "4"
get /api/v1/territories/86116/comparables?people=same&where=departement&told=1 -> 200
	.items.length = 0
	.next = null
get /api/v1/territories/D86/comparables -> 404 "among communes only"
get /api/v1/territories/99999/comparables -> 404 "no territory with this code"

story "two to four territories side by side"
get /territoires/comparer -> 200 "First territory"
get /territoires/comparer?avec=86116 -> 200 "Jazeneuil is alone"
get /territoires/comparer?avec=86116,16368 -> 200 "Same size: 500 to 999 inhabitants" "Vienne and Charente, in the same région" "Density not known for both" "CA du Grand Angoulême"
get /territoires/comparer?avec=86116&avec=16368&avec=86116 -> 200 "Sers"
	matches /Région<[^]{0,40}<td colspan='2'><span class='muted'>For all:<.span> Nouvelle-Aquitaine</
	matches /<tr class='brief'><th scope='row'>Inhabitants<.th><td data-t='Jazeneuil'>/
	lacks "Class of inhabitants"
get /territoires/comparer?avec=86116,C01015,200069854,R75 -> 200 "Not filled in" "by where they lie only"
get /territoires/comparer?avec=86116,63113,75056,69123,13055 -> 200 "Marseille is left out"
get /territoires/comparer?avec=86116,99999 -> 200 "No territory has the code “99999”" "Jazeneuil is alone"
get /territoires/comparer?avec=%3Cb%3E -> 200 "&lt;b&gt;"
	lacks "<b>&"
get /territoires/comparer?avec=86116&ajouter=saint-denis -> 200 "Which one?" "Saint-Denis (La Réunion)" "Saint-Denis (Aude)"
	has "avec=86116,97411"
get /territoires/comparer?avec=86116&ajouter=16368 -> 303
	header Location has "/territoires/comparer?avec=86116,16368"
get /territoires/comparer?avec=86116&ajouter=zzyzzx -> 200 "No territory is called “zzyzzx”"
get /territoires/comparer.csv?avec=86116,16368 -> 200 "Jazeneuil" "Sers"
	header Content-Type has "text/csv"
get /territoires/comparer.csv?avec=86116 -> 400 "Name two to four territories"
get /api/v1/territories/compare?with=86116,16368,29083 -> 200
	.items.length = 3
	.items[0].epci_kind = "CU"
	.items[1].epci_communes = 38
	.items[2].epci = null
	.items[0].density = null
	.likeness.length = 3
	.likeness[0].score = 0.875
	.likeness[0].traits.departement = "near"
get /api/v1/territories/compare?with=86116,99999 -> 404
get /api/v1/territories/compare?with=86116 -> 400

story "a sheet shows at once where it was lived, around it and in what contains it, and goes as it came"
user anne member
user stef steward
get /territoires/86116-jazeneuil -> 200 "Nobody has told yet" "Nothing is told within 30 km"
get /territoires/200069854-cu-du-grand-poitiers -> 200 "Nobody has told yet"
get /territoires/R75-nouvelle-aquitaine -> 200 "Nobody has told yet"
get /territoires/86139-lusignan -> 200 "Nothing is told within 30 km"
get /territoires/86253-sanxay -> 200 "Nobody has told yet"
	lacks "1 sheet"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Un four."}
	keep tool=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Le four un samedi", "summary": "Essayé.", "territories": ["86116"], "difficulties": "Le bois.", "differently": "Du bois sec.", "uses": ["$tool"]}
	keep told=.id
get /territoires/86116-jazeneuil -> 200 "Le four un samedi" "What was used" "Four mobile"
	lacks "Nobody has told yet"
get /territoires/200069854-cu-du-grand-poitiers -> 200 "Le four un samedi" "Where most is told"
get /territoires/D86-vienne -> 200 "Le four un samedi"
get /territoires/R75-nouvelle-aquitaine -> 200 "Le four un samedi"
get /territoires/86139-lusignan -> 200 "1 sheet within 10 km" "1 report among them"
get /territoires/86253-sanxay -> 200 "1 sheet"
get /territoires/comparer?avec=86116,16368 -> 200 "Le four un samedi"
get /api/v1/territories/86253/comparables?people=same&where=region&told=1 -> 200
	.items.length = 1
	.items[0].code = "86116"
	.items[0].sheets = 1
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Les Fours d’ici", "summary": "Une équipe.", "territories": ["D86"]}
get /territoires/D86-vienne -> 200 "Who acts here" "Les Fours d’ici"
get /territoires/86116-jazeneuil -> 200 "No organisation says that it acts here" "Nobody asks for help nor offers any in Jazeneuil"
	has "/ressources/nouvelle/need?territoire=86116"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "need", "title": "Du bois sec", "summary": "Avant samedi.", "territories": ["86116"]}
get /territoires/86116-jazeneuil -> 200 "Du bois sec"
	lacks "Nobody asks"
get /territoires/86139-lusignan -> 200 "1 sheet, 1 need"
get /territoires/comparer?avec=86116,16368 -> 200 "Du bois sec"
post /do/resource.archive as stef id=$told reason=Doublon -> 200
get /territoires/86116-jazeneuil -> 200 "Nobody has told yet"
get /territoires/86139-lusignan -> 200 "0 sheets within 10 km" "1 need"
get /territoires/R75-nouvelle-aquitaine -> 200
	lacks "Le four un samedi"
post /do/resource.restore as stef id=$told reason=Encore -> 200
get /territoires/86116-jazeneuil -> 200 "Le four un samedi"
get /territoires/86139-lusignan -> 200 "1 sheet within 10 km"
