// disk_model.mjs - a disk that loses power: what was synced is there, of the rest anything.
//
// Made from the records of files.c. Bytes of a file are durable once the file is synced; a name made, moved or removed
// is durable once its folder is. Of what is not, a loss of power keeps any part: whole writes are dropped, so that
// later ones stand without earlier ones, and the others may be torn at their sectors.
import fs from 'node:fs';
import path from 'node:path';

const SECTOR = 512;

/** [{op, …}] of a log of files.c. */
export function readRecords(file) {
	const all = fs.readFileSync(file), list = [];
	for (let at = 0; at < all.length;) {
		const end = all.indexOf(10, at), line = all.toString('utf8', at, end), op = line[0], rest = line.slice(2), w = rest.split(' ');
		at = end + 1;
		if (op === 'W') {
			list.push({ op, inode: w[0], offset: Number(w[1]), bytes: all.subarray(at, at + Number(w[2])) });
			at += Number(w[2]);
		} else if (op === 'T') list.push({ op, inode: w[0], size: Number(w[1]) });
		else if (op === 'C') list.push({ op, inode: w[0], path: rest.slice(w[0].length + 1) });
		else if (op === 'R' || op === 'L') list.push({ op, from: rest.split('\t')[0], to: rest.split('\t')[1] });
		else list.push({ op, inode: w[0], path: rest });
	}
	return list;
}

function put(bytes, { offset, bytes: more, size }) {
	if (size !== undefined) {
		const cut = Buffer.alloc(size);
		bytes.copy(cut, 0, 0, Math.min(size, bytes.length));
		return cut;
	}
	const to = bytes.length >= offset + more.length ? Buffer.from(bytes) : Buffer.concat([bytes, Buffer.alloc(offset + more.length - bytes.length)]);
	more.copy(to, offset);
	return to;
}

/** Some sectors of a write, as writes. */
function* torn(write, random) {
	for (let at = 0; at < write.bytes.length;) {
		const next = Math.min(write.bytes.length, at + SECTOR - (write.offset + at) % SECTOR);
		if (random() < 0.5) yield { offset: write.offset + at, bytes: write.bytes.subarray(at, next) };
		at = next;
	}
}

export class Disk {
	/** All files under a folder, durable. */
	constructor(dir) {
		this.dir = dir;
		this.inodes = new Map();	// number -> file, as long as the number is its
		this.names = new Map();		// durable: path -> file
		this.current = new Map();	// as the program sees it
		this.moves = [];		// names not yet durable
		for (const f of fs.readdirSync(dir, { recursive: true })) {
			const at = `${dir}/${f}`, st = fs.statSync(at);
			if (!st.isFile()) continue;
			const file = { durable: fs.readFileSync(at), pending: [] };
			this.inodes.set(String(st.ino), file);
			this.names.set(at, file);
			this.current.set(at, file);
		}
	}

	apply(r) {
		const file = this.inodes.get(r.inode);
		if (r.op === 'W' || r.op === 'T') file.pending.push(r);
		if (r.op === 'S') {
			file.durable = file.pending.reduce(put, file.durable);
			file.pending = [];
		}
		if (r.op === 'C') {
			const made = { durable: Buffer.alloc(0), pending: [] };
			this.inodes.set(r.inode, made);
			this.current.set(r.path, made);
			this.moves.push({ op: 'C', to: r.path, file: made });
		}
		if (r.op === 'U') {
			this.current.delete(r.path);
			this.moves.push({ op: 'U', to: r.path });
		}
		if (r.op === 'R' || r.op === 'L') {
			const moved = this.current.get(r.from);
			if (r.op === 'R') this.current.delete(r.from);
			this.current.set(r.to, moved);
			this.moves.push({ op: r.op, from: r.from, to: r.to, file: moved });
		}
		if (r.op === 'D') {
			const here = this.moves.filter((m) => path.dirname(m.to) === r.path);
			for (const m of here) Disk.move(this.names, m);
			this.moves = this.moves.filter((m) => !here.includes(m));
		}
	}

	static move(names, m) {
		if (m.op === 'R' && names.get(m.from) !== m.file) return;	// a name that was never there
		if (m.op === 'R') names.delete(m.from);
		if (m.op === 'U') names.delete(m.to);
		else names.set(m.to, m.file);
	}

	/** What power loss leaves: {path: bytes}. how: of each thing not durable, the chance that it stays; torn: in parts. */
	lose(random, { stays, tears }) {
		const names = new Map(this.names), left = new Map();
		for (const m of this.moves) if (random() < stays) Disk.move(names, m);
		for (const [name, file] of names) {
			let bytes = file.durable;
			const lay = (p) => {
				if (bytes === file.durable || !p.bytes || p.offset + p.bytes.length > bytes.length) bytes = put(bytes, p);
				else p.bytes.copy(bytes, p.offset);
			};
			for (const p of file.pending) {
				if (random() >= stays) continue;
				if (p.bytes && random() < tears) for (const part of torn(p, random)) lay(part);
				else lay(p);
			}
			if (name.endsWith('-shm')) bytes = Buffer.from(bytes.map(() => Math.floor(random() * 256)));	// memory of who is gone
			left.set(name, bytes);
		}
		return left;
	}
}

/** The ways in which power is lost: nothing stays, nearly all, half, whole or torn. */
export const ways = [{ stays: 0, tears: 0 }, { stays: 1, tears: 0 }, { stays: 1, tears: 1 }, { stays: 0.5, tears: 0 },
	{ stays: 0.5, tears: 0.5 }, { stays: 0.9, tears: 0.3 }, { stays: 0.1, tears: 0 }, { stays: 0.3, tears: 1 }];
