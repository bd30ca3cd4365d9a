// A network in which every attempt to contact somebody is captured and none succeeds: a namespace of its own with a way
// out that leads nowhere (Linux, as root). The packets on that way out are captured, but not those on loopback.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A network that exists until `use` returns. */
export interface ClosedNet {
  /** Runs a program in this network to its end and returns its exit code; its output goes where ours does. */
  readonly run: (command: readonly string[], env: Readonly<Record<string, string>>) => Promise<number>;
  /** The beginning of a command that runs in this network, for a program that is started in another way. */
  readonly inside: readonly string[];
  /**
   * Everything that has tried to leave until now, in order, as tcpdump writes it, without the kernel's own ICMPv6 and
   * multicast that stays on the link (224.0.0.0/24, ff02::fb). Then this function tries a lookup and a connection, and
   * rejects if the capture does not see both.
   */
  readonly left: () => Promise<readonly string[]>;
}

// Addresses from documentation ranges (RFC 5737, RFC 3849), which belong to nobody.
const WAYS = [
  ['192.0.2.2/31', '192.0.2.3'],
  ['2001:db8::2/127', '2001:db8::3'],
] as const;
const NAME_SERVER = '203.0.113.53'; // not a neighbour, so packets to it take the way out
const OF_THE_LINK = / > 224\.0\.0\.\d+(?:\.\d+)?: /; // mDNS and IGMP stay on the link (RFC 5771 §4)
const SEEN_TIMEOUT_MS = 15_000;
// Only this file looks these up and connects to them.
const PROBED = { name: 'elsewhere.example', ip: '198.51.100.7', port: 443 } as const;

/** Gives `use` a closed network; rejects if this machine or account cannot make one. */
export async function withClosedNet(use: (net: ClosedNet) => Promise<void>): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error('a network of its own needs Linux and root');
  }
  const name = `siegel-${process.pid}`;
  const folder = `/etc/netns/${name}`; // `ip netns exec` mounts the files in it over /etc
  const ip = (...args: readonly string[]): void => void execFileSync('ip', [...args], { stdio: 'pipe' });
  const inside = (...args: readonly string[]): readonly string[] => ['netns', 'exec', name, ...args];
  ip('netns', 'add', name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/resolv.conf`, `nameserver ${NAME_SERVER}\noptions timeout:1 attempts:1\n`);
    ip('-n', name, 'link', 'set', 'lo', 'up');
    ip('-n', name, 'link', 'add', 'out', 'type', 'veth', 'peer', 'name', 'nowhere');
    ip('-n', name, 'link', 'set', 'nowhere', 'up');
    ip('-n', name, 'link', 'set', 'out', 'up');
    for (const [own, wayOut] of WAYS) {
      ip('-n', name, 'address', 'add', own, 'dev', 'out', ...(own.includes(':') ? ['nodad'] : []));
      // Without a known neighbour nothing would be sent, and nothing seen.
      ip('-n', name, 'neighbour', 'add', wayOut, 'lladdr', '02:00:00:00:00:01', 'dev', 'out', 'nud', 'permanent');
      ip('-n', name, 'route', 'add', 'default', 'via', wayOut, 'dev', 'out');
    }
    const lines: string[] = [];
    // Neighbour discovery, router solicitation and multicast reports are the kernel's own (RFC 4861, RFC 3810).
    const filter = 'not (icmp6 and ip6[40] >= 130 and ip6[40] <= 137) and not (ip6 and ip6[6] == 0)';
    const capture = spawn('ip', [...inside('tcpdump', '-i', 'out', '-n', '-l', '-t', '--immediate-mode', filter)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = capture;
    createInterface({ input: stdout }).on('line', (line) => {
      if (!OF_THE_LINK.test(line) && !/ > ff02::fb\./.test(line)) lines.push(line);
    });
    const said = createInterface({ input: stderr });
    const [first] = (await Promise.race([once(said, 'line'), once(capture, 'exit')])) as [unknown];
    if (typeof first !== 'string') throw new Error('tcpdump did not start');
    const run: ClosedNet['run'] = async (command, env) => {
      const child = spawn('ip', [...inside(...command)], { stdio: 'inherit', env });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code ?? 1;
    };
    const seen = async (part: string): Promise<number> => {
      const deadline = Date.now() + SEEN_TIMEOUT_MS;
      for (;;) {
        const at = lines.findIndex((line) => line.includes(part));
        if (at >= 0) return at;
        if (Date.now() > deadline) throw new Error(`the capture does not see ${part}`);
        await new Promise((next) => setTimeout(next, 50));
      }
    };
    await use({
      run,
      inside: ['ip', ...inside()],
      left: async () => {
        const env = { PATH: process.env['PATH'] ?? '' };
        await run(['getent', 'ahostsv4', PROBED.name], env);
        const until = await seen(PROBED.name);
        await run(['timeout', '1', 'bash', '-c', `: > /dev/tcp/${PROBED.ip}/${PROBED.port}`], env);
        await seen(`${PROBED.ip}.${PROBED.port}`);
        return lines.slice(0, until);
      },
    });
  } finally {
    // A namespace without its name lives on as long as a process in it: the capture, and what a failed use has left.
    const pids = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }).stdout.split('\n');
    for (const pid of pids) if (pid !== '') spawnSync('kill', ['-KILL', pid]); // it may have ended since
    spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}
