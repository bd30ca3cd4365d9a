// Where a peer can make a real engine send packets: each candidate passes main's filter, as in a call, before the
// engine gets it. The second test proves that the first can fail: the same candidates, unfiltered, do open connections.
import dgram from 'node:dgram';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import { expect } from '@playwright/test';
import type { Candidate, MediaCommand } from '../../../src/contract/media.ts';
import { acceptedBy } from '../../../src/core/call/media-state.ts';
import { Bench, opening, ringOf } from '../../core/call/media-bench.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import { engines, type RunScenario, test } from '../../support/chromium/page-fixture.ts';

const call = 'ab'.repeat(16);
const PRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const own = Object.values(os.networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

test.skip(own === undefined, 'this machine has no address but the loopback, at which an engine has no candidate');

/** Two services of this network: one counts the connections that were opened to it, one the packets. */
interface Services {
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly connections: () => number;
  readonly packets: () => number;
}

async function withServices(use: (services: Services) => Promise<void>): Promise<void> {
  let [connections, packets] = [0, 0];
  const sockets = new Set<net.Socket>();
  const tcp = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  const udp = dgram.createSocket('udp4', () => packets++);
  try {
    await new Promise<void>((resolve) => tcp.listen(0, '0.0.0.0', resolve));
    await new Promise<void>((resolve) => udp.bind(0, '0.0.0.0', resolve));
    await use({
      tcpPort: (tcp.address() as AddressInfo).port,
      udpPort: udp.address().port,
      connections: () => connections,
      packets: () => packets,
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    tcp.close();
    udp.close();
  }
}

// Each kind of TCP candidate by which a peer could name the TCP service. The last candidate is for UDP, as a call
// needs.
function candidatesOf({ tcpPort, udpPort }: Services): readonly Candidate[] {
  const texts = [
    `candidate:1 1 tcp 1518280447 ${own} ${tcpPort} typ host tcptype passive generation 0 ufrag evil`,
    `candidate:2 1 tcp 1518280446 127.0.0.1 ${tcpPort} typ host tcptype passive generation 0 ufrag evil`,
    `candidate:3 1 tcp 1518280445 ${own} ${tcpPort} typ srflx raddr 0.0.0.0 rport 9 tcptype passive ufrag evil`,
    `candidate:4 1 tcp 1518280444 ${own} ${tcpPort} typ host tcptype so generation 0 ufrag evil`,
    `candidate:5 1 udp 2122260223 ${own} ${udpPort} typ host generation 0 ufrag evil`,
  ];
  return texts.map((candidate) => ({ mid: '0', ufrag: 'evil', candidate }));
}

/** The engine of a caller that receives a hostile description with the ANSWER; `give` delivers the candidates. */
async function withHostilePeer(
  run: RunScenario,
  give: (media: Bench, candidates: readonly Candidate[]) => void,
  candidates: readonly Candidate[],
): Promise<void> {
  const bench = new Bench(ringOf('opening'));
  await run('stageOpen', 'caller', `candidates-${candidates.length}`);
  bench.on(opening());
  const lines = candidates.map(({ candidate }) => `a=${candidate}\r\n`).join('');
  const offer = sampleSdp('evil', PRINT, 'offer').replace('a=mid:0\r\n', `a=mid:0\r\n${lines}`);
  const sdp = acceptedBy(bench.media, { sdp: offer, fingerprint: PRINT });
  if (sdp === undefined) throw new Error('the description was refused as a whole');
  bench.on({ kind: 'remote-description', type: 'offer', sdp, fingerprint: PRINT });
  give(bench, candidates);
  for (const effect of bench.take()) {
    if (effect.kind === 'command') await run('stageCommand', { ...effect.command, call });
  }
}

for (const engine of engines) {
  test(`a peer’s candidates that name a service of this network open no TCP connection (${engine})`, async ({
    open,
  }) => {
    await withServices(async (services) => {
      await withHostilePeer(
        await open(engine),
        (media, list) => media.on({ kind: 'remote-candidates', list }),
        candidatesOf(services),
      );
      // An engine connects when it receives a candidate, and repeats its checks until somebody answers. By now it would
      // have done so many times.
      await expect.poll(services.packets, { timeout: 30_000 }).toBeGreaterThan(20);
      expect(services.connections()).toBe(0);
    });
  });

  test(`an engine opens TCP connections to unfiltered candidates (${engine})`, async ({ open }) => {
    await withServices(async (services) => {
      const run = await open(engine);
      const direct: MediaCommand[] = [{ kind: 'candidates', call, list: [...candidatesOf(services)] }];
      await withHostilePeer(run, () => undefined, []);
      for (const order of direct) await run('stageCommand', order);
      await expect.poll(services.connections, { timeout: 30_000 }).toBeGreaterThan(0);
    });
  });
}
