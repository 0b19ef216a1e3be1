// templates.mjs - each template once: who sees it, where, and one fact that must be on it.
// {tool}, {experience}, {commune}: found on the demonstration commons at the start.
export const templates = [
	{ name: 'home', path: '/', has: 'Par où commencer' },
	{ name: 'list', path: '/ressources' },
	{ name: 'search', path: '/ressources?q=enqu%C3%AAte' },
	{ name: 'nothing found', path: '/ressources?q=zzyzzx' },
	{ name: 'actors', path: '/acteurs' },
	{ name: 'sheet (tool)', path: '{tool}' },
	{ name: 'sheet (experience)', path: '{experience}' },
	{ name: 'versions', path: '{tool}/versions' },
	{ name: 'one version', path: '{tool}/versions/1' },
	{ name: 'territories', path: '/territoires' },
	{ name: 'territory search', path: '/territoires?q=saint-etienne' },
	{ name: 'commune', path: '/territoires/86116-jazeneuil', has: 'Jazeneuil' },
	{ name: 'département', path: '/territoires/D86-vienne' },
	{ name: 'région', path: '/territoires/R75-nouvelle-aquitaine' },
	{ name: 'overseas', path: '/territoires/97411-saint-denis' },
	{ name: 'schemes', path: '/schemas' },
	{ name: 'scheme', path: '/schemas/axes' },
	{ name: 'help', path: '/aide' },
	{ name: 'legal', path: '/mentions-legales' },
	{ name: 'personal data', path: '/donnees-personnelles' },
	{ name: 'accessibility', path: '/accessibilite' },
	{ name: 'sobriety', path: '/ecoconception' },
	{ name: 'site map', path: '/plan-du-site' },
	{ name: 'sign in', path: '/connexion' },
	{ name: 'not found', path: '/ressources/nulle-part', status: 404 },
	{ name: 'account', path: '/compte', signed: true },
	{ name: 'tokens', path: '/compte/jetons', signed: true },
	{ name: 'people', path: '/comptes', signed: true },
	{ name: 'choose a type', path: '/ressources/nouvelle', signed: true },
	{ name: 'new tool', path: '/ressources/nouvelle/tool', signed: true },
	{ name: 'new experience', path: '/ressources/nouvelle/experience', signed: true },
	{ name: 'edit', path: '{tool}/modifier', signed: true },
];

// Pairs of every two choices in four visits (an orthogonal array of strength 2, three values for width).
export const pairs = [
	{ lang: 'fr', dark: false, width: 320, script: true },
	{ lang: 'en', dark: true, width: 768, script: true },
	{ lang: 'fr', dark: true, width: 1280, script: false },
	{ lang: 'en', dark: false, width: 320, script: false },
];

export const every = ['fr', 'en'].flatMap((lang) => [false, true].flatMap((dark) =>
	[320, 768, 1280].flatMap((width) => [true, false].map((script) => ({ lang, dark, width, script })))));
