// binary.mjs - what the linker and the compiler were asked for is in the program: readelf says.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const file = process.env.ARCHIPEL ?? 'build/archipel';
const readelf = (...options) => execFileSync('readelf', ['-W', ...options, file], { maxBuffer: 1 << 26 }).toString();
const head = readelf('-h'), segments = readelf('-l'), dynamic = readelf('-d'), symbols = readelf('--dyn-syms');
const intel = /X86-64/.test(head);
const start = intel ? execFileSync('objdump', ['-d', '--no-show-raw-insn', '--disassemble=main', file], { maxBuffer: 1 << 26 }).toString() : '';

const checks = {
	'a program at any address': /Type:\s+DYN/.test(head) && /FLAGS_1.*\bPIE\b/.test(dynamic),
	'no stack that runs': /GNU_STACK.*\bRW\b/.test(segments) && !/GNU_STACK.*RWE/.test(segments),
	'no segment written and run': !/LOAD.*RWE/.test(segments),
	'addresses of functions fixed at start': /GNU_RELRO/.test(segments) && /BIND_NOW/.test(dynamic) && /FLAGS_1.*\bNOW\b/.test(dynamic),
	'a guard on the stack': /__stack_chk_fail/.test(symbols),
	'sizes of buffers known to the library': /__(mem|str|v?snprintf|v?fprintf)\w*_chk/.test(symbols),
	'no search path of its own for libraries': !/\b(RPATH|RUNPATH)\b/.test(dynamic),
	'no text relocations': !/TEXTREL/.test(dynamic),
	'landing pads of indirect jumps': !intel || /<main>:\n\s+[0-9a-f]+:\s+endbr64/.test(start),
};

// The list of parts: its number is the one that the program tells, and each library that is linked is in it.
const bom = JSON.parse(fs.readFileSync(`${path.dirname(file)}/archipel.cdx.json`, 'utf8'));
const parts = bom.components.filter((c) => c.scope === 'required').map((c) => c.name);
const needed = [...dynamic.matchAll(/NEEDED.*\[lib([\w.-]+?)\.so/g)].map((m) => m[1]);
const told = JSON.parse(execFileSync(file, ['version', '--json'])).sbom;
Object.assign(checks, {
	'a list of parts in CycloneDX': bom.bomFormat === 'CycloneDX' && bom.specVersion === '1.5' && bom.metadata.component.name === 'archipel',
	'whose number the program tells': /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/.test(told) && bom.serialNumber === `urn:uuid:${told}`,
	'with each library that is linked': needed.length > 8 && needed.every((n) => n === 'c' || n === 'm' || parts.some((p) => p.includes(n.split('-')[0]) || (n === 'z' && p === 'zlib1g'))),
	'each part once, with a version': new Set(bom.components.map((c) => c['bom-ref'])).size === bom.components.length && bom.components.every((c) => c.version && c.purl.startsWith('pkg:')),
});
let failed = 0;
for (const [what, ok] of Object.entries(checks))
	if (!ok) { failed++; console.log(`not there: ${what}`); }
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
