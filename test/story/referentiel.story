# Référentiels: files of others, read into a vocabulary and action sheets.

story "a référentiel of the older family is read whole, and read again changes nothing"
set csv=test/fixtures/referentiels
run archipel import referentiel $csv/cae.csv --dry-run -> 0 "8 nodes; 8 new" "Nothing was written"
	has "+ 1.1.1 Mesurer l’eau potable"
run archipel import referentiel $csv/cae.csv --json -> 0
	.nodes = 8
	.created = 8
	.updated = 0
	.unchanged = 0
	.errors.length = 0
run archipel import referentiel $csv/cae.csv --json -> 0
	.created = 0
	.updated = 0
	.unchanged = 8
get /api/v1/schemes/cae -> 200
	.concepts[0].narrower[0].narrower[0].notation = "1.1.1"
	.concepts[0].narrower[0].narrower[0].narrower[1].narrower[0].notation = "1.1.1.2.1"
get /ressources/cae-1-1-1-mesurer-l-eau-potable -> 200 "Les sources baissent." "Un relevé par mois" "à la main" "Écouter les conduites" "12.5 points"
	has "1.1.1.1: 40%, 1.1.1.2: 60 %"
	has "the answer to EAU_1 is NON"
	has "si reponse(EAU_1, NON) alors VRAI"
get /schemas -> 200 "Référentiel cae"
get /schemas/cae -> 200 "100 points" "2 action sheets"
get /schemas/cae/1.1.1.2 -> 200 "60 %" "the value of cae_1.a" "sinon si opt_val(cae_2)" "Read the action sheet"
# while the server runs, from its socket, and with a file that it cannot see
run archipel import referentiel $csv/eci.csv --json -> 0
	.created = 5
get /schemas/eci/1.1.2 -> 200 "effets"
run archipel verify -> 0

story "a file as spreadsheets leave it: prefixes, lines in cells, commas, levels that the file shows"
set csv=test/fixtures/referentiels
run archipel import referentiel $csv/boucles.csv --licence etalab-2.0 --dry-run -> 0 "13 nodes; 13 new" "level 2 is an action sheet: 3"
	lacks "worth a look"
run archipel import referentiel $csv/boucles.csv --licence etalab-2.0 --json -> 0
	.created = 13
	.errors.length = 0
run archipel import referentiel $csv/boucles.csv --json -> 0
	.unchanged = 13
get /ressources/boucles-1-1-un-atelier-dans-chaque-bourg -> 200 "On y répare." "tout se démonte, &quot;même&quot; les grille-pain" "12.5 points" "Pas plus que la suite."
	has "the greatest of (the share answered to dechets_2; 0.02)"
	has "0.5 if type: commune"
get /schemas/boucles/1.1.1 -> 200 "40" "bases" "the least of (the score of boucles_1.1.2; the score of cae_1.2.3) × 0.5"
get /schemas/boucles/1.1.3 -> 200 "24,5 %" "effets"
get /api/v1/schemes/boucles -> 200
	.concepts[1].narrower[0].narrower[2].notation = "2.1.10"
# axes of ours, told by the words of names
get "/api/v1/resources?axes=economique&tags=boucles" -> 200
	.total = 1
	.items[0].title = "Un bac par rue"
run sh -c 'cat > $dir/kinds.csv' -> 0
	<<<
	actionId,identifiant,nom,actionType,desactivation,reduction,points
	k_1,1,Eau,axe,,,10
	k_1.1,1.1,Fuites,action,OUI,VRAI,10
	k_1.1.1,1.1.1,Écouter,tache,,"si reponse(a, OUI) alors max(reponse(b), 0,5)",10
	k_1.2,1.2,"Prendre
	soin",action,,,
	>>>
run archipel import referentiel $dir/kinds.csv --dry-run -> 65 "level 2 is an action sheet: 2"
	has "kinds.csv, line 3, desactivation: worth a look: 1.1: this rule gives no yes and no no"
	has "kinds.csv, line 3, reduction: worth a look: 1.1: this rule gives no number"
	has "kinds.csv, line 4, reduction: 1.1.1: “0,5” may be one number or two"
	has "“identifiant”: it is kept as it is"
run sh -c 'cat > $dir/quotes.csv' -> 0
	<<<
	identifiant;nom
	1;"dit "oui" ici"
	>>>
run archipel import referentiel $dir/quotes.csv -> 65 "quotes.csv, line 2, character 9: There is text after the quote"

story "what is wrong in a file is told at once, with its line, its column and how to mend it"
set csv=test/fixtures/referentiels
run archipel import referentiel $csv/bad.csv --json -> 65
	.nodes = 5
	.created = 0
	.errors.length = 10
	.errors[0].line = 3
	.errors[0].column = "Points"
	.errors[0].message has "dix"
	.errors[0].mend some
	.errors[1].line = 4
	.errors[1].message has "line 3"
	.errors[2].message has "1.3"
	.errors[5].column = "Origine"
	.errors[6].line = 8
	.errors[6].column = "Désactivation"
	.errors[6].message has "line 2, character 29"
	.errors[7].column = "Origine"
	.errors[8].message has "Did you mean val"
	.errors[9].mend has "text"
get /schemas/bad -> 404
run archipel import referentiel $csv/bad.csv -> 65 "nothing was written"
	has "bad.csv, line 3, Points: 1.1: “dix” is no number."
	has "“Couleur”: it is kept as it is"
