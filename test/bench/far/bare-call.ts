// An unsealed WebRTC call between two programs in two networks, over the same broker and relay as calls of Siegel: how
// fast a call can be without anything that Siegel does. Both programs are in the folder `bare-call`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openScreen } from '../../../tools/desktop/screen.ts';
import { endAtOnce } from '../../../tools/desktop/launch.ts';
import type { Lab } from '../../../tools/demo/devices/lab.ts';
import { resolveRuntime } from '../../../tools/runtime.ts';
import { median } from '../moments/steps.ts';

/**
 * `offer-with-ring`: the offer goes out with the ring, which reveals the caller's addresses before anybody accepts.
 * `offer-after-accept`: the offer goes out once the callee has accepted, as in Siegel.
 */
export type Way = 'offer-with-ring' | 'offer-after-accept';

/** Medians in ms, and the kinds of the candidates in use. */
export interface BareCalls {
  /** A message over the broker, and one back. */
  readonly tripMs: number;
  readonly pictureMs: Readonly<Record<Way, number>>;
  readonly paths: readonly string[];
}

interface Done {
  readonly said: string;
  readonly trips: readonly number[];
  readonly calls: Readonly<Record<Way, readonly { readonly tookMs: number; readonly path: string }[]>>;
}

/** Makes `rounds` calls of each kind between the two networks of the lab, after one that warms up. */
export async function bareCalls(lab: Lab, rounds: number): Promise<BareCalls> {
  const runtime = await resolveRuntime(() => undefined);
  const screen = await openScreen();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bare-call-'));
  const ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, lab.policies.TlsRoots?.join('\n') ?? '');
  const start = (role: 'caller' | 'callee') => {
    const [program, ...args] = [
      ...lab.inNetworkOf(role === 'caller' ? 'alice' : 'bob'),
      runtime.executable,
      '--no-sandbox', // only pictures are measured here; tests of the whole app prove the sandbox
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      `--user-data-dir=${path.join(folder, role)}`,
      path.join(import.meta.dirname, 'bare-call'),
    ];
    const told = {
      role,
      broker: lab.policies.BrokerUrl,
      ca,
      rounds,
      iceServers: [
        {
          urls: lab.policies.TurnServers,
          username: lab.policies.TurnUsername,
          credential: lab.policies.TurnPassword,
        },
      ],
    };
    const child = spawn(program, args, {
      env: { ...process.env, ...screen.env, BARE_CALL: JSON.stringify(told) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: child.stdout });
    const said = (what: string): Promise<Done> =>
      new Promise((resolve, reject) => {
        child.once('exit', () => reject(new Error(`the ${role} of a bare call ended`)));
        lines.on('line', (line) => {
          if (line.startsWith(`{"said":"${what}"`)) resolve(JSON.parse(line) as Done);
        });
      });
    return { child, said };
  };
  const caller = start('caller');
  const running = [caller.child];
  try {
    await caller.said('ready');
    const callee = start('callee');
    running.push(callee.child);
    const { trips, calls } = await callee.said('done');
    const pictureMs = (way: Way): number => median(calls[way].map(({ tookMs }) => tookMs));
    return {
      tripMs: median(trips),
      pictureMs: {
        'offer-with-ring': pictureMs('offer-with-ring'),
        'offer-after-accept': pictureMs('offer-after-accept'),
      },
      paths: [...new Set(Object.values(calls).flatMap((each) => each.map((call) => call.path)))],
    };
  } finally {
    for (const child of running) await endAtOnce(child);
    screen.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
