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

story "a sheet that says where it lies is there, and not at the point of its commune"
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"event","title":"Soirée soupe","summary":"On y vient.","when":{"from":"2027-01-21"},"place":{"name":"Salle des fêtes","territory":"Jazeneuil","lat":"46,4661","lon":"0,0702"}}
	keep id=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"offer","title":"Un four à pain","summary":"Il chauffe le samedi.","place":"48.8534, 2.3488"}
	keep far=.id
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"tool","title":"Broyeur","summary":"Il se prête.","territories":["86116"]}
get /api/v1/resources/$id -> 200
	.place.lat = 46.4661
	.place.lon = 0.0702
	.place.territory = "86116"
get /api/v1/resources/$far -> 200
	.place.lat = 48.8534
wait 1200
get /carte.geojson -> 200
	.of = "sheet"
	.total = 3
	.features.length = 3
get /carte.geojson?type=event -> 200
	.features.length = 1
	.features[0].geometry.coordinates[0] = 0.0702
	.features[0].geometry.coordinates[1] = 46.4661
	.features[0].properties.place = "Salle des fêtes, Jazeneuil"
	keep code=.features[0].properties.code
# from afar: by département, and what names no territory by itself
get /carte.geojson?zoom=5&bbox=-6,41,10,52 -> 200
	.features.length = 2
	.features[0].id = "D86"
	.features[0].properties.sheets = 2
	.features[1].properties.name has "48.8534"
get /carte -> 200 "3 sheets" "48.8534"
	lacks "of them with a place"
# nearby: two points, told apart once one is near enough
get /carte.geojson?zoom=16&bbox=0,46.4,0.1,46.5 -> 200
	.features.length = 2
get /carte.geojson?zoom=16&bbox=0,46.4,0.1,46.5&lieu=$code -> 200
get /carte.geojson?bbox=0,46.4,0.1,46.5&lieu=$code -> 200
	.features.length = 1
	.features[0].properties.title = "Soirée soupe"
get /ressources?territory=$code -> 200 "Soirée soupe" "Salle des fêtes, Jazeneuil"
	lacks "Broyeur"
get /ressources?territory=86116 -> 200 "Soirée soupe" "Broyeur"
get /ressources/soiree-soupe -> 200 "geo:46.4661,0.0702" "46.4661" "/carte?territory=46.4661,0.0702"
get /ressources.csv?type=event -> 200 "Where (latitude)" "46.4661"
get / -> 200 "1 territory"
# moved: what was there is no more
put /api/v1/resources/$id as anne -> 200
	If-Match: "1"
	Idempotency-Key: $uuid
	{"type":"event","title":"Soirée soupe","summary":"On y vient.","when":{"from":"2027-01-21"},"place":{"name":"Salle des fêtes","territory":"86116"}}
wait 1200
get /carte.geojson?type=event -> 200
	.features.length = 1
	.features[0].properties.code = "86116"
get /ressources?territory=$code -> 200
	lacks "Soirée soupe"
get /ressources/soiree-soupe/comparer?avant=1&apres=2 -> 200 "46.4661"

story "a point that is wrong is refused with what would be right"
user anne member
get /ressources/nouvelle/event as anne -> 200 "Latitude" "name='place.lat'"
submit resource.create as anne title=Fête summary=Ici when.from=2027-01-21 place.name=Salle place.territory=Jazeneuil place.lat=0,0684 place.lon=46,4653 -> 422|200 "This point lies far from Jazeneuil" "value='0,0684'"
submit resource.create as anne title=Fête summary=Ici when.from=2027-01-21 place.lat=91 place.lon=0 -> 422|200 "A latitude lies between -90 and 90: 91 does not."
submit resource.create as anne title=Fête summary=Ici when.from=2027-01-21 place.lat=46,4653 place.lon= -> 422|200 "Write the longitude too"
submit resource.create as anne title=Fête summary=Ici when.from=2027-01-21 place.lat=nord place.lon=0 -> 422|200 "Write degrees"
submit resource.create as anne title=Fête summary=Ici when.from=2027-01-21 "place.lat=46,4653 ; 0,0684" place.lon= -> 303
follow as anne -> 200 "geo:46.4653,0.0684"
