# Contours of territories: imported once, drawn, served by box and zoom.

story "contours come from files of GeoJSON"
run tee $dir/two.geojson
	<<<
	{"type":"FeatureCollection","name":"deux communes","features":[
	{"type":"Feature","properties":{"code":"86116","nom":"Jazeneuil"},"geometry":{"type":"Polygon","coordinates":
	[[[0.03,46.43],[0.03,46.49],[0.12,46.49],[0.12,46.47],[0.1201,46.46],[0.12,46.45],[0.12,46.43],[0.03,46.43]]]}},
	{"type":"Feature","properties":{"INSEE_COM":86139,"NOM":"Lusignan","montagne":"N","littoral":false,"surf_ha":"2950"},"geometry":{"type":"MultiPolygon","coordinates":
	[[[[0.12,46.43,110.5],[0.12,46.45,1],[0.1201,46.46,1],[0.12,46.47,2],[0.12,46.49,3],[0.2,46.49,4],[0.2,46.43,5],[0.12,46.43,110.5]],
	[[0.15,46.45],[0.16,46.45],[0.16,46.46],[0.15,46.45]]]]}}]}
	>>>
run archipel import territories $dir/two.geojson --source "IGN, Licence Ouverte" --json
	.contours = 2
	.created = 2
	.updated = 0
	.unchanged = 0
run archipel import territories $dir/two.geojson --json
	.created = 0
	.updated = 0
	.unchanged = 2
get /api/v1/log?limit=1000 -> 200
	matches /contour\.loaded/
	mismatches /contour\.loaded[^]*contour\.loaded/
get /territoires/86116-jazeneuil/contour.geojson -> 200
	header Content-Type has "application/geo+json"
	header ETag some
	keep tag=header ETag
	.type = "Feature"
	.id = "86116"
	.bbox[0] = 0.03
	.bbox[3] = 46.49
	.properties.source = "IGN, Licence Ouverte"
	# eight points tell too little of a border: only a list knows its area
	lacks "km2"
	# counter-clockwise: from the south-east corner north, to that corner again
	.geometry.coordinates[0][0][0][0] = 0.12
	.geometry.coordinates[0][0][0][1] = 46.43
	.geometry.coordinates[0][0][1][0] = 0.12
	.geometry.coordinates[0][0][1][1] = 46.45
	.geometry.coordinates[0][0][7][1] = 46.43
get /territoires/86116/contour.geojson -> 304
	If-None-Match: $tag
get /territoires/86139/contour.geojson -> 200
	.geometry.coordinates[0].length = 2
get /territoires/86116-jazeneuil -> 200 "IGN, Licence Ouverte" "contour.geojson"
	has "id='contour'"
get /api/v1/contours?bbox=0.1,46.4,0.2,46.5&zoom=11 -> 200
	.kind = "commune"
	.features.length = 2
get /api/v1/contours?bbox=0.1,46.4,0.11,46.5&zoom=11 -> 200
	.features.length = 1
get /api/v1/contours?bbox=170,-60,-170,80&zoom=4&kind=commune -> 200
	.features.length = 0
get /api/v1/contours?bbox=-180,-60,180,80&zoom=14&kind=commune -> 200
	.features.length = 2
restart
get /territoires/86139/contour.geojson -> 200
	.properties.km2 = 29.5
run archipel backup $dir/commons.backup
stop
run archipel restore $dir/commons.backup --force
get /territoires/86139/contour.geojson -> 200
	.properties.source = "IGN, Licence Ouverte"

story "a newer file replaces what it has, a code at a time"
run tee $dir/one.geojson
	{"type":"Feature","properties":{"codgeo":"86116"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[0.1,46],[0.1,46.1],[0,46]]]}}
run archipel import territories $dir/one.geojson --json
	.created = 1
run tee $dir/newer.geojson
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"insee":"86116"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[0.2,46],[0.2,46.2],[0,46]]]}},{"type":"Feature","properties":{"code":"86","nom":"Vienne"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[1,46],[1,47],[0,46]]]}},{"type":"Feature","properties":{"code":"84","nom":"Auvergne-Rhône-Alpes"},"geometry":{"type":"Polygon","coordinates":[[[3,45],[5,45],[5,46],[3,45]]]}},{"type":"Feature","properties":{"code_siren":"200069854"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[0.5,46],[0.5,46.5],[0,46]]]}},{"type":"Feature","properties":{"code":"99999","nom":"Nulle part"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[0.5,46],[0.5,46.5],[0,46]]]}}]}
run archipel import territories $dir/one.geojson $dir/newer.geojson --json -> 0
	.contours = 6
	.created = 3
	.updated = 1
	.unchanged = 0
	.unknown = 1
run archipel import territories $dir/one.geojson $dir/newer.geojson --json
	.unchanged = 4
get /territoires/86116/contour.geojson -> 200
	.bbox[2] = 0.2
get /territoires/D86/contour.geojson -> 200
	.bbox[2] = 1
