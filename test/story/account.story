# Signing in, sessions, erasure.

story "the one-time link signs in once"
user anne member
get /compte -> 303
	header Location has "/connexion"
get /compte as anne -> 200 "anne"
	header Cache-Control has no-store
	header Archipel-Position some
run archipel user reset anne@example.org -> 0
	keep link=/(\/connexion\/\S+)/
get /compte as anne -> 303
get $link -> 200 "anne"
submit $link -> 303
	header Set-Cookie has archipel
	header Set-Cookie has HttpOnly
	header Set-Cookie has SameSite
get $link -> 404
get /connexion/no-such-code -> 404

story "forms work without JavaScript: write, be corrected, correct, see the history"
user anne member
get /ressources/nouvelle/tool as anne -> 200 "<form"
submit /do/resource.create as anne title= summary=Mobile. -> 422 "Mobile."
submit /do/resource.create as anne title=Four summary=Mobile. -> 303
	keep path=header Location
follow as anne -> 200 "Four" "Mobile."
get /api/v1/resources/four -> 200
	.version = 1
	keep id=.id
get $path/modifier as anne -> 200 "Mobile."
submit /do/resource.edit as anne "summary=Mobile et prêté." -> 303
get /api/v1/resources/four -> 200
	.version = 2
	.summary = "Mobile et prêté."
	.title = "Four"
get $path -> 200 "Mobile et prêté."

story "two people correct the same sheet in forms: the second sees both texts, and loses none"
user anne member
user basile member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
get /ressources/four/modifier as anne -> 200 "Mobile."
get /ressources/four/modifier as basile -> 200 "Mobile."
submit /do/resource.edit as anne "summary=Texte de Anne." -> 303
submit /do/resource.edit as basile "summary=Texte de Basile." -> 412 "Anne." "Basile."

story "a form sent twice writes once"
user anne member
get /ressources/nouvelle/tool as anne -> 200
together 4
	submit /do/resource.create as anne title=Four summary=Mobile. -> 303
get /api/v1/resources?type=tool -> 200
	.total = 1

story "what another site sends is refused"
user anne member
get /compte as anne -> 200
post /connexion email=anne@example.org password=x -> 403
	Sec-Fetch-Site: cross-site
post /deconnexion as anne -> 403|415
	Sec-Fetch-Site: cross-site
	Content-Type: application/x-www-form-urlencoded
	<<<
	a=b
	>>>
get /compte as anne -> 200

story "an erased account leaves no name, no address, and its sheets stay"
user anne member
user celine administrator
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
get /api/v1/resources/$id -> 200
	.author = "anne"
post /do/account.erase as anne -> 200|201
	{"sure": true}
wait 1500
get /api/v1/resources/$id -> 200
	.title = "Four"
	.author != "anne"
get /api/v1/resources/$id as anne -> 401
run archipel user list -> 0
	lacks "anne"
run archipel verify -> 0 "erased"
run archipel user token anne@example.org -> 66
stop
run sh -c "grep -rac anne@example.org $data | grep -v ':0$'" -> 1

story "an erasure is not undone by a backup from before it"
user anne member
user celine administrator
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
run archipel backup $dir/before -> 0
post /do/account.erase as anne -> 200|201
	{"sure": true}
wait 1500
stop
run archipel restore $dir/before --force -> 0
run archipel verify -> 0 "erased"
get /api/v1/resources/$id -> 200
	.title = "Four"
	.author != "anne"
get /api/v1/resources/$id as anne -> 401
run archipel user list -> 0
	lacks "anne"
stop
run sh -c "grep -rac anne@example.org $data | grep -v ':0$'" -> 1
