# What every answer has, languages, caches, crossings.

story "headers of safety on each answer"
get /aide -> 200
	header Content-Security-Policy has "default-src 'none'"
	header X-Content-Type-Options = "nosniff"
	header Referrer-Policy = "same-origin"
	header Cross-Origin-Opener-Policy = "same-origin"
	header Permissions-Policy some
	header Strict-Transport-Security none
	header Vary has "Accept-Language"
	keep tag=header ETag
get /aide -> 304
	If-None-Match: $tag
	header Content-Security-Policy has "default-src 'none'"
	header ETag = $tag
get /rien -> 404 "There is no such page"
	header Content-Security-Policy has "default-src 'none'"
	header Cache-Control = "no-store"
	matches /<code>\w{26}</
get /api/v1/rien -> 404
	header Content-Type has "application/problem+json"
	.status = 404
	.detail some
get /aide/ -> 308
	header Location = "/aide"
	header X-Content-Type-Options = "nosniff"
trace /aide -> 405
	header Allow has "GET"
head /aide -> 200
	header Content-Type has "text/html"
post /aide -> 405

story "two languages, chosen by the address, the cookie, the browser"
get /aide -> 200 "<html lang='en'>"
get /aide -> 200 "<html lang='fr'>"
	Accept-Language: fr
get /aide -> 200 "<html lang='fr'>"
	Accept-Language: de
get /aide?lang=fr -> 200 "<html lang='fr'>"
	header Set-Cookie has "lang=fr"
get /aide -> 200 "<html lang='fr'>"
	Cookie: lang=fr
get /aide?lang=xx -> 200 "<html lang='en'>"
	Cookie: lang=xx
	header Set-Cookie none

story "assets never change under an address"
get /aide -> 200
	keep css=/href='(\/a\/style[^']*)'/
get $css -> 200 "@font-face"
	header Cache-Control = "public, max-age=31536000, immutable"
	header Content-Type has "text/css"
	lacks "url(fonts/"
get /a/style.00000000.css -> 404
get $css -> 200
	Accept-Encoding: gzip
	header Content-Encoding = "gzip"

story "a base path is in every address"
start --base-url https://commun.example/sous/dossier -> 0 "https://commun.example/sous/dossier/bienvenue/"
get /sous/dossier/aide -> 200 "href='/sous/dossier/connexion'"
	Host: commun.example
	mismatches /(href|action|src)='\/(?!sous\/dossier\/)/
	header Strict-Transport-Security some
get /sous/dossier/compte -> 303
	Host: commun.example
	header Location = "/sous/dossier/connexion?suite=%2Fcompte"
get /sous/dossier/connexion -> 200 "action='/sous/dossier/connexion'"
	Host: commun.example
	header Set-Cookie has "__Host-archipel"
	header Set-Cookie has "Secure"
get /sous/dossierx -> 404
	Host: commun.example
get /sous/dossier/aide -> 421
	Host: autre.example
get /sous/dossier/livez -> 200

story "a proxy may cut the base path off: addresses have it all the same"
start --base-url https://commun.example/sous/dossier
get /aide -> 200 "href='/sous/dossier/connexion'"
	Host: commun.example
	mismatches /(href|action|src)='\/(?!sous\/dossier\/)/
get /compte -> 303
	Host: commun.example
	header Location = "/sous/dossier/connexion?suite=%2Fcompte"
get /aide/ -> 308
	Host: commun.example
	header Location = "/sous/dossier/aide"
get /livez -> 200

story "foreign names are not answered"
get /aide -> 421
	Host: autre.example
get /aide -> 200
	Host: localhost

story "other sites cannot send forms in someone's name"
user anne member
get /compte as anne -> 200
post /deconnexion as anne _csrf=x -> 403
post /deconnexion as anne _csrf=x -> 403 "other site"
	Sec-Fetch-Site: cross-site
