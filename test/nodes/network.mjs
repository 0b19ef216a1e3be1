// network.mjs: each node on a machine of its own, as far as the network goes: namespaces, bridges, cables to pull.
// Where namespaces are not allowed, all are on this machine and no cable can be pulled.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Two bridges: the database is on one, the clients on the other; this program is on both. */
const bridges = [{ name: 'hub', net: '10.93.0' }, { name: 'street', net: '10.94.0' }];
export const own = Boolean(process.env.OWN_NETWORK);
export const hub = own ? `${bridges[0].net}.1` : '';
export const subnet = own ? `${bridges[0].net}.0/24` : '';
export const addressOf = (i) => own ? `${bridges[1].net}.${10 + i}:8080` : `127.0.0.1:${20000 + (process.pid * 3 + i) % 30000}`;
const ip = (...words) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });

const way = () => [['unshare', '-n'], ['unshare', '-U', '-c', '-n', '--keep-caps']].find(([first, ...rest]) =>
	spawnSync(first, [...rest, 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }).status === 0);

/** Begins this program anew in a network of its own, if that is allowed, and comes back there. */
export function enterNetwork() {
	if (own) {
		ip('link', 'set', 'lo', 'up');
		for (const { name, net } of bridges) {
			ip('link', 'add', name, 'type', 'bridge');
			ip('addr', 'add', `${net}.1/24`, 'dev', name);
			ip('link', 'set', name, 'up');
		}
		return;
	}
	const found = way();
	if (!found) return;
	const [first, ...rest] = [...found, process.execPath, ...process.argv.slice(1)];
	const r = spawnSync(first, rest, { stdio: 'inherit', env: { ...process.env, OWN_NETWORK: '1' } });
	process.exit(r.status ?? 1);
}

/** Words that run a program as node i: it waits for its cables, which plug() brings. */
export function asNode(i, words) {
	if (!own) return words;
	const script = `ip link set lo up
		${bridges.map(({ name, net }) => `until ip addr add ${net}.${10 + i}/24 dev to-${name} 2>/dev/null; do sleep 0.02; done
		ip link set to-${name} up`).join('\n')}
		exec "$@"`;
	return ['unshare', '-n', 'sh', '-c', script, 'sh', ...words];
}

const network = (pid) => fs.readlinkSync(`/proc/${pid}/ns/net`);
const port = (i, { name }) => `${name}${i}`;

/** The process may not have entered its own network yet: waits until it has. */
export async function plug(i, pid) {
	if (!own) return;
	for (let left = 500; network(pid) === network('self'); left--) {
		if (!left) throw new Error(`node ${i} has no network of its own`);
		await new Promise((done) => setTimeout(done, 10));
	}
	for (const b of bridges) {
		spawnSync('ip', ['link', 'del', port(i, b)], { stdio: 'ignore' });	/* of the node's life before */
		/* the same card in each life, or the others would look for the old one */
		ip('link', 'add', port(i, b), 'type', 'veth', 'peer', 'name', `to-${b.name}`, 'address', `02:00:00:00:${b.name === 'hub' ? '01' : '02'}:1${i}`,
			'netns', String(pid));
		ip('link', 'set', port(i, b), 'master', b.name, 'up');
	}
}
/** Between node i and the database; or between node i and everyone. */
const cables = (everyone) => everyone ? bridges : bridges.slice(0, 1);
export const cut = (i, everyone) => cables(everyone).forEach((b) => ip('link', 'set', port(i, b), 'down'));
export const heal = (i) => bridges.forEach((b) => ip('link', 'set', port(i, b), 'up'));
