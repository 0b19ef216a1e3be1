# Kinds of sheets: definitions as data, forms without scripts, checks with sentences.

story "what a sheet of each kind holds is a page and JSON"
get /types -> 200 "Experience reports" "Action sheets"
get /types/tool -> 200 "What it is for" "Required."
get /types/rien -> 404
get /api/v1/types -> 200
	.items.length = 13
	.items[0].name = "method"
get /api/v1/types/tool -> 200
	.fields[0].name = "title"
	.schema.required.length = 2
	.schema.properties.steps.items.required[0] = "title"
get /api/v1/types/experience -> 200
	.schema.required has "differently"

story "a tool needs a title and a summary only; everything else is checked and cleaned"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur", "summary": "Il se prête."}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Enquête", "summary": "Aux portes.", "cost": "300 à 900 €", "effort": {"min": "12", "max": "20"}, "duration": "3 à 4 mois", "territories": ["Jazeneuil"], "axes": "Alimentaire", "licence": "CC BY 4.0", "tags": "#écoute, porte-à-porte", "web": "www.example.org", "steps": [{"title": "Déposer", "effort": 3}, {"title": ""}]}
	keep id=.id
get /api/v1/resources/$id -> 200
	.cost.max = 900
	.duration.unit = "month"
	.territories[0] = "86116"
	.axes[0] = "alimentaire"
	.licence = "CC-BY-4.0"
	.tags[1] = "porte-à-porte"
	.web = "https://www.example.org"
	.steps.length = 1
get /ressources/enquete -> 200 "300 à 900" "3 à 4" "Déposer"
	Accept-Language: fr

story "refusals say where, what is wrong and what would be right"
user anne member
post /api/v1/resources as anne -> 422
	Idempotency-Key: $uuid
	Accept-Language: fr
	{"type": "tool", "title": "x", "summary": "y", "cost": {"min": 900, "max": 300}, "people": "six cents environ", "steps": [{"title": "a", "effort": {"min": "six"}}], "territories": ["Saint-Denis"], "axes": ["Alimantaire"], "web": "javascript:alert(1)", "couts": 3}
	has "échangez-les"
	has "six cents environ"
	has "Écrivez un nombre"
	has "93066"
	has "Alimentaire"
	has "https://example.org/"
	has "cost"
post /api/v1/resources as anne -> 422
	Idempotency-Key: $uuid
	{"type": "experience", "title": "x", "summary": "y", "territories": ["86116"]}
	.errors.difficulties some
	.errors.differently some

story "more rows and more fields without a script, and nothing typed is lost"
user anne member
get /ressources/nouvelle/tool as anne -> 200
	has "steps.1.title"
	lacks "steps.2.title"
	lacks "name='licence'"
submit /do/resource.create as anne title=Four summary=Mobile steps.1.title=Cuire _more=steps -> 200
	has "steps.6.title"
	has "Cuire"
	lacks "class='errors'"
submit /do/resource.create as anne _more=_details -> 200
	has "name='licence'"
	has "Cuire"
get /ressources/four -> 404
submit /do/resource.create as anne state=published cost.min=cher -> 422 "Cuire"
	has "Expenses: "
	has "href='#f-cost-min'"
	has "name='licence'"
submit /do/resource.create as anne state=published cost.min=10 -> 303
follow as anne -> 200 "Cuire"

story "a community makes a kind of sheet of its own; sheets outlive its changes"
user sara steward
user anne member
post /do/type.state as anne -> 403
	{"type": {"name": "recipe"}}
post /do/type.state as sara -> 422 "money"
	{"type": {"name": "recipe", "label": {"fr": "Recette"}, "fields": [{"name": "title", "kind": "line", "label": {"fr": "Titre"}, "required": true}, {"name": "summary", "kind": "line", "label": {"fr": "Résumé"}, "required": true}, {"name": "price", "kind": "mony", "label": {"fr": "Prix"}}]}}
post /do/type.state as sara -> 200
	{"type": {"name": "recipe", "label": {"fr": "Recette"}, "fields": [{"name": "title", "kind": "line", "label": {"fr": "Titre"}, "required": true}, {"name": "summary", "kind": "line", "label": {"fr": "Résumé"}, "required": true}, {"name": "price", "kind": "money", "label": {"fr": "Prix"}}, {"name": "herbs", "kind": "group", "label": {"fr": "Herbes"}, "fields": [{"name": "herb", "kind": "line", "label": {"fr": "Herbe"}}]}]}}
get /ressources/nouvelle/recipe as anne -> 200 "Herbe"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "recipe", "title": "Soupe d’orties", "summary": "Verte.", "price": 2, "herbs": [{"herb": "Ortie"}]}
	keep id=.id
get /ressources/soupe-d-orties -> 200 "Ortie" "Prix"
post /do/type.state as sara -> 200
	{"type": {"name": "recipe", "label": {"fr": "Recette"}, "fields": [{"name": "title", "kind": "line", "label": {"fr": "Titre"}, "required": true}, {"name": "summary", "kind": "line", "label": {"fr": "Résumé"}, "required": true}]}}
get /api/v1/resources/$id -> 200
	.herbs[0].herb = "Ortie"
get /ressources/soupe-d-orties -> 200 "Ortie"

story "an e-mail address is for members, never for the public"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "La Ruche", "summary": "Un café.", "contact": "ruche-privee@example.org"}
	keep id=.id
get /api/v1/resources/$id -> 200
	lacks "ruche-privee@example.org"
get /ressources/la-ruche -> 200
	lacks "ruche-privee@example.org"
get /api/v1/resources/$id as anne -> 200
	.contact = "ruche-privee@example.org"
get /api/v1/log?limit=1000 -> 200
	lacks "ruche-privee@example.org"

story "what the API gives of a type can be stated again as it is"
user sara steward
get /api/v1/types/tool as sara -> 200
	keep type=.
run sh -c "cat > $dir/type.json" -> 0
	{"type": $type}
run archipel do type.state --values $dir/type.json -> 0 "tool"
