# Where to start: questions without account or cookie, first steps and why, stewards' rules.

story "a commune, one question at a time, no cookie, and back again"
get /commencer -> 200 "Ten questions at most" "Your commune"
	header Set-Cookie none
get /commencer?q=lunas -> 200 "Lunas (Hérault)" "Lunas (Dordogne)" "It is this one"
get /commencer?q=zzyzzx -> 200 "No commune is called"
get /commencer?territoire=86116 -> 200 "Is this your commune?" "793 inhabitants"
post /commencer territoire=99999 -> 422 "There is no such commune"
post /commencer territoire=D86 -> 422 "There is no such commune"
post /commencer territoire=86116 -> 303
	keep way=header Location
	header Set-Cookie none
get $way -> 303
	header Location has "/question/qui"
get $way/question/qui -> 200 "Question 1 of 9" "Jazeneuil, 793 inhabitants" "Why this question?"
	header Cache-Control = "no-store"
	header Set-Cookie none
	has "noindex"
	lacks "_csrf"
post $way/question/qui rien=1 -> 422 "Choose an answer, or pass this question."
post $way/question/qui choix[]=mairie -> 303
	header Location has "/question/but"
	header Set-Cookie none
get $way/question/but -> 200 "Question 2 of 9" "Previous question"
post $way/question/but passer=1 -> 303
post $way/question/inquietude choix[]=chaleur choix[]=isolement choix[]=<script> -> 303
get $way/question/inquietude -> 200
	matches /value='chaleur' checked/
	matches /value='isolement' checked/
	mismatches /value='energie' checked/
	lacks "<script>"
post $way/question/temps choix[]=mairie choix[]=personne -> 303
get $way/question/temps -> 200
	mismatches /value='personne' checked/
restart
get $way -> 303
	header Location has "/question/existe"
get $way/question/nulle-part -> 404 "no longer asked"
get /commencer/notatokenatall0000000000 -> 404 "kept for 30 days"
get /commencer/notatokenatall0000000000/resultat -> 404

story "a question that does not concern is not asked, and its answer no longer counts"
post /commencer territoire= -> 303
	keep way=header Location
get $way/question/qui -> 200 "Without a commune."
post $way/question/qui choix[]=collectif -> 303
get $way/question/but -> 200 "Question 2 of 10"
post $way/question/mairie choix[]=partante -> 303
get $way/resultat -> 200 "Is the town hall in favour?"
post $way/question/qui choix[]=mairie -> 303
get $way/question/but -> 200 "Question 2 of 9"
get $way/resultat -> 200
	lacks "Is the town hall in favour?"

story "what is known of a commune is filled in and can be corrected"
post /commencer territoire=86116 -> 303
	keep way=header Location
get $way/commune -> 200 "What we know of your commune" "Grand Poitiers" "793" "Vienne"
post $way/commune population=beaucoup -> 422 "Write a number, for example 600."
	has "value='beaucoup'"
post "$way/commune" population="1 200" -> 303
get $way/question/qui -> 200 "1,200 inhabitants"
post $way/commune population=793 montagne=1 littoral=0 -> 303
get $way/commune -> 200
	matches /value='1' selected/
get $way/commune?q=lunas -> 200 "Lunas (Hérault)"
post $way/commune territoire=01209 -> 303
get $way/question/qui -> 200 "Léaz, 912 inhabitants"
post $way/commune sans=1 -> 303
get $way/question/qui -> 200 "Without a commune."

