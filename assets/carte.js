// carte.js: the map moves.  What it shows comes from the server, clustered; the list beside says the same in words.
const box = (text) => { const [w, s, e, n] = text.split(',').map(Number); return [[s, w], [n, e]]; };
const figure = document.getElementById('carte'), list = document.getElementById('carte-liste');
const title = document.getElementById('carte-vue'), said = document.getElementById('carte-dit');
const words = figure.dataset, MAX = 16;
const sheets = (n) => (n === 1 ? words.one : words.many.replace('#', n.toLocaleString(document.documentElement.lang)));
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

const place = document.createElement('div');
place.className = 'lf';
figure.prepend(place);
figure.classList.add('moving');
const map = L.map(place, { zoomControl: false, attributionControl: false, minZoom: 2, maxZoom: MAX, zoomSnap: 0.5, zoomAnimation: !still,
	fadeAnimation: false, markerZoomAnimation: !still, inertia: !still, worldCopyJump: true });
place.setAttribute('role', 'region');
place.setAttribute('aria-label', words.label);
L.control.zoom({ position: 'topleft', zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
const land = L.geoJSON(null, { interactive: false, style: { className: 'earth', weight: 1 } }).addTo(map);
const points = L.layerGroup().addTo(map), spread = L.layerGroup().addTo(map);
if (words.tiles) L.tileLayer(words.tiles, { crossOrigin: '', maxZoom: MAX }).addTo(map);

/** The box of the view and a margin, in steps that are asked for again. */
function view(margin) {
	const b = map.getBounds().pad(margin), step = 360 / 2 ** Math.floor(map.getZoom()) / 8;
	const at = (v, round, most) => Math.max(-most, Math.min(most, round(v / step) * step)).toFixed(4);
	return [at(b.getWest(), Math.floor, 180), at(b.getSouth(), Math.floor, 90), at(b.getEast(), Math.ceil, 180),
		at(b.getNorth(), Math.ceil, 90)].join();
}

/** What is in a box, beside the buttons and not below them. */
const fit = (b) => map.fitBounds(b, { paddingTopLeft: [72, 24], paddingBottomRight: [24, 24], maxZoom: MAX });

let asked = 0;
/** Nothing when the network is away, or the page is being left: what is shown stays. */
async function ask(address) {
	try {
		const answer = await fetch(address);
		return answer.ok ? await answer.json() : { features: [] };
	} catch {
		return null;
	}
}

function item(address, label, count, keep) {
	const li = document.createElement('li'), a = document.createElement('a'), span = document.createElement('span');
	a.href = address;
	a.textContent = `${label} `;
	span.textContent = count;
	a.append(span);
	li.append(a);
	if (keep) li.className = 'whole';
	return li;
}

/** A mark that keyboards reach; act is done by a click and by Enter. */
function mark(at, className, text, label, size, act) {
	const icon = L.divIcon({ className, iconSize: [size, size], html: text });
	const marker = L.marker(at, { icon, keyboard: true, riseOnHover: true });
	marker.on('add', () => {
		const e = marker.getElement();
		e.setAttribute('aria-label', label);
		e.title = label;
	});
	marker.on('click', () => act(marker));
	marker.on('keypress', (e) => { if (e.originalEvent.key === 'Enter') act(marker); });
	return marker;
}

const lonely = (f) => f.bbox[2] - f.bbox[0] < 0.001 && f.bbox[3] - f.bbox[1] < 0.001;
const label = (f) => (f.properties.places > 1 ? words.around.replace('#', f.properties.name) : f.properties.name);

function gather() {
	spread.clearLayers();
	points.eachLayer((m) => { m.setOpacity(1); });
}

/** Sheets of one place around it, in rings, with a line to each. */
async function open(f, marker) {
	const [lon, lat] = f.geometry.coordinates, codes = f.properties.codes.map((c) => `&lieu=${encodeURIComponent(c)}`).join('');
	const near = [lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01].map((v) => v.toFixed(4)).join();
	const found = await ask(`${words.points}&bbox=${near}${codes}`);
	if (!found) return;
	const { features } = found;
	gather();
	marker.setOpacity(0.4);
	const centre = map.latLngToLayerPoint([lat, lon]);
	let ring = 0, inRing = 0, room = 9;
	const marks = features.map((s, i) => {
		if (i - inRing === room) { ring++; inRing = i; room = 9 + 7 * ring; }
		const turn = ((i - inRing) / Math.min(room, features.length - inRing)) * 2 * Math.PI - Math.PI / 2, far = 58 + 40 * ring;
		const at = map.layerPointToLatLng(centre.add([Math.cos(turn) * far, Math.sin(turn) * far]));
		L.polyline([[lat, lon], at], { className: 'leg', interactive: false }).addTo(spread);
		const p = s.properties;
		return mark(at, `leaf ${p.mark}`, '', `${p.title} (${p.label})`, 28, () => { location.href = p.url; }).addTo(spread);
	});
	title.textContent = label(f);
	list.replaceChildren(...features.map((s) => item(s.properties.url, s.properties.title, s.properties.label)),
		item(f.properties.list, words.more, f.properties.sheets, true));
	said.textContent = `${label(f)}, ${sheets(features.length)}`;
	marks[0]?.getElement().focus();
	place.onkeydown = (e) => {
		if (e.key !== 'Escape' || !spread.getLayers().length) return;
		gather();
		tell(shown);
		marker.getElement()?.focus();
	};
}

function go(f, marker) {
	if (!lonely(f) && map.getZoom() < MAX)
		fit([[f.bbox[1], f.bbox[0]], [f.bbox[3], f.bbox[2]]]);
	else if (map.getZoom() < 8)
		map.setView(marker.getLatLng(), 9);
	else
		open(f, marker);
}

let shown = [];
function tell(features) {
	const inside = map.getBounds();
	const seen = features.filter((f) => inside.contains([f.geometry.coordinates[1], f.geometry.coordinates[0]]));
	title.textContent = seen.length ? words.here : words.none;
	list.replaceChildren(...seen.slice(0, 20).map((f) => item(f.properties.list, label(f), sheets(f.properties.sheets))));
	return seen;
}

async function draw() {
	const mine = ++asked, zoom = map.getZoom(), at = `bbox=${view(0.15)}&zoom=${Math.floor(zoom)}`;
	location.replace(`#${zoom}/${map.getCenter().lat.toFixed(4)}/${map.getCenter().lng.toFixed(4)}`);
	for (const a of document.querySelectorAll('.facets a, .on a')) a.hash = location.hash;
	document.getElementById('carte-emporte').href = `${words.points}&bbox=${view(0)}`;
	const [outlines, found] = await Promise.all([words.tiles ? null : ask(`${words.contours}?${at}`), ask(`${words.points}&${at}`)]);
	if (mine !== asked || !found) return;
	if (outlines) land.clearLayers().addData(outlines);
	spread.clearLayers();
	const focused = document.activeElement?.dataset?.id;
	points.clearLayers();
	shown = found.features;
	for (const f of shown) {
		const [lon, lat] = f.geometry.coordinates, n = f.properties.sheets;
		const marker = mark([lat, lon], 'disc', String(n), `${label(f)}, ${sheets(n)}`, Math.min(44, Math.round(28 + 3 * Math.log2(n))),
			() => go(f, marker)).addTo(points);
		marker.getElement().dataset.id = f.id;
		if (focused === f.id) marker.getElement().focus();
	}
	const seen = tell(shown);
	said.textContent = `${title.textContent}: ${seen.slice(0, 5).map((f) => `${label(f)}, ${sheets(f.properties.sheets)}`).join('; ')}`;
}

for (const a of document.querySelectorAll('#carte-zones a'))
	a.addEventListener('click', (e) => { e.preventDefault(); fit(box(a.dataset.box)); place.focus(); });
map.on('moveend', draw);
const kept = /^#([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
if (kept) map.setView([+kept[2], +kept[3]], +kept[1]);
else fit(box(words.box));
