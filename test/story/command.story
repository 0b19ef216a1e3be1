# The command line, settings, folders.

story "the same commands from the terminal, with and without a server"
run archipel do resource.create --type tool --title Four --summary Mobile. -> 0
	keep id=.id
	.version = 1
get /api/v1/resources/$id -> 200
	.title = "Four"
run archipel do resource.create --type tool --title Broyeur --summary Partagé. -> 0
	keep other=.id
get /api/v1/resources/$other -> 200
	.title = "Broyeur"
run archipel do resource.edit --id $other --version 1 --title Broyeur --summary "À six." -> 0
	.version = 2
run archipel do resource.edit --id $other --version 1 --title Broyeur --summary "À sept." -> 65|75 "changed"
run archipel do resource.create --type tool --title Four -> 65
	has "summary"
run archipel do resource.creat --type tool -> 64
run archipel verify -> 0
run archipel rebuild -> 0
get /api/v1/resources/$other -> 200
	.summary = "À six."

story "an unknown setting is an error that names the nearest"
run sh -c 'echo "lisen = 127.0.0.1:0" > $DATA/archipel.conf' -> 0
run archipel verify -> 78 "listen"
	has "archipel.conf"
run sh -c 'rm $DATA/archipel.conf' -> 0
run ARCHIPEL_LISEN=127.0.0.1:0 archipel verify -> 78 "listen"
run archipel verify --lisen 127.0.0.1:0 -> 64 "--listen"
run archipel verify --listen nowhere -> 78 "127.0.0.1:8080"
run archipel verfy -> 64 "verify"
run ARCHIPEL_NAME=x archipel version -> 0
run archipel version --json -> 0
	.version some

story "defaults, file, environment, options: the last one wins"
run sh -c 'echo "name = Du fichier" > $DATA/archipel.conf' -> 0
get / -> 200 "Du fichier"
stop
start --name "De la ligne"
get / -> 200 "De la ligne"
	lacks "Du fichier"

story "all that is wrong in the settings is said at once, and no password is shown" on embedded
run sh -c 'printf "%s\n" "name = A" "name = B" "contact = nobody" "lisen = x" > $DATA/archipel.conf' -> 0
run archipel config check -> 78 "line 2" "line 3" "line 4" "already on line 1" "e-mail" "“listen”"
run archipel serve -> 78 "line 2"
run sh -c 'printf "%s\n" "log = postgresql://lea:sesame@db/c?password=sesame" "name = C" > $DATA/archipel.conf' -> 0
run archipel config check -> 0
run ARCHIPEL_ACCENT=#0b5468 archipel config dump --contact a@exemple.org -> 0 "postgresql://lea:…@db/c?password=…"
	lacks "sesame"
	matches /^name +=.* C .*archipel.conf, line 2$/
	matches /^accent .*#0b5468 .*environment$/
	matches /^contact .*a@exemple.org .*command line$/
	matches /^listen .*default$/
run archipel config dump --json -> 0
	lacks "sesame"
	.items[0].name = listen
run sh -c 'printf "%s\n" "log = postgresql://db/c?password=sesame&x=y&password=sesame" > $DATA/archipel.conf' -> 0
run archipel config dump -> 0 "password=…"
	lacks "sesame"
run sh -c 'printf "# %5000s\nname = C\000x\n" "name = D" > $DATA/archipel.conf' -> 0
run archipel config check -> 78 "line 2"
	lacks "line 3"
run archipel serve --log postgresql://lea:sesame@db/c -> 64 "ARCHIPEL_LOG_FILE"
	lacks "sesame"
run sh -c 'rm $DATA/archipel.conf; echo "Venu d’un fichier" > $DATA/name' -> 0
run ARCHIPEL_NAME_FILE=$data/name archipel config dump -> 0 "Venu d’un fichier" "environment"
run ARCHIPEL_NAME_FILE=$data/none archipel config check -> 78 "none"

story "each verb says how it is used"
run archipel help -> 0 "serve" "restore"
run archipel serve --help -> 0 "serve"
run archipel user add --help -> 0 "--email"
run archipel do resource.create --help -> 0 "--title"
run archipel -> 64

story "a folder in use is refused to a second server"
start
run archipel serve --listen 127.0.0.1:0 -> 75
	matches /in use|already/
stop
run archipel init -> 73 "already"

story "a folder that is not there is an error that says what to do" on embedded
run archipel serve --data $dir/none --listen 127.0.0.1:0 -> 66 "init"
run archipel verify --data $dir/none -> 66 "init"

