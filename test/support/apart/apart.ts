// Two devices of a call, each in its own network of the lab with a browser for its page, and a broker in the server's
// network.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type Lab, relayServers } from '../chromium/lab-fixture.ts';
import { runIn, type RunScenario } from '../chromium/page-fixture.ts';
import type { FromDevice, ToDevice } from './device.ts';

const PORT = 1883;

type Pictures = Extract<FromDevice, { kind: 'pictures' }>;

/** One of the two devices. */
export interface Apart {
  readonly run: RunScenario;
  readonly address: string;
  readonly tell: (message: ToDevice) => void;
  /** The phases of its call, newest last. */
  readonly phases: readonly { readonly phase: string; readonly atMs: number }[];
  readonly isOnline: () => boolean;
  /**
   * Whether this device's video is paused, whether the peer reports that it sends video, and how many pictures were
   * decoded.
   */
  readonly pictures: () => Pictures | undefined;
}

/** Starts both devices and their broker, each device with its page at `url`. All of them end when `use` has settled. */
export async function withTwoApart(
  lab: Lab,
  url: string,
  use: (alice: Apart, bob: Apart) => Promise<void>,
): Promise<void> {
  const children: ChildProcess[] = [];
  const start = (host: 'alice' | 'bob' | 'server', file: string, args: readonly string[]): ChildProcess => {
    const [command = '', ...rest] = [
      ...lab.net.inNetworkOf(host),
      process.execPath,
      path.join(import.meta.dirname, file),
      ...args,
    ];
    const stdio =
      host === 'server' ? (['pipe', 'pipe', 'inherit'] as const) : (['ignore', 'ignore', 'inherit', 'ipc'] as const);
    const child = spawn(command, rest, { stdio: [...stdio], serialization: 'advanced' });
    children.push(child);
    return child;
  };
  const open = async (host: 'alice' | 'bob'): Promise<Apart> => {
    const page = await lab.browsers[host].newPage();
    await page.route('**/*', async (route) => route.fulfill({ response: await route.fetch() }));
    await page.goto(url);
    const child = start(host, 'device.ts', []);
    const tell = (message: ToDevice): void => void (child.connected && child.send(message, () => undefined));
    const phases: { phase: string; atMs: number }[] = [];
    let isOnline = false;
    let pictures: Pictures | undefined;
    await page.exposeFunction('toDesk', tell);
    const run = runIn(page);
    await run('deskPage');
    let last = Promise.resolve(); // in the order of the messages
    child.on('message', (message: FromDevice) => {
      if (message.kind === 'phase') phases.push(message);
      else if (message.kind === 'pictures') pictures = message;
      else if (message.kind === 'online') isOnline = true;
      else last = last.then(() => pass(page, run, message));
    });
    const address = `${host}@lab.example`;
    const iceServers = relayServers(lab.relay, 600);
    tell({ kind: 'begin', address, brokerUrl: `mqtt://${lab.net.serverIp}:${PORT}`, iceServers });
    return { run, address, tell, phases, isOnline: () => isOnline, pictures: () => pictures };
  };
  try {
    const broker = start('server', 'broker.ts', [lab.net.serverIp, String(PORT)]);
    if (broker.stdout !== null) await once(broker.stdout, 'data');
    await use(await open('alice'), await open('bob'));
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

async function pass(page: Page, run: RunScenario, message: FromDevice): Promise<void> {
  if (page.isClosed()) return;
  const bytesAsNumbers = JSON.parse(
    JSON.stringify(message, (_key, value: unknown) => (value instanceof Uint8Array ? [...value] : value)),
  ) as FromDevice;
  await run('deskSays', bytesAsNumbers).catch(() => undefined); // the page is closed once the test is over
}
