# Experience reports: written step by step, counted on the sheets that they used, looked through.

story "a report says what it took and what failed, and the sheet that it used counts it"
user anne member
user chef steward
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "cost": {"min": 100, "max": 400}, "effort": {"min": 2, "max": 6}}
	keep tool=.id
get /ressources/four-mobile -> 200 "Nobody has told yet"
	has "nouvelle/experience?fiche=$tool"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Le four à Jazeneuil", "summary": "Un samedi.", "territories": ["86116"],
	 "context": "Le café avait fermé.", "timeline": [{"date": "05/2024", "title": "Une réunion"}, {"date": "2024-06-01", "title": "La première fournée"}],
	 "before": "Rien.", "after": "Un four.", "cost": "250 €", "paid_effort": 1, "volunteer_effort": "2,5",
	 "obstacles": ["Manque de temps", "meteo"], "difficulties": "Les bénévoles ont **manqué** en août.\n\nLa pluie aussi.", "differently": "Commencer plus tôt.",
	 "reuse": [{"sheet": "four-mobile", "answer": "adaptation", "condition": "Un abri."}],
	 "figures": [{"code": "86116", "population": 1000000}]}
	keep told=.id
get /api/v1/resources/$told -> 200
	.uses[0] = "$tool"
	.reuse[0].sheet = "$tool"
	.reuse[0].answer = "adaptation"
	.effort.min = 3.5
	.timeline[0].date = "2024-05"
	.figures[0].code = "86116"
	.figures[0].population != 1000000
	.figures[0].epci_communes >= 2
	.figures[0].departement_name = "Vienne"
	.figures[0].region_name = "Nouvelle-Aquitaine"
	.figures[0].source some
	.figures[0].source_date some
get /ressources/le-four-a-jazeneuil -> 200 "Foreseen by"
	has "Ring: what it really took, Jazeneuil"
	has "Une réunion"
	has "Paid person-days: 1"
	has "Volunteer person-days: 2.5"
	has "Un abri."
	has "Vienne"
get /ressources/le-four-a-jazeneuil -> 200 "<h2 id='f-obstacles'>What got in the way"
	has "Lack of time"
get /ressources/four-mobile -> 200 "Used 1 time"
	has "Lack of time <b>1 time</b>"
	has "experiences?fiche=$tool&amp;obstacle=temps"
	has "Ticked in 1 report out of 1."
	lacks "Nobody has told yet"
	has "in 1 territory"
	has "Les bénévoles ont manqué en août."
	has "On condition: Un abri."
	has "told by 1 out of 1"
	has "Where it was used"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Le four à Léaz", "summary": "Un dimanche.", "territories": ["01209"], "uses": ["four-mobile"],
	 "difficulties": "Non renseigné.", "differently": "Rien.", "transferability": "non", "conditions": "Pas en hiver.", "cost": {"min": 350, "max": 350}}
	keep other=.id
get /api/v1/resources/$other -> 200
	.reuse none
get /ressources/four-mobile -> 200 "Used 2 times"
	has "median 300"
	has "On condition: Pas en hiver."
	lacks "Non renseigné."
get /api/v1/experiences?fiche=four-mobile -> 200
	.total = 2
	.summary.reports = 2
	.summary.territories = 2
	.summary.cost.known = 2
	.summary.cost.median = 300
	.summary.effort.known = 1
	.summary.obstacles.temps = 1
	.summary.answers.adaptation = 1
	.summary.answers.non = 1
get /api/v1/experiences?obstacle=meteo -> 200
	.total = 1
	.items[0].obstacles has "temps"
get /api/v1/experiences?obstacle=argent -> 200
	.total = 0
get /experiences?obstacle=meteo -> 200 "1 experience report"
	has "<option value='meteo' selected>Weather, season (1)</option>"
	has "/experiences.atom?obstacle=meteo"
	lacks "Le four à Léaz"
get /experiences?obstacle=argent -> 200 "No report tells of “Lack of money”"
get /experiences?obstacle=%3Cb%3E -> 200 "No report tells of “&lt;b&gt;”"
get /api/v1/resources?obstacles=meteo -> 200
	.total = 1
put /api/v1/resources/$other as anne -> 200
	If-Match: "1"
	{"title": "Le four à Léaz", "summary": "Un dimanche.", "territories": ["01209"], "difficulties": "Non renseigné.", "differently": "Rien.",
	 "reuse": [{"sheet": "$tool", "answer": "tel-quel"}, {"sheet": "$tool"}]}
get /api/v1/experiences?fiche=four-mobile -> 200
	.summary.cost.known = 1
	.summary.answers.tel-quel = 1
	.summary.answers.non = 0