post /deconnexion as anne _csrf=x -> 403
	Sec-Fetch-Site: same-site
post /deconnexion as anne _csrf=x -> 403
	Origin: https://autre.example
post /deconnexion as anne _csrf=x -> 403 "Send it once more"
	Sec-Fetch-Site: same-origin
post /deconnexion as anne -> 415
	Sec-Fetch-Site: same-origin
	Content-Type: text/plain
	[1]
get /compte as anne -> 200

story "what was typed comes back after the session has ended"
user anne member
get /compte as anne -> 200
post /do/account.rename name="Nom tapé" -> 403 "Send it once more"
	Sec-Fetch-Site: same-origin
	Cookie: archipel=finie.1
	has "value='Nom tapé'"

story "bodies have a limit, requests are read in one way only"
post /connexion a=1 -> 415|403
run sh -c 'head -c 20000 /dev/zero | tr "\0" a | curl -s -o /dev/null -w "%{http_code}" --data-binary @- $0/connexion' $url -> 0 "413"
run curl -s -o /dev/null -w %{http_code} -H "Content-Length: 3" -H "Transfer-Encoding: chunked" -d abc $url/connexion -> 0 "400"
run curl -s -o /dev/null -w %{http_code} -H "X-A: 1" -H "Bad Name: 1" $url/aide -> 0 "400"

story "what is malformed is refused with all our headers, and the connection closed"
get /livez -> 200
run bash -c 'exec 3<>/dev/tcp/127.0.0.1/${0##*:}; printf "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n" | (sleep 0.1; cat) >&3; cat <&3' $url -> 0 "HTTP/1.1 400 Bad Request"
	has "Content-Security-Policy: default-src 'none'"
	has "X-Content-Type-Options: nosniff"
run bash -c 'exec 3<>/dev/tcp/127.0.0.1/${0##*:}; printf "GET /livez HTTP/1.1\nHost: localhost\n\n" | (sleep 0.1; cat) >&3; cat <&3' $url -> 0 "400 Bad Request"
run bash -c 'exec 3<>/dev/tcp/127.0.0.1/${0##*:}; printf "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" | (sleep 0.1; cat) >&3; cat <&3' $url -> 0 "400 Bad Request"
	lacks "200 OK"

story "readers see what they wrote, programs too"
user anne member
post /do/account.rename as anne -> 200
	Idempotency-Key: a-name
	{"name": "Une voisine"}
	header Archipel-Position some
	keep seen=header Archipel-Position
post /do/account.rename as anne -> 200
	Idempotency-Key: a-name
	{"name": "Une voisine"}
post /do/account.rename as anne -> 409
	Idempotency-Key: a-name
	{"name": "Un voisin"}
get /compte as anne -> 200 "Une voisine"
get /aide -> 200
	Archipel-Position: 999999

story "a page kept in memory goes when what it shows changes"
user anne member
get / -> 200
get / -> 200
	lacks "Four mobile"
get /ressources -> 200
	lacks "Four mobile"
get /territoires/86116-jazeneuil -> 200
	lacks "Four mobile"
get /types/tool -> 200
get /plan-du-site -> 200
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four mobile", "summary": "Il se prête.", "territories": ["86116"]}
	keep id=.id
wait 1200
get / -> 200 "Four mobile"
get /ressources -> 200 "Four mobile"
get /territoires/86116-jazeneuil -> 200 "Four mobile"
get /ressources/four-mobile -> 200 "Il se prête."
get /ressources/four-mobile -> 200 "anne"
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	{"title": "Four mobile", "summary": "Il se loue."}
get /ressources/four-mobile -> 200 "Il se loue."
get /ressources/four-mobile/versions -> 200
get /compte as anne -> 200
submit /do/account.rename as anne name="Une boulangère" -> 303
get /ressources/four-mobile -> 200 "Une boulangère"
get /ressources/four-mobile/versions -> 200 "Une boulangère"
	lacks "anne"