story "a commons of which the rules know nothing still gives steps, and says what is missing"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "cost": {"min": 0, "max": 20}, "effort": {"min": 1, "max": 2}, "axes": ["sanitaire-milieux-chaleur"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Sans chiffre", "summary": "On ne sait pas."}
post /commencer territoire=86116 -> 303
	keep way=header Location
get $way/resultat -> 200 "You answered no question" "Four mobile" "This week"
	has "Nobody has told of trying it yet"
	has "The sheet names no organisation to call."
post $way/question/inquietude choix[]=chaleur -> 303
get $way/resultat -> 200 "This answers heat and lack of water." "Your answers: Heat and lack of water."
	lacks "score"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Le four à Lunas", "summary": "Deux fours.", "territories": ["34144"], "difficulties": "Le bois.", "differently": "Le bois.", "uses": ["four-mobile"]}
get $way/resultat -> 200 "Told by 1 experience report." "Lunas"
	has "is not told."
get $way/resultat?montrer=vecu -> 200 "No other sheet fits"
get $way/resultat?montrer=<b> -> 200
	lacks "<b>"

story "an empty commons says so, and asks for a sheet"
post /commencer territoire= -> 303
	keep way=header Location
get $way/resultat -> 200 "No first step yet" "This commons has no sheet that fits yet."

story "what is shared is read only, follows the answers, and goes when they are erased"
post /commencer territoire=86116 -> 303
	keep way=header Location
get $way/resultat -> 200
	lacks "/partage/"
post $way/partager oui=1 -> 303
get $way/resultat -> 200 "A link to share"
	keep shared=/href='(\/commencer\/partage\/\w+)'/
get $shared -> 200 "Jazeneuil"
	lacks "/question/"
	lacks "Erase my answers"
	header Set-Cookie none
get $shared/conseil -> 200 "For the council"
get $shared/resultat -> 404
post $shared oui=1 -> 405
post $way/commune territoire=01209 -> 303
get $shared -> 200 "Léaz"
	lacks "Jazeneuil"
run sh -c 'sqlite3 $data/archipel.db "SELECT kind, id, owner, value FROM state" | grep -cF -e "$(basename $way)" || true' -> 0 "0"
post $way/effacer oui=1 -> 303
get $way -> 404
get $shared -> 404

story "another site changes nothing, and cannot begin for someone"
post /commencer territoire=86116 -> 303
	keep way=header Location
post $way/question/qui choix[]=mairie -> 403
	Sec-Fetch-Site: cross-site
post $way/question/qui choix[]=mairie -> 403
	Origin: https://ailleurs.example
post /commencer territoire=86116 -> 403
	Origin: https://ailleurs.example
post $way/question/qui -> 415
	Content-Type: text/plain
	<<<
	choix[]=mairie
	>>>
get $way/question/qui -> 200
	mismatches /value='mairie' checked/

story "a draft process asks to sign in, and comes back"
user anne member
user lea reader
post /commencer territoire=86116 -> 303
	keep way=header Location
get $way/demarche -> 303
	header Location has "/connexion?suite="
get $way/demarche as lea -> 403
get $way/demarche as anne -> 200 "A draft that you alone see"
submit /demarche as anne -> 303
	header Location has "/ressources/"
follow as anne -> 200 "A process for Jazeneuil"
get /ressources/a-process-for-jazeneuil -> 404

story "a one-time link leads back to where one was, and nowhere else"
post /commencer territoire=86116 -> 303
	keep way=header Location
run archipel user add --email zoe@example.org --role member --name zoe -> 0
	keep code=/connexion\/([\w-]+)/
visitor zoe
get $way/demarche as zoe -> 303
follow as zoe -> 200 "Sign in" "you come back to where you were"
	header Set-Cookie has "archipel-next="
get /connexion/$code as zoe -> 200
submit /connexion/$code as zoe -> 303
	header Location = "$way/demarche"
	header Set-Cookie has "archipel-next=;"
follow as zoe -> 200 "A draft that you alone see"
get $way/besoin -> 200 "Sign in, then publish it yourself"
run archipel user add --email abel@example.org --role member --name abel -> 0
	keep code=/connexion\/([\w-]+)/
visitor abel
get /connexion?suite=https://ailleurs.example/ as abel -> 200
	header Set-Cookie lacks "archipel-next"
get /connexion?suite=//ailleurs.example/ as abel -> 200
get /connexion/$code as abel -> 200
submit /connexion/$code as abel -> 303
	header Location = "/"

story "whom to call is the nearest of those who are named or act there, and why"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Les lointains", "summary": "Au loin.", "territories": ["D2A"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "cost": {"min": 0, "max": 20}, "effort": {"min": 1, "max": 2}, "axes": ["sanitaire-milieux-chaleur"], "actors": ["les-lointains"]}
post /commencer territoire=86116 -> 303
	keep way=header Location
get $way/resultat -> 200 "Les lointains" "named by the sheet, acts elsewhere, in Corse-du-Sud"
	lacks "The sheet names no organisation to call."
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Les voisins", "summary": "À côté.", "territories": ["86194"], "axes": ["sanitaire-milieux"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Autre chose", "summary": "Ici, mais autre chose.", "territories": ["86116"], "axes": ["alimentaire"]}
get $way/resultat -> 200 "Les voisins" "on the same subject, acts in Poitiers, in your intercommunality"
	lacks "Autre chose"
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "organisation", "title": "Les témoins", "summary": "Ils y étaient.", "territories": ["D86"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "experience", "title": "Le four à Lunas", "summary": "Deux fours.", "territories": ["34144"], "difficulties": "Le bois.", "differently": "Le bois.", "uses": ["four-mobile"], "actors": ["les-temoins"]}
get $way/resultat -> 200 "on the same subject, acts in Poitiers"
post $way/commune territoire=86017 -> 303
get $way/resultat -> 200 "Les témoins" "named by the report, acts in your département"
post $way/commune sans=1 -> 303
get $way/resultat -> 200 "Les lointains" "named by the sheet"
	lacks "acts elsewhere"

