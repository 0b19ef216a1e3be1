# Vocabularies: read by people and by programs, stated by stewards.

story "vocabularies are pages and JSON"
get /schemas -> 200 "Axes of resilience" "Licences"
	Accept-Language: en
get /schemas/axes -> 200 "Alimentaire" "Garder la terre nourricière"
	Accept-Language: fr
get /schemas/axes/alimentaire-relier-cantines -> 200 "Supply canteens from nearby"
	has "Link fields and plates"
get /schemas/archipels/participation -> 200 "Decide together"
get /schemas/licences/etalab-2.0 -> 200 "https://www.etalab.gouv.fr/"
get /schemas/rien -> 404
get /schemas/axes/rien -> 404
get /api/v1/schemes -> 200
	.items.length >= 20
get /api/v1/schemes/piliers -> 200
	.concepts.length = 6
	.concepts[0].notation = "connaitre"
get /api/v1/schemes/rien -> 404

story "a steward states a vocabulary, and sheets are told apart by it at once"
user sara steward
user anne member
post /do/scheme.state as anne -> 403
	{"scheme": {"name": "saisons", "label": {"fr": "Saisons"}, "concepts": []}}
post /do/scheme.state as sara -> 422 "concepts.1.notation"
	{"scheme": {"name": "saisons", "label": {"fr": "Saisons"}, "concepts": [{"notation": "ete", "label": {"fr": "Été"}}, {"notation": "ete", "label": {"fr": "Hiver"}}]}}
post /do/scheme.state as sara -> 200
	{"scheme": {"name": "saisons", "label": {"fr": "Saisons"}, "concepts": [{"notation": "ete", "label": {"fr": "Été", "en": "Summer"}, "narrower": [{"notation": "canicule", "label": {"fr": "Canicule"}}]}, {"notation": "hiver", "label": {"fr": "<b>Hiver</b>"}, "related": ["ete"]}]}}
get /schemas/saisons -> 200 "Summer" "Canicule"
	has "&lt;b&gt;Hiver"
	lacks "<b>Hiver"
get /schemas/saisons/hiver -> 200 "Summer"
restart
get /schemas/saisons/canicule -> 200 "Summer"
run archipel rebuild
get /api/v1/schemes/saisons -> 200
	.concepts[0].narrower[0].notation = "canicule"

story "the same statement twice adds nothing to the log"
user sara steward
post /do/scheme.state as sara -> 200
	{"scheme": {"name": "s", "label": {"fr": "S"}, "concepts": []}}
get /api/v1/log?limit=1000 -> 200
	keep n=.items.length
post /do/scheme.state as sara -> 200
	{"scheme": {"concepts": [], "label": {"fr": "S"}, "name": "s"}}
get /api/v1/log?limit=1000 -> 200
	.items.length = $n