post /do/resource.archive as chef id=$other reason=Doublon -> 200
get /ressources/four-mobile -> 200 "Used 1 time"
post /do/resource.restore as chef id=$other reason=Non -> 200
get /ressources/four-mobile -> 200 "Used 2 times"
post /do/resource.unpublish as chef id=$told reason=Attendre -> 200
get /ressources/four-mobile -> 200 "Used 1 time"
	lacks "Les bénévoles ont manqué"
get /api/v1/experiences?mots=b%C3%A9n%C3%A9voles -> 200
	.total = 0
stop
run archipel erase $other --yes
get /ressources/four-mobile -> 200 "Nobody has told yet"

story "a report is begun from a sheet, kept at each step, left, taken up again, and published"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "method", "title": "Enquête : le guide", "summary": "Aller partout.", "cost": {"min": 300, "max": 900}}
get /ressources/nouvelle/experience?fiche=enquete-le-guide&territoire=86116 as anne -> 200 "Step 1 of 6"
	has "Jazeneuil (86116)"
	has "Enquête : le guide"
submit /do/resource.create as anne _next=moyens period.from=2024-01 -> 303
	header Location has "/modifier?etape=moyens"
follow as anne -> 200 "Step 3 of 6"
	has "Foreseen: 300 to 900"
	has "to say: What was hard, what failed"
submit /do/resource.edit as anne "cost=six cents" _next=lecons -> 422 "six cents"
	has "Step 3 of 6"
submit /do/resource.edit as anne cost=450 paid_effort=4 volunteer_effort=9.5 _later=yes -> 303
follow as anne -> 200 "Kept."
	has "Go on writing"
	has "13.5"
get /ressources/enquete-le-guide-jazeneuil as basile -> 404
get /ressources/enquete-le-guide -> 200 "Nobody has told yet"
get /compte as anne -> 200 "My drafts"
	has "Enquête : le guide, Jazeneuil"
get /ressources/enquete-le-guide-jazeneuil/modifier as anne -> 200 "Step 4 of 6"
submit /do/resource.edit as anne "difficulties=Les portes closes." _next=ailleurs -> 303
follow as anne -> 200 "Step 5 of 6"
	has "Enquête : le guide"
submit /do/resource.edit as anne reuse.0.answer=tel-quel "reuse.0.condition=Dix bénévoles." _next=publier -> 303
follow as anne -> 200 "Keep, and say what lacks: What we would do differently"
	lacks "By publishing"
submit /do/resource.edit as anne "summary=Toutes les portes." _next=lecons -> 303
follow as anne -> 200 "Les portes closes."
submit /do/resource.edit as anne "differently=Au printemps." _next=publier -> 303
follow as anne -> 200 "By publishing"
	has "Toutes les portes."
submit /do/resource.edit as anne summary= state=published -> 422 "Step 6 of 6"
submit /do/resource.edit as anne "summary=Toutes les portes." state=published -> 303
follow as anne -> 200 "Les portes closes."
	lacks "A draft"
	has "As on"
get /ressources/enquete-le-guide -> 200 "Used 1 time"
	has "Dix bénévoles."
get /api/v1/resources/enquete-le-guide-jazeneuil -> 200
	.cost.max = 450
	.effort.max = 13.5
	.period.from = "2024-01"
	.reuse[0].answer = "tel-quel"
	.reuse[0].condition = "Dix bénévoles."
get /ressources/enquete-le-guide-jazeneuil/modifier?etape=lieu as anne -> 200 "Publish this change"
submit /do/resource.edit as anne uses= state=published "comment=Rien de nos fiches" -> 303
get /api/v1/resources/enquete-le-guide-jazeneuil -> 200
	.uses none
	.reuse none
	.difficulties = "Les portes closes."
get /ressources/enquete-le-guide -> 200 "Nobody has told yet"

story "two who write the same step see both texts"
user anne member
user chef steward
get /ressources/nouvelle/experience as anne -> 200
submit /do/resource.create as anne territories=86116 _next=lecons -> 303
follow as anne -> 200 "Step 4 of 6"
get /ressources/experience-report-jazeneuil/modifier?etape=lecons as chef -> 200 "Step 4 of 6"
submit /do/resource.edit as chef "difficulties=Vu par le chef." _next=ailleurs -> 303
submit /do/resource.edit as anne "difficulties=Vu par Anne." _next=ailleurs -> 412 "Nothing is lost"
	has "chef"
submit /ressources/experience-report-jazeneuil/modifier as anne from=mine -> 200 "Vu par Anne."
	has "Step 4 of 6"
submit /do/resource.edit as anne _next=ailleurs -> 303
get /api/v1/resources/experience-report-jazeneuil as anne -> 200
	.difficulties = "Vu par Anne."
	.territories[0] = "86116"