story "a need waits for a steward, and is published without a name; a member's at once"
user anne member
user sara steward
post /commencer territoire=86116 -> 303
	keep way=header Location
get $way/besoin -> 200 "a steward reads your need"
	header Set-Cookie none
post $way/besoin title= body= -> 422 "Write in one line what you look for." "Say in a few words what one should know."
post $way/besoin title="Qui a un four <i>mobile</i> ?" body="Nous avons du bois." -> 303
	header Set-Cookie none
follow -> 200 "Your need has been received"
get /commencer/besoins -> 303
get /commencer/besoins as anne -> 403
get /commencer/besoins as sara -> 200 "Qui a un four &lt;i&gt;mobile&lt;/i&gt; ?" "Jazeneuil"
submit /commencer/besoins as sara title="Qui a un four ?" acte=publier -> 303
follow as sara -> 200 "Qui a un four ?"
	lacks "sara"
get /commencer/besoins as sara -> 200 "No need waits"
get /api/v1/resources/qui-a-un-four -> 200
	.type = "need"
	.territories[0] = "86116"
get $way/besoin as anne -> 200 "published at once"
submit /besoin as anne title="Qui sait tailler ?" body="Douze pommiers." -> 303
follow as anne -> 200 "Your need is published"
get /api/v1/resources/qui-sait-tailler -> 200

story "a steward changes a rule: the fault at its place, a trial, a version, and back"
user anne member
user sara steward
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "tags": ["pain"]}
get /commencer/reglages as anne -> 403
get /commencer/reglages as sara -> 200 "nobody here has changed them"
get /commencer/reglages/regles/nouvelle as sara -> 200 "Signals:" "inquietude: chaleur, risques"
	matches /<code>decision, citoyens/
submit /do/start.rule as sara name=pain rule="si reponse(qui, mairi) alors 2" because.fr="Du pain." tags=pain -> 422 "This question has no choice “mairi”"
	has "<mark>mairi</mark>"
submit /do/start.rule as sara name=pain rule="si reponse(qui, mairie) alors" because.fr="Du pain." tags=pain -> 422 "line 1"
submit /do/start.rule as sara name=pain rule="si reponse(qui, mairie) alors 3" because.fr="Du pain." tags=pain _more=essai -> 200 "What would change" "→"
get /api/v1/start -> 200
	.note none
submit /do/start.rule as sara name=pain rule="si reponse(qui, mairie) alors 3" because.fr="Du pain pour la mairie." tags=pain moment=week comment="Une règle de plus" -> 303
get /commencer/reglages as sara -> 200 "Une règle de plus"
get /api/v1/start -> 200
	.note = "Une règle de plus"
post /commencer territoire= -> 303
	keep way=header Location
post $way/question/qui choix[]=mairie -> 303
get $way/resultat -> 200 "Du pain pour la mairie."
get /commencer/banc as sara -> 200 "Four mobile"
get /commencer/banc/hameau-90 as sara -> 200 "Du pain pour la mairie." "data-t='Points'"
get /commencer/banc/nulle-part as sara -> 404
get /commencer/reglages/questions/qui as sara -> 200 "mairie | La mairie | The town hall"
submit /do/start.question as sara label.fr="Qui demande ?" -> 303
get /commencer/reglages/regles/pain as sara -> 200 "Du pain pour la mairie."
submit /do/start.rule as sara remove=yes -> 303
get $way/resultat -> 200
	lacks "Du pain pour la mairie."
get $way/question/qui -> 200 "Qui demande ?"
	Accept-Language: fr
get /commencer/reglages as sara -> 200
	keep version=/api\/v1\/start\?version=(\d+)'>Une règle/
post /do/start.restore as sara version=$version -> 200
get /api/v1/start -> 200 "Du pain pour la mairie."
post /do/start.restore as sara version=999999 -> 422
post /do/start.define as anne -> 403
	{"start": {}}
post /do/start.define as sara -> 422
	{"start": {"name": "start", "questions": [], "rules": [{"name": "A", "rule": "si"}]}}

