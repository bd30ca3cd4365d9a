// Two private networks behind a NAT each, a wide-area network between them and a server in it, all on this machine:
// Linux network namespaces connected by veth pairs, NAT by nftables. Needs root. The addresses are from the
// documentation ranges (RFC 5737). Between each NAT and the rest is a link that delays and loses packets (`wan.ts`). No
// kernel module for that is available everywhere, so a tunnel of the kernel (VXLAN over 10.9.x.0/30) leads to a process
// that passes the packets on.
//
//   alice 192.168.10.2 – natA 198.51.100.2 ~ wan ~ inet ~ wan ~ 192.0.2.2 natB – 192.168.20.2 bob
//                                                  inet – 203.0.113.10 server
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { VXLAN_PORT, type Wan } from './wan.ts';

/**
 * How a NAT behaves. `cone`: one port per socket, whatever the destination. `symmetric`: another port for each
 * destination. `no-udp`: a cone that lets no UDP out. `web`: lets out TCP to port 443, and no other TCP or UDP.
 */
export type Nat = 'cone' | 'symmetric' | 'no-udp' | 'web';

/** The machines of the lab. */
export type Host = 'alice' | 'bob' | 'server';

/** The lab while it exists. */
export interface Netlab {
  readonly serverIp: string;
  /** The beginning of a command that runs in this host's network. */
  readonly inNetworkOf: (host: Host) => readonly string[];
  /** Replaces the NATs of alice and bob. */
  readonly setNats: (alice: Nat, bob: Nat) => void;
  /** Sets how the link between this host's NAT and the rest behaves from now on. */
  readonly setWan: (host: 'alice' | 'bob', wan: Wan) => Promise<void>;
  /** Gives this host another address in its own network, as with another access point, and removes the old one. */
  readonly moveHost: (host: 'alice' | 'bob') => void;
  /** Removes the host's address; `moveHost` gives it the next one. */
  readonly dropHost: (host: 'alice' | 'bob') => void;
  readonly close: () => void;
}

const SERVER_IP = '203.0.113.10';
const SIDES = [
  { host: 'alice', nat: 'natA', lan: '192.168.10', wan: '198.51.100', line: ['10.9.1', '10.9.2'] },
  { host: 'bob', nat: 'natB', lan: '192.168.20', wan: '192.0.2', line: ['10.9.3', '10.9.4'] },
] as const;
const PREFIX = 'siegel-lab-';

const run = (...[program = '', ...args]: readonly string[]): string =>
  execFileSync(program, args, { stdio: 'pipe', encoding: 'utf8' });

/** Why there can be no lab here, or undefined. */
export function noNetlab(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'networks of its own need Linux and root';
  if (!['/usr/sbin/nft', '/sbin/nft', '/usr/bin/nft'].some((file) => existsSync(file)))
    return 'nftables is not installed';
  const probe = spawnSync('unshare', ['-n', 'nft', 'list', 'ruleset'], { stdio: 'ignore' });
  return probe.status === 0 ? undefined : 'this system lets nobody make networks of their own';
}

/**
 * Builds the lab, with a cone NAT before each host and links that lose nothing. It first removes what an earlier run
 * left behind.
 */
