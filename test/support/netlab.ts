// Two private networks behind a NAT each, a wide-area network between them and a server in it, all on this machine: Linux network
// namespaces joined by veth pairs, NAT by nftables. Needs root. Addresses are those that are kept for documentation (RFC 5737).
//
//   alice 192.168.10.2 – natA 198.51.100.2 – inet – 192.0.2.2 natB – 192.168.20.2 bob
//                                            inet – 203.0.113.10 server
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * What a NAT does. `cone`: one port per socket, whoever it speaks to. `symmetric`: another port for everybody it speaks to.
 * `no-udp`: a cone that lets no UDP out. `web`: lets out TCP to port 443 and nothing else.
 */
export type Nat = 'cone' | 'symmetric' | 'no-udp' | 'web';

/** Who is in the lab. */
export type Host = 'alice' | 'bob' | 'server';

/** The lab while it stands. */
export interface Netlab {
  readonly serverIp: string;
  /** The beginning of a command that runs in this host's network. */
  readonly inNetworkOf: (host: Host) => readonly string[];
  /** Replaces what stands before alice and before bob; connections through it are over. */
  readonly setNats: (alice: Nat, bob: Nat) => void;
  readonly close: () => void;
}

const SERVER_IP = '203.0.113.10';
const SIDES = [
  { host: 'alice', nat: 'natA', lan: '192.168.10', wan: '198.51.100' },
  { host: 'bob', nat: 'natB', lan: '192.168.20', wan: '192.0.2' },
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

/** Builds it, with a cone before each. What another run of this left behind is taken away first. */
export function openNetlab(): Netlab {
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
  const hosts = ['inet', 'server', 'natA', 'natB', 'alice', 'bob'];
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
    for (const { host, nat, lan, wan } of SIDES) {
      join(nat, 'lan', host, 'eth0');
      ip(nat, `addr add ${lan}.1/24 dev lan`);
      ip(host, `addr add ${lan}.2/24 dev eth0`);
      ip(host, `route add default via ${lan}.1`);
      join('inet', nat, nat, 'wan');
      ip('inet', `addr add ${wan}.1/30 dev ${nat}`);
      ip(nat, `addr add ${wan}.2/30 dev wan`);
      ip(nat, `route add default via ${wan}.1`);
      forward(nat);
    }
    setNats('cone', 'cone');
  } catch (error) {
    close();
    throw error;
  }
  return { serverIp: SERVER_IP, inNetworkOf: within, setNats, close };
}

// Without `own`, a packet of the peer's that comes early would leave a mark in the NAT's table, the own port would then be taken, and
// no way could be opened from both sides at once.
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