story "a steward changes a sample commune and the calendar: faults at their place, a trial, versions"
user anne member
user sara steward
get /commencer/reglages/communes/village-300 as anne -> 403
get /commencer/reglages/communes/nulle-part as sara -> 404
get /commencer/reglages/communes/village-300 as sara -> 200 "inquietude: isolement, fermetures" "value='32044'" "value='11'"
submit /do/start.sample as sara territory=99999 month=13 year=20 answers="qui: mairi" -> 422 "There is no territory “99999”" "Write a month, from 1 to 12." "Write a year, for example 2027." "This question has no choice “mairi”"
	has "qui: mairi"
submit /do/start.sample as sara territory=32044 month=11 year=2027 answers="qi: mairie" -> 422 "No question is called “qi”"
submit /do/start.sample as sara month=-5 year=99999999999 answers="qui: mairie" _more=essai -> 200 "What would change"
get /api/v1/start -> 200
	.note none
submit /do/start.sample as sara name=village-300 label.fr="Un village" territory=86116 month=6 year=2028 answers="qui: mairie, collectif" comment="Un autre village" -> 303
	header Location = "/commencer/banc"
get /commencer/banc/village-300 as sara -> 200 "Jazeneuil"
	matches /June\s2028/
get /commencer/reglages/communes/nouvelle as sara -> 200 "Add a sample commune"
submit /do/start.sample as sara name=village-300 label.fr="Le même nom" month=6 -> 422 "already taken"
submit /do/start.sample as sara name=bourg-neuf label.fr="Un bourg" month=6 -> 303
get /commencer/reglages/communes/bourg-neuf as sara -> 200
submit /do/start.sample as sara remove=yes -> 303
get /commencer/banc/bourg-neuf as sara -> 404
get /commencer/reglages/calendrier as anne -> 403
get /commencer/reglages/calendrier as sara -> 200 "2020-03, 2026-03, 2032-03"
submit /do/start.calendar as sara elections="2032-03, 2026-03" -> 422 "look at “2026-03”"
submit /do/start.calendar as sara elections="mars" -> 422 "look at “mars”"
submit /do/start.calendar as sara elections="2026-03, 2031-06" comment="Une élection avancée" -> 303
get /commencer/reglages as sara -> 200 "Une élection avancée" "Un autre village"
get /api/v1/start -> 200
	.elections[1] = "2031-06"
	.elections.length = 2
get /commencer/reglages/calendrier as sara -> 200
post /do/start.calendar as sara elections="2026-03" version=1 -> 412
post /do/start.calendar as anne elections="2026-03" -> 403

story "a trial is for stewards"
user anne member
user sara steward
post /do/start.rule as anne _more=essai name=pain rule=1 -> 403
post /do/start.question as anne _more=essai name=pain -> 403
post /do/start.rule as sara _more=essai name=pain rule=1 sheets=rien because.fr=Oui -> 200 "What would change"

story "two stewards at once: the second is told, and loses nothing"
user sara steward
user theo steward
get /commencer/reglages/regles/base-grille as sara -> 200
get /commencer/reglages/regles/base-grille as theo -> 200
submit /do/start.rule as sara rule="2" -> 303
submit /do/start.rule as theo rule="3" -> 412 "Someone changed the questions or the rules meanwhile"
	matches />\s*3<\/textarea>/

story "what is asked is counted, alone and by month" on embedded
user sara steward
post /commencer territoire= -> 303
	keep way=header Location
post $way/question/qui choix[]=mairie -> 303
post $way/question/qui choix[]=collectif -> 303
post $way/question/but passer=1 -> 303
get /commencer/chiffres as sara -> 200 "fewer than 5" "data-t='Times without a sheet'" "Question passed over"
	has "Sheets that answer it"
	has "Of these, told"
run sh -c 'sqlite3 $data/archipel.db "SELECT value FROM state WHERE kind = \"start-count\""' -> 0 "{\"but\":{\"-\":1},\"qui\":{\"mairie\":1}}"

story "who asks the commons or shares before the last question is counted too, once" on embedded
post /commencer territoire= -> 303
	keep way=header Location
post $way/question/inquietude choix[]=chaleur -> 303
post $way/besoin title="Qui a un puits ?" body="Le nôtre est à sec." -> 303
post $way/partager oui=1 -> 303
run sh -c 'sqlite3 $data/archipel.db "SELECT value FROM state WHERE kind = \"start-count\""' -> 0 "\"sans-fiche\":{\"inquietude/chaleur\":1}"