export async function openNetlab(): Promise<Netlab> {
  sweep();
  const name = (host: string): string => `${PREFIX}${process.pid}-${host}`;
  const within = (host: string): readonly string[] => ['ip', 'netns', 'exec', name(host)];
  const ip = (host: string, command: string): void => void run('ip', '-n', name(host), ...command.split(' '));
  const join = (one: string, oneEnd: string, other: string, otherEnd: string): void => {
    ip(one, `link add ${oneEnd} type veth peer name ${otherEnd} netns ${name(other)}`);
    ip(one, `link set ${oneEnd} up`);
    ip(other, `link set ${otherEnd} up`);
  };
  const forward = (host: string): void => void run(...within(host), 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  const close = (): void => {
    lines?.close();
    for (const host of hosts) spawnSync('ip', ['netns', 'del', name(host)], { stdio: 'ignore' });
  };
  const setNat = (box: string, nat: Nat): void => {
    execFileSync(
      'ip',
      ['netns', 'exec', name(box), 'nft', '-f', '-'],
      { input: `flush ruleset\n${rulesOf(nat)}`, stdio: 'pipe' }, // one transaction
    );
  };
  const setNats = (alice: Nat, bob: Nat): void => {
    setNat('natA', alice);
    setNat('natB', bob);
  };
  // Makes `end` of a tunnel in `host`, whose packets reach the network of the links through `under`.
  const tunnel = (host: string, end: string, under: string, net: string): void => {
    join(host, under, 'wan', under);
    ip(host, `addr add ${net}.2/30 dev ${under}`);
    ip('wan', `addr add ${net}.1/30 dev ${under}`);
    const vni = SIDES.findIndex(({ line }) => line.some((each) => each === net)) + 1;
    ip(host, `link add ${end} type vxlan id ${vni} remote ${net}.1 local ${net}.2 dstport ${VXLAN_PORT}`);
    ip(host, `link set ${end} mtu 1400 gso_max_segs 1 up`); // packets of the size that a link carries
  };
  const hosts = ['inet', 'server', 'wan', 'natA', 'natB', 'alice', 'bob'];
  let lines: Lines | undefined;
  try {
    for (const host of hosts) {
      run('ip', 'netns', 'add', name(host));
      ip(host, 'link set lo up');
    }
    join('inet', 'server', 'server', 'eth0');
    ip('inet', 'addr add 203.0.113.9/30 dev server');
    ip('server', `addr add ${SERVER_IP}/30 dev eth0`);
    ip('server', 'route add default via 203.0.113.9');
    forward('inet');
    for (const { host, nat, lan, wan, line } of SIDES) {
      join(nat, 'lan', host, 'eth0');
      ip(nat, `addr add ${lan}.1/24 dev lan`);
      ip(host, `addr add ${lan}.2/24 dev eth0`);
      ip(host, `route add default via ${lan}.1`);
      tunnel(nat, 'wan', `u-${host}`, line[0]);
      tunnel('inet', nat, `u-${nat}`, line[1]);
      ip('inet', `addr add ${wan}.1/30 dev ${nat}`);
      ip(nat, `addr add ${wan}.2/30 dev wan`);
      ip(nat, `route add default via ${wan}.1`);
      forward(nat);
    }
    setNats('cone', 'cone');
    lines = await openLines(within('wan'));
  } catch (error) {
    close();
    throw error;
  }
  const { set } = lines;
  const last = { alice: 2, bob: 2 };
  const dropped = new Set<'alice' | 'bob'>();
  const lanOf = (host: 'alice' | 'bob'): string => (SIDES.find((side) => side.host === host) ?? SIDES[0]).lan;
  const dropHost = (host: 'alice' | 'bob'): void => {
    ip(host, `addr del ${lanOf(host)}.${last[host]++}/24 dev eth0`); // and the route with it
    dropped.add(host);
  };
  return {
    serverIp: SERVER_IP,
    inNetworkOf: within,
    setNats,
    setWan: (host, wan) =>
      set(
        SIDES.findIndex((side) => side.host === host),
        wan,
      ),
    dropHost,
    moveHost: (host) => {
      if (!dropped.has(host)) dropHost(host);
      dropped.delete(host);
      ip(host, `addr add ${lanOf(host)}.${last[host]}/24 dev eth0`);
      ip(host, `route add default via ${lanOf(host)}.1`);
    },
    close,
  };
}

interface Lines {
  readonly set: (line: number, wan: Wan) => Promise<void>;
  readonly close: () => void;
}

/** Starts the process that plays the links, one link per side; the process ends when its input does. */
async function openLines(within: readonly string[]): Promise<Lines> {
  const program = path.join(import.meta.dirname, 'wan.ts');
  const ends = SIDES.flatMap(({ line }) => line.flatMap((net) => [`${net}.1`, `${net}.2`]));
  const [command = '', ...args] = [...within, process.execPath, program, ...ends];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = createInterface({ input: child.stdout });
  await once(said, 'line'); // ready
  return {
    set: async (line, wan) => {
      const done = once(said, 'line');
      child.stdin.write(`${JSON.stringify({ line, wan })}\n`);
      await done;
    },
    close: () => child.stdin.end(),
  };
}

// Without the chain `own`, an early packet of the peer would leave an entry in the NAT's table. Then our own port would
// be taken, and no path could be opened from both sides at once.
function rulesOf(nat: Nat): string {
  const refused = {
    cone: '',
    symmetric: '',
    'no-udp': 'meta l4proto udp drop',
    web: 'meta l4proto udp drop; iifname "lan" tcp dport != 443 drop',
  }[nat];
  return `table ip nat {
    chain out {
      type nat hook postrouting priority 100
      oifname "wan" masquerade ${nat === 'symmetric' ? 'random,fully-random' : ''}
    }
    chain own { type filter hook input priority 0; iifname "wan" ct state new drop; }
    chain through {
      type filter hook forward priority 0; policy drop
      ${refused}
      ct state established,related accept
      iifname "lan" oifname "wan" accept
    }
  }
  `;
}

function sweep(): void {
  const named = run('ip', 'netns', 'list').matchAll(new RegExp(`^(${PREFIX}(\\d+)-\\w+)`, 'gm'));
  for (const [, name = '', pid = ''] of named) {
    if (!existsSync(`/proc/${pid}`)) spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  }
}
