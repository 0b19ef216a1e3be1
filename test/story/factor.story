# The second step of signing in: codes, paper lists, and what is lost.

story "a second step is begun, asked for, and each code opens once"
user anne member
get /compte as anne -> 200 "Your password alone opens your account"
submit /do/account.password as anne password="le velo bleu de la factrice" -> 303
get /compte/deux-etapes as anne -> 200 "photographing this square"
	has "<svg class='qr'"
	keep key=/name='key' value='([A-Z2-7]{32})'/
run node test/lib/totp.mjs $key -> 0
	keep code=/(\d{6})/
submit /compte/deux-etapes as anne code=$code current=faux -> 422 "not your present password"
submit /compte/deux-etapes as anne code=123456x current="le velo bleu de la factrice" -> 422 "not the code of this key"
	has "$key"
submit /compte/deux-etapes as anne code=$code current="le velo bleu de la factrice" -> 200 "Print or write down this list"
	keep paper=/<code>((?:[A-Z2-7]{4}-){5}[A-Z2-7]{4})</
get /compte as anne -> 200 "a code that only your telephone knows"
get /compte/deux-etapes as anne -> 200 "8 codes are left"
	lacks "$key"
get /compte as anne -> 200
submit /deconnexion as anne -> 303
get /connexion/verification as anne -> 303
	header Location = "/connexion"
get /connexion as anne -> 200
submit /connexion as anne email=anne@example.org password="le velo bleu de la factrice" -> 303
	header Location = "/connexion/verification"
get /compte as anne -> 303
get /connexion/verification as anne -> 200 "One more step"
submit /connexion/verification as anne code=$code -> 422 "has served already"
run node test/lib/totp.mjs $key 1 -> 0
	keep code=/(\d{6})/
submit /connexion/verification as anne code=$code -> 303
	header Set-Cookie has "archipel="
get /compte as anne -> 200
submit /deconnexion as anne -> 303
get /connexion as anne -> 200
submit /connexion as anne email=anne@example.org password="le velo bleu de la factrice" -> 303
get /connexion/verification as anne -> 200
submit /connexion/verification as anne code=$code -> 422 "has served already"
submit /connexion/verification as anne code=$paper -> 303
get /compte/donnees.json as anne -> 200
	.second_step.paper_codes = 7
	lacks "$key"
get /compte/deux-etapes as anne -> 200 "7 codes are left"
submit /compte/deux-etapes/liste as anne code=$paper -> 422 "has served already"
stop
run sh -c 'grep -raqF "$0" "$DATA"' $paper -> 1

story "a one-time link asks for the second step too, and a lost telephone is no lost account"
user anne member
user rene administrator
get /compte/deux-etapes as anne -> 200
	keep key=/name='key' value='([A-Z2-7]{32})'/
run node test/lib/totp.mjs $key -> 0
	keep code=/(\d{6})/
submit /compte/deux-etapes as anne code=$code -> 200
get /compte as anne -> 200
submit /deconnexion as anne -> 303
run archipel user reset anne@example.org -> 0
	keep link=/connexion\/([\w-]+)/
get /connexion/$link as anne -> 200
submit /connexion/$link as anne -> 303
	header Location = "/connexion/verification"
get /compte as anne -> 303
run archipel user list --json -> 0
	keep id=/"email": ?"anne@example.org"[^}]*"id": ?"([^"]+)/
get /comptes/$id as rene -> 200 "lost the telephone"
submit /comptes/$id/deux-etapes as rene -> 303
get /comptes/$id as rene -> 200
	lacks "lost the telephone"
run archipel user reset anne@example.org -> 0
	keep link=/connexion\/([\w-]+)/
get /connexion/$link as anne -> 200
submit /connexion/$link as anne -> 303
	header Location = "/compte?fait=lien"
run archipel user reset-factor anne@example.org -> 0 "no second step"

story "an administrator who signs in by password alone reads and writes, and no more"
user rene administrator
get /comptes as rene -> 200 "Add a second step"
get /compte as rene -> 200
submit /do/account.password as rene password="le velo bleu de la factrice" -> 303
get /comptes as rene -> 200
get /compte as rene -> 200
submit /deconnexion as rene -> 303
get /connexion as rene -> 200
submit /connexion as rene email=rene@example.org password="le velo bleu de la factrice" -> 303
	header Location = "/compte/deux-etapes?fait=requis"
get /comptes as rene -> 303
	header Location = "/compte/deux-etapes"
get /compte as rene -> 200
submit /compte/jetons as rene label=x -> 303
	header Location = "/compte/deux-etapes?fait=requis"
get /compte as rene -> 200
submit /do/account.rename as rene name=Renée -> 303
get /compte/deux-etapes?fait=requis as rene -> 200 "Your role asks for a second step"
	keep key=/name='key' value='([A-Z2-7]{32})'/
run node test/lib/totp.mjs $key -> 0
	keep code=/(\d{6})/
submit /compte/deux-etapes as rene code=$code current="le velo bleu de la factrice" -> 200 "Print or write down"
get /comptes as rene -> 200
	lacks "Add a second step"

story "the keepers of a commons may decide who needs a second step" on embedded
user rene administrator
user anne member
get /compte as rene -> 200
submit /do/account.password as rene password="le velo bleu de la factrice" -> 303
get /compte as rene -> 200
submit /deconnexion as rene -> 303
stop
run archipel config check --second-step chacun -> 78 "member or nobody"
start --second-step nobody
get /connexion as rene -> 200
submit /connexion as rene email=rene@example.org password="le velo bleu de la factrice" -> 303
	header Location = "/"
get /comptes as rene -> 200
	lacks "Add a second step"
stop
start --second-step member
get /compte as anne -> 200
submit /do/account.password as anne password="la factrice du velo bleu" -> 303
get /compte as anne -> 200
submit /deconnexion as anne -> 303
get /connexion as anne -> 200
submit /connexion as anne email=anne@example.org password="la factrice du velo bleu" -> 303
	header Location = "/compte/deux-etapes?fait=requis"
get /nouveau as anne -> 303|404