run sh -c 'printf "identifiant;nom\n1;d\351chets\n" > $dir/old.csv' -> 0
run archipel import referentiel $dir/old.csv -> 65 "Windows-1252" "old.csv, line 2"
run archipel import referentiel $dir/none.csv -> 66
run archipel import referentiel $csv/cae.csv --name axes -> 65 "another vocabulary"
run archipel import referentiel $csv/bad.csv --force --json -> 0
	.created = 5
get /schemas/bad/1.1 -> 200 "dix"

story "a sheet that a steward changed is not overwritten in silence"
set csv=test/fixtures/referentiels
run archipel import referentiel $csv/cae.csv --json -> 0
get /api/v1/resources/cae-1-1-1-mesurer-l-eau-potable -> 200
	keep id=.id
run archipel do resource.edit --id $id --version 1 --title "Mesurer l’eau" --summary "À notre façon." --vigilance "Le gel." --body "À nous." -> 0
run archipel import referentiel $csv/cae.csv --json -> 0
	.unchanged = 8
get /api/v1/resources/$id -> 200
	.body = "À nous."
run sh -c 'sed "s/Elle la mesure/Elle la mesure au litre/; s/Planifier/Prévoir/" $csv/cae.csv > $dir/cae.csv' -> 0
run archipel import referentiel $dir/cae.csv --dry-run -> 65
	has "1, nom: “Planifier” → “Prévoir”"
	has "changed here"
	has "  here: “À nous.”"
	has "  the file: “La commune sait d’où vient son eau. Elle la mesure au litre."
run archipel import referentiel $dir/cae.csv --json -> 65
	.updated = 0
	.errors.length >= 1
	.errors[0].line = 4
	.errors[0].message has "/ressources/"
	.errors[0].mend has "--overwrite"
	.errors[0].here has "À no"
	.errors[0].there has "au litre"
get /schemas/cae/1 -> 200 "Planifier"
run archipel import referentiel $dir/cae.csv --force --json -> 0
	.updated = 2
get /api/v1/resources/$id -> 200
	.body = "À nous."
	.vigilance = "Le gel."
get /schemas/cae/1 -> 200 "Prévoir"
run archipel import referentiel $csv/cae.csv --overwrite --json -> 0
	.updated = 2
get /api/v1/resources/$id -> 200
	.body has "Elle la mesure."
	.vigilance = "Le gel."
run archipel import referentiel $csv/cae.csv --json -> 0
	.unchanged = 8

story "a new version says which older nodes each comes from, and sheets go on with them"
set csv=test/fixtures/referentiels
run archipel import referentiel $csv/cae.csv --json -> 0
run archipel import referentiel $csv/te.csv --json -> 0
	.created = 4
get /schemas/te/1.1.1 -> 200 "Comes from" "cae 1.1.1"
get /schemas/cae/1.1.1 -> 200 "Became" "te 1.1.1"
get /ressources/cae-1-1-1-mesurer-l-eau-potable -> 200 "te 1.1.1"
get /api/v1/resources/te-1-1-1-mesurer-l-eau-potable -> 200
	keep measure=.id
get /api/v1/resources/te-1-1-2-partager-l-eau -> 200
	keep share=.id
run archipel import referentiel $csv/te.csv --licence rien -> 65 "no licence"
run sh -c 'printf "identifiant,nom,origine\n1,Eau,te_1\n1.1,Pot,\n1.1.1,Rond,te_1.1.1\n1.1.2,Perdu,cae_9.9\n" > $dir/round.csv' -> 0
run archipel import referentiel $dir/round.csv --name cae --dry-run -> 65 "te_1.1.1 comes from this one itself" "cae_9.9 is not in this commons"
run sh -c 'cat > $dir/te2.csv' -> 0
	<<<
	Identifiant,Nom,Points,Origine,Description
	1,Eau,20,,
	1.1,L’eau potable,20,,
	1.1.1,Annoncer,5,Nouvelle action,Sur la place.
	1.1.2,Mesurer l’eau,10,Te_1.1.1 (1),Au litre.
	1.1.3,Partager l’eau,5,"Te_1.1.2 (0,5)",À plusieurs communes.
	>>>
run archipel import referentiel $dir/te2.csv --name te --version 2 --json -> 0
	.nodes = 5
	.created = 1
	.updated = 2
	.unchanged = 2
get /api/v1/resources/$measure -> 200
	.title = "Mesurer l’eau"
	.version = 2
get /api/v1/resources/$share -> 200
	.version = 1
get /ressources/partager-l-eau -> 404
get /ressources/te-1-1-2-partager-l-eau -> 200 "version 2" "1.1.3" "In the version before"
get /schemas/te/1.1.1 -> 200 "Annoncer"
run archipel import referentiel $dir/te2.csv --name te --version 2 --json -> 0
	.unchanged = 5
# back to the older file: each takes its code again
run archipel import referentiel $csv/te.csv --dry-run -> 0 "1.1.1, Identifiant: “1.1.2” → “1.1.1”"
	has "- 1.1.1 Annoncer"
run archipel verify -> 0

story "the national référentiel is read in whole; an import that was killed goes on to the same end"
run sh -c 'test -r ../shared/data/referentiels/te.csv' -> 0
run sh -c '$PROGRAM import referentiel ../shared/data/referentiels/te.csv --data $DATA & sleep 1.2; kill -9 $!; true' -> 0
run archipel verify -> 0
run archipel import referentiel ../shared/data/referentiels/te.csv --json -> 0
	.nodes = 663
	.updated = 0
	.errors.length = 0
run archipel import referentiel ../shared/data/referentiels/te.csv --json -> 0
	.created = 0
	.updated = 0
	.unchanged = 663
get /schemas/te -> 200 "127 action sheets"
get /schemas/te/1.1.1 -> 200 "the answer to PCAET_1 is NON"