get /territoires/R84-auvergne-rhone-alpes/contour.geojson -> 200
	.properties.name = "Auvergne-Rhône-Alpes"
	.bbox[0] = 3
get /territoires/200069854 -> 301
get /api/v1/contours?kind=epci -> 200
	.features.length = 1

story "a file that is wrong says where, and changes nothing"
run tee $dir/bad.geojson
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"86116"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[0.1,46],[0.1,46.1],[0,46]]]}},{"type":"Feature","properties":{"nom":"Sans code"},"geometry":{"type":"Point","coordinates":[0,46]}},{"type":"Feature","properties":{"code":"86139"},"geometry":{"type":"Polygon","coordinates":[[[497000,6592000],[0.1,46],[0.1,46.1],[0,46]]]}},{"type":"Feature","properties":{"code":"86140"},"geometry":{"type":"LineString","coordinates":[[0,46],[1,47]]}},{"type":"Feature","properties":{"code":"86141"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[1,47],[0,46]]]}},{"type":"Feature","properties":{"code":"86116"},"geometry":{"type":"Polygon","coordinates":[[[0,46],[0.1,46],[0.1,46.1],[0,46]]]}}]}
run LC_ALL=en archipel import territories $dir/bad.geojson -> 65 "bad.geojson, feature 2: It has no code" "feature 3: There is no such place: [497000,6592000]" "WGS 84" "feature 4: Its geometry is LineString" "feature 5: A ring has fewer than four points" "The code 86116 comes twice" "Nothing was imported."
run LC_ALL=fr archipel import territories $dir/bad.geojson -> 65 "entité 2" "Rien n’a été importé."
run tee $dir/cut.geojson
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"86116"},"geometry":{"type":"Poly
run LC_ALL=en archipel import territories $dir/cut.geojson -> 65 "cut off before its end"
run tee $dir/no.geojson
	{"type":"Topology","objects":{}}
run LC_ALL=en archipel import territories $dir/no.geojson -> 65 "It is no Feature"
run archipel import territories $dir/nowhere.geojson -> 66 "nowhere.geojson"
run archipel import territories -> 64
get /territoires/86116/contour.geojson -> 404 "archipel import territories"
get /territoires/86116 -> 301
get /api/v1/contours?bbox=0.1,46.4,0.2 -> 400 "bbox=west,south,east,north"
get /api/v1/contours?bbox=0.1,46.4,0.2,99 -> 400
get /api/v1/contours?kind=village -> 400 "Kinds of contours"

story "outlines of départements and régions need no import"
get /territoires/D86/contour.geojson -> 200
	.id = "D86"
	.geometry.type = "MultiPolygon"
get /api/v1/contours?bbox=-5,41,10,51&zoom=6 -> 200
	.kind = "departement"
	.features.length = 96
get /api/v1/contours?bbox=-5,41,10,51&zoom=3 -> 200
	.kind = "region"
get /territoires/D974/contour.geojson -> 404

story "the area of a coarse contour is not told, nor a density made of it"
run tee $dir/coarse.geojson
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"86116"},"geometry":{"type":"Polygon","coordinates":[[[0.03,46.43],[0.12,46.43],[0.12,46.49],[0.03,46.49],[0.03,46.43]]]}},{"type":"Feature","properties":{"code":"86139","superficie":"2950"},"geometry":{"type":"Polygon","coordinates":[[[0.12,46.43],[0.2,46.43],[0.2,46.49],[0.12,46.49],[0.12,46.43]]]}}]}
run archipel import territories $dir/coarse.geojson --json
	.created = 2
get /territoires/86116-jazeneuil -> 200 "Density" "the contours known here do not tell its area"
	lacks "inhabitants per km²"
get /territoires/86139-lusignan -> 200 "inhabitants per km²"
	lacks "do not tell its area"
get /territoires/86116/contour.geojson -> 200
	lacks "km2"
# a better drawing of the same commune is known by its own surface
run node -e "const n=400,r=[];for(let i=0;i<=n;i++){const t=2*Math.PI*(i%n)/n;r.push([0.0684+0.05*Math.cos(t),46.4653+0.035*Math.sin(t)])}require('fs').writeFileSync(process.argv[1],JSON.stringify({type:'Feature',properties:{code:'86116'},geometry:{type:'Polygon',coordinates:[r]}}))" $dir/fine.geojson
run archipel import territories $dir/fine.geojson --json
	.updated = 1
get /territoires/86116/contour.geojson -> 200
	.properties.km2 >= 46.5
	.properties.km2 <= 47.5
get /territoires/86116-jazeneuil -> 200 "inhabitants per km²"
# the map without JavaScript draws communes once one is near enough to see them
user anne member
post /api/v1/resources as anne -> 201
	Idempotency-Key: $uuid
	{"type":"tool","title":"Broyeur","summary":"Il se prête.","territories":["86116"]}
wait 1200
get /carte?territory=86116 -> 200 "id='communes'"