story "a newer format is refused, and left as it is" on embedded
run sh -c 'sqlite3 $DATA/archipel.db "PRAGMA user_version" > $DATA/../format; sqlite3 $DATA/archipel.db "PRAGMA user_version = 1000"' -> 0
run archipel verify -> 65 "newer"
run archipel serve --listen 127.0.0.1:0 -> 65 "newer"
run sh -c 'sqlite3 $DATA/archipel.db "PRAGMA user_version"' -> 0 "1000"
run sh -c 'sqlite3 $DATA/archipel.db "PRAGMA user_version = $(cat $DATA/../format)"' -> 0

story "a newer format is refused, and left as it is" on shared
run psql -qAtX -d $log -c "UPDATE archipel.head SET format = 1000" -> 0
run archipel verify -> 65 "newer"
run archipel serve --listen 127.0.0.1:0 -> 65 "newer"
run psql -qAtX -d $log -c "UPDATE archipel.head SET format = 1" -> 0

story "a killed server starts again with all that it acknowledged"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type": "tool", "title": "Four", "summary": "Mobile."}
	keep id=.id
kill
get /api/v1/resources/$id -> 200
	.title = "Four"

story "a group of verbs has help of its own, and what is unknown names the nearest"
run archipel user --help -> 0 "user add" "user reset" "--email"
	lacks "restore"
run archipel help user -> 0 "user token"
run archipel help usr -> 64
run archipel do resource.crate -> 64 "resource.create"
run archipel serve more -> 64
	mismatches /serve \./
run archipel verify --proxies nowhere -> 78 "127.0.0.1"

story "values from a file: where the command was typed, also while a server runs elsewhere"
run sh -c 'mkdir -p $dir/at && echo "{\"type\": \"tool\", \"title\": \"Du fichier\", \"summary\": \"x\"}" > $dir/at/values.json' -> 0
start
run sh -c 'cd $dir/at && "$PROGRAM" do resource.create --data "$DATA" --values values.json' -> 0 "du-fichier"
run sh -c 'cd $dir/at && "$PROGRAM" backup --data "$DATA" copy && test -s copy' -> 0
stop
run sh -c 'cd $dir/at && "$PROGRAM" do resource.create --data "$DATA" --values values.json' -> 0 "du-fichier-2"
run archipel do resource.create --values $dir/none.json -> 66 "none.json"
run sh -c 'echo "{bad" > $dir/bad.json; "$PROGRAM" do resource.create --data "$DATA" --values $dir/bad.json' -> 65
	matches /bad\.json, line 1/
run sh -c 'echo "[1]" > $dir/bad.json; "$PROGRAM" do resource.create --data "$DATA" --values $dir/bad.json' -> 65
	has "JSON object"
run archipel do resource.create --type tool --titel Four --summary x -> 65 "title"
	mismatches /--title:[^]*--title:/

story "verbs reach the server of a folder whose path is longer than a socket's may be" on embedded
set long=llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll
run archipel backup $dir/copy -> 0
run sh -c '"$PROGRAM" restore $dir/copy --data $dir/$long' -> 0
run sh -c '"$PROGRAM" serve --data $dir/$long --listen 127.0.0.1:0 > $dir/out 2>&1 & for i in `seq 60`; do grep -q http $dir/out && break; sleep 0.3; done; "$PROGRAM" user add --data $dir/$long --email anne@example.org --role member; code=$?; kill $!; wait; exit $code' -> 0 "/connexion/"

story "a making that was interrupted goes on where it was, and writes nothing twice" on embedded
run sh -c '"$PROGRAM" init --demo --data $dir/half & sleep 0.6; kill -9 $!; wait $!; true' -> 0
run sh -c 'touch $dir/half/unfinished; "$PROGRAM" serve --data $dir/half --listen 127.0.0.1:0' -> 66 "archipel init"
run sh -c '"$PROGRAM" init --demo --data $dir/half' -> 0
run sh -c 'touch $dir/half/unfinished; "$PROGRAM" init --demo --data $dir/half' -> 0
run sh -c '"$PROGRAM" init --demo --data $dir/half' -> 73 "already"
run sh -c '"$PROGRAM" init --demo --data $dir/whole && "$PROGRAM" verify --data $dir/whole | grep -o "Entries: [0-9]*" > $dir/a; "$PROGRAM" verify --data $dir/half | grep -o "Entries: [0-9]*" > $dir/b; cmp $dir/a $dir/b && test -s $dir/a' -> 0

story "an empty folder is made a commons by serving it" on embedded
run sh -c 'mkdir $dir/new; "$PROGRAM" serve --data $dir/new --listen 127.0.0.1:0 > $dir/out 2>&1 & for i in `seq 200`; do grep -q bienvenue $dir/out && break; sleep 0.3; done; "$PROGRAM" user list --data $dir/new; code=$?; kill $!; wait $! || exit 9; grep -q bienvenue $dir/out || exit 8; exit $code' -> 0
run sh -c '"$PROGRAM" verify --data $dir/new' -> 0
