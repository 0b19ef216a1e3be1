# Signing in, one's own page, and what administrators can do.

story "the set-up link makes the first administrator, once"
start -> 0 "bienvenue"
	keep code=/bienvenue\/([\w-]+)/
get /compte -> 303
	header Location = "/connexion?suite=%2Fcompte"
visitor camille
get /bienvenue/$code as camille -> 200 "Become the first administrator"
submit /bienvenue/$code as camille name=A email=nobody password=motdepasse123 -> 422 "among the first that others would try"
	has "This is no e-mail address"
	has "value='nobody'"
	lacks "motdepasse123"
submit /bienvenue/$code as camille name=Camille email=c@example.org password="trois nuages et un velo" -> 303
	header Set-Cookie has "archipel="
get /comptes as camille -> 200 "c@example.org"
get /bienvenue/$code -> 404
get /bienvenue/not-the-code -> 404

story "a link signs in once, and looking at it does not spend it"
user anne member
get /connexion/wrong -> 404 "used already"
get /compte as anne -> 200 "Your name here"
	has "anne@example.org"
	header Cache-Control = "no-store"
	header Set-Cookie none
get /comptes as anne -> 403
get /compte -> 303

story "a name, a password, sessions, tokens"
user anne member
get /compte as anne -> 200
submit /do/account.rename as anne name="  " -> 422 "fill it in"
submit /do/account.rename as anne name="Une élue" -> 303
follow as anne -> 200 "Your name is changed."
	has "Une élue"
submit /do/account.password as anne password=court -> 422 "at least 12 characters"
	lacks "value='court'"
submit /do/account.password as anne password="soleil soleil soleil" -> 422 "among the first"
submit /do/account.password as anne password="le velo bleu de la factrice" others=yes -> 303
follow as anne -> 200 "Your password is changed."
	has "Present password"
submit /do/account.password as anne current=faux password="la factrice du velo bleu" -> 422 "This is not your present password."
submit /compte/jetons as anne label="Le site" -> 200 "it will not be shown again"
	keep token=/<code>([\w-]{30,})</
get /compte/donnees.json -> 200
	Authorization: Bearer $token
	.name = "Une élue"
	.tokens[0].label = "Le site"
	.contributions.length = 2
get /compte as anne -> 200 "Le site"
submit /compte/jetons/retirer as anne -> 303
get /compte/donnees.json -> 401
	Authorization: Bearer $token
get /compte as anne -> 200
submit /deconnexion as anne -> 303
	header Clear-Site-Data some
get /compte as anne -> 303

story "a new password that is sent twice is set once, and answered alike"
user anne member
set key=$uuid
post /do/account.password as anne -> 200
	Idempotency-Key: $key
	{"password": "le velo bleu de la factrice"}
post /do/account.password as anne -> 200
	Idempotency-Key: $key
	{"password": "le velo bleu de la factrice"}
post /do/account.password as anne -> 409 "number of another one"
	Idempotency-Key: $key
	{"password": "un velo rouge et sa remorque"}
set key=$uuid
post /do/account.password as anne -> 200
	Idempotency-Key: $key
	{"current": "le velo bleu de la factrice", "password": "la factrice du velo bleu"}
post /do/account.password as anne -> 200
	Idempotency-Key: $key
	{"current": "le velo bleu de la factrice", "password": "la factrice du velo bleu"}
post /do/account.password as anne -> 422 "not your present password"
	Idempotency-Key: $uuid
	{"current": "le velo bleu de la factrice", "password": "la factrice du velo bleu"}

story "the password signs in, others' do not, and guessing gets slow"
user anne member
get /compte as anne -> 200
submit /do/account.password as anne password="le velo bleu de la factrice" -> 303
get /connexion -> 200 "No password, or a forgotten one"
	header Cache-Control = "no-store"
get /connexion as anne -> 303
get /compte as anne -> 200
submit /deconnexion as anne -> 303
get /connexion as anne -> 200
submit /connexion as anne email=ANNE@example.org password="un autre" -> 422 "is not right"
	has "value='anne@example.org'"
submit /connexion as anne email=ANNE@example.org password="le velo bleu de la factrice" -> 303
get /compte as anne -> 200
submit /deconnexion as anne -> 303
get /connexion as anne -> 200
together 11
	submit /connexion as anne email=anne@example.org password=non -> 422|429
get /connexion as anne -> 200
submit /connexion as anne email=anne@example.org password=non -> 422|429
get /connexion as anne -> 200
submit /connexion as anne email=anne@example.org password="le velo bleu de la factrice" -> 429 "Too many tries"
	header Retry-After some

story "an administrator invites, gives roles, closes"
user rene administrator
get /comptes as rene -> 200 "1 account"
submit /comptes as rene email=x -> 422 "This is no e-mail address"
	has "value='x'"
submit /comptes as rene email=lea@example.org name=Léa role=member -> 200 "seven days"
	keep link=/\/connexion\/([\w-]+)/
get /comptes as rene -> 200
	keep id=/\/comptes\/(\w{26})'>Léa/
get /connexion/$link -> 200 "as Léa"
get /connexion/$link -> 200 "as Léa"
get /comptes/$id as rene -> 200
submit /do/account.close as rene -> 303
get /connexion/$link -> 404
get /comptes/$id as rene -> 200 "it cannot sign in"
submit /do/account.open as rene -> 303
get /connexion/$link -> 200
get /comptes/$id as rene -> 200
submit /do/account.role as rene role=steward -> 303
follow as rene -> 200 "Steward"
get /comptes as rene -> 200
	keep own=/\/comptes\/(\w{26})'>rene/
get /comptes/$own as rene -> 200
submit /do/account.role as rene role=member -> 409 "last administrator"
get /comptes/$own as rene -> 200
submit /do/account.erase as rene sure=yes -> 409 "last administrator"

story "an erased account leaves no trace of the person"
user anne member
user rene administrator
get /compte as anne -> 200
submit /do/account.rename as anne name="Nom à oublier" -> 303
get /compte as anne -> 200
submit /do/account.erase as anne -> 422
submit /do/account.erase as anne sure=yes -> 303
	header Set-Cookie has "Max-Age=0"
get /compte as anne -> 303
wait 1500
get /comptes as rene -> 200
	lacks "anne@example.org"
	lacks "Nom à oublier"
stop
run sh -c 'cat "$DATA"/* 2>/dev/null | grep -a -c -e anne@example -e "à oublier"' -> 1 "0"
