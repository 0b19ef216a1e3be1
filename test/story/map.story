# The map: what a list finds, where it lies.

story "a map takes the words and filters of the list"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"tool","title":"Broyeur de Jazeneuil","summary":"Il se prête.","territories":["86116"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"tool","title":"Pressoir","summary":"Il se prête aussi.","territories":["86116"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"method","title":"Enquête des deux rives","summary":"Trois communes.","territories":["86116","86139","97411"]}
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"tool","title":"Sans lieu","summary":"Partout."}
wait 1200
get /carte -> 200 "4 sheets" "3 of them with a place" "Vienne, 3 sheets" "La Réunion, 1 sheet"
	header Content-Security-Policy has "img-src 'self';"
	lacks "data-tiles='http"
get /carte?type=tool -> 200 "3 sheets" "Jazeneuil, 2 sheets"
	lacks "Lusignan, 1 sheet"
get /carte?q=broyeur -> 200 "1 sheet" "Jazeneuil, 1 sheet"
get /carte?q=zzyzzx -> 200 "Nothing to show on the map"
get /carte.geojson -> 200
	header Content-Type has "application/geo+json"
	.type = "FeatureCollection"
	.total = 4
	.features.length = 5
	.features[0].properties.place = "Jazeneuil"
	.features[0].geometry.type = "Point"
# départements from afar: a sheet that names two communes of one counts once
get /carte.geojson?zoom=5&bbox=-6,41,10,52 -> 200
	.features.length = 1
	.features[0].properties.name = "Vienne"
	.features[0].properties.sheets = 3
get /carte.geojson?zoom=5&bbox=54,-22,57,-20 -> 200
	.features.length = 1
	.features[0].id = "D974"
# places from near, merged when they are nearer than a fingertip
get /carte.geojson?zoom=8&bbox=-1,46,1,47 -> 200
	.features.length = 1
	.features[0].properties.places = 2
	.features[0].properties.sheets = 3
	.features[0].properties.list has "territory=86116"
get /carte.geojson?zoom=12&bbox=-1,46,1,47 -> 200
	.features.length = 2
	.features[0].properties.sheets = 3
	.features[1].properties.name = "Lusignan"
get /carte.geojson?zoom=12&bbox=-1,46,1,47&type=method -> 200
	.features.length = 2
	.features[0].properties.sheets = 1
get /carte.geojson?lieu=86116&bbox=0,46,0.2,47 -> 200
	.features.length = 3
get /carte.geojson?bbox=1,2 -> 400 "bbox=west,south,east,north"
get /ressources -> 200 "href='/carte'"
get /territoires/86116-jazeneuil -> 200 "/carte?territory=86116"

story "what only members may see is not on the map of others"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"tool","title":"Brouillon","summary":"Pas encore.","state":"draft","territories":["86116"]}
wait 1200
get /carte.geojson -> 200
	.total = 0
	.features.length = 0
get /carte -> 200 "Nothing to show on the map"

story "a background is asked for where the setting says, and nowhere else"
get /donnees-personnelles -> 200
	lacks "look at the map"
stop
start --map-tiles https://tuiles.example.org/{z}/{x}/{y}.png
get /carte -> 200
	header Content-Security-Policy has "img-src 'self' https://tuiles.example.org;"
get /donnees-personnelles -> 200 "Its background comes from another site, tuiles.example.org."
get /ressources -> 200
	header Content-Security-Policy has "img-src 'self';"
stop
run archipel serve --map-tiles https://tuiles.example.org/ -> 78 "{z}"
run archipel serve --map-tiles "https://tuiles.example.org/{z}/{x}/{y}.png; script-src *" -> 78