story "a sheet that was used is found by the first words of its title; several are named"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur à végétaux partagé", "summary": "x"}
	keep id=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "story", "title": "Broyeur, le récit", "summary": "Ne se cite pas comme employé.", "body": "Il était une fois."}
get /ressources/nouvelle/experience as anne -> 200
submit /do/resource.create as anne territories=86116 "uses=broyeur a vegetaux" _next=recit -> 303
get /api/v1/resources/broyeur-a-vegetaux-partage-jazeneuil as anne -> 200
	.uses[0] = "$id"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Broyeur de branches", "summary": "x"}
get /ressources/nouvelle/experience as anne -> 200
submit /do/resource.create as anne territories=86116 uses=Broyeur _next=recit -> 422 "Broyeur de branches"
	has "Several sheets begin like this"
	lacks "le récit ·"
submit /do/resource.create as anne territories=86116 uses=zzyzzx _next=recit -> 422 "There is no sheet"

story "reports are found by comparable commune and by what was hard, and by nothing else"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Loin", "summary": "Les bénévoles.", "territories": ["13055"], "difficulties": "Trop de réunions.", "differently": "Moins de bénévoles."}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Près", "summary": "Un essai.", "territories": ["86116"], "body": "Les tracteurs.", "difficulties": "Une réunion de trop.", "differently": "Plus de monde."}
	keep near=.id
get /experiences -> 200 "2 experience reports"
get /api/v1/experiences?comme=86158 -> 200
	.items[0].title = "Près"
	.items[0].likeness.score >= 0.3
	.items[1].title = "Loin"
get /api/v1/experiences?comme=13055 -> 200
	.items[0].title = "Loin"
	.items[0].likeness.score = 1
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Partout", "summary": "Un essai.", "territories": ["D86"], "difficulties": "La distance.", "differently": "Plus près."}
	keep wide=.id
get /api/v1/experiences?comme=86116 -> 200
	.items[0].title = "Près"
	.items[1].title = "Partout"
get /experiences?comme=86116 -> 200
	has "places like Jazeneuil (Vienne) come first"
	matches /comparable communes<[^]*Près[^]*less like it<[^]*Partout/
run archipel erase $wide --yes
get /api/v1/experiences?mots=r%C3%A9union -> 200
	.total = 2
get /api/v1/experiences?mots=benevole -> 200
	.total = 1
	.items[0].title = "Loin"
get /api/v1/experiences?mots=les%20REUNIONS -> 200
	.total = 2
get /api/v1/experiences?mots=r%C3%A9un -> 200
	.total = 0
get /api/v1/experiences?mots=%21%21 -> 200
	.total = 0
get /api/v1/experiences?mots=tracteurs -> 200
	.total = 0
get /api/v1/experiences?comme=86158&limit=1&offset=1 -> 200
	.total = 2
	.items.length = 1
	.items[0].title = "Loin"
get /experiences?mots=tracteurs -> 200 "No report tells of"
get /experiences?comme=Jazeneuil&mots=reunion -> 200 "From comparable communes"
	has "/experiences.csv?comme=Jazeneuil&amp;mots=reunion"
	has "/api/v1/experiences?comme=Jazeneuil&amp;mots=reunion"
	has "type='application/atom+xml'"
get /experiences.csv?mots=benevole -> 200 "Loin"
	header Content-Type has "text/csv"
	has "Real cost"
	lacks "Près"
get /experiences.csv?comme=86158&depuis=1 -> 200 "Loin"
	lacks "Près"
get /experiences.csv?comme=zzyzzx -> 404 "give its INSEE code"
get /experiences.atom -> 200 "<title>Loin</title>" "<summary>Trop de réunions.</summary>"
	header Content-Type has "application/atom+xml"
	has "/id/$near"
get /experiences.atom?comme=86116 -> 200 "<title>What others tried: Jazeneuil" "<title>Près</title>"
	lacks "<title>Loin</title>"
get /experiences.atom?fiche=nulle-part -> 404
get /experiences?comme=Jazeneuil -> 200 "From comparable communes"
	has "Près"
get /experiences?comme=saint-denis -> 200 "Which one is yours"
get /experiences?comme=zzyzzx -> 200 "No commune is called"
get /api/v1/experiences?fiche=nulle-part -> 404
get /territoires/86116-jazeneuil -> 200 "What comparable communes tried"
	has "nouvelle/experience?territoire=86116"
get /territoires/200069854-cu-du-grand-poitiers -> 200
	lacks "What comparable communes tried"
get /territoires/98411-iles -> 301
follow -> 200
	lacks "What comparable communes tried"
get /territoires/R75-nouvelle-aquitaine -> 200
	lacks "What comparable communes tried"
