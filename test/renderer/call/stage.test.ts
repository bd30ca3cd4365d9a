// Which worker gets which of main's ports: commands and ports travel separately, so either may arrive first. Also when
// a stage counts as hurried, so that its page skips the rehearsal.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PORT_MESSAGE, type Siegel } from '../../../src/contract/ipc.ts';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { createStage, type Stage } from '../../../src/renderer/call/stage.ts';

const { played } = vi.hoisted(() => ({ played: { said: [] as string[], workers: 0 } }));

vi.mock('../../../src/renderer/call/transform.ts', () => ({ hasScriptTransform: () => true }));
vi.mock('../../../src/renderer/call/call-media.ts', () => ({
  openCallMedia: ({ call, camera }: Extract<MediaCommand, { kind: 'open' }>) => {
    if (camera) throw new TypeError('the engine refuses it');
    const name = `worker ${String(++played.workers)}`;
    return {
      call,
      connect: (port: PlayedPort) => void played.said.push(`${port.name} to ${name}`),
      obey: vi.fn(),
      close: () => void played.said.push(`${name} ends`),
    };
  },
}));

class PlayedPort {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  readonly close = (): void => void played.said.push(`${this.name} closed`);
}

const call = 'c';
const devices = {
  microphones: [],
  cameras: [],
  background: 'off' as const,
  processing: { echoCancellation: true, noiseSuppression: 'engine' as const, autoGainControl: true },
  codecs: [],
  iceServers: [],
  relayOnly: false,
};
let command: (command: MediaCommand) => void = () => undefined;
let onMessage: (event: unknown) => void = () => undefined;
const open = (camera = false, offers = true): void => command({ kind: 'open', call, offers, camera, ...devices });
let stage: Stage;
let begin: () => Stage;
const close = (): void => command({ kind: 'close', call });
const port = (name: string): void => onMessage({ source: window, data: PORT_MESSAGE, ports: [new PlayedPort(name)] });

beforeEach(() => {
  Object.assign(played, { said: [], workers: 0 });
  vi.stubGlobal('window', { addEventListener: (_name: string, run: typeof onMessage) => (onMessage = run) });
  vi.stubGlobal('navigator', { mediaDevices: { addEventListener: () => undefined } });
  const siegel: Pick<Siegel, 'call' | 'on'> = {
    call: (() => Promise.resolve({ ok: true, value: undefined })) as unknown as Siegel['call'],
    on: (_name, listener) => {
      command = listener;
      return () => undefined;
    },
  };
  begin = () => createStage(siegel as Siegel);
  stage = begin();
  open();
  port('port 1');
  played.said.length = 0;
});
afterEach(() => void vi.unstubAllGlobals());

it('a port that arrives before its `open` command waits for that command', () => {
  port('port 2');
  close();
  open();
  expect(played.said).toEqual(['worker 1 ends', 'port 2 to worker 2']);
});

it('a port whose worker has already been replaced is closed, and the new worker gets its own port', () => {
  for (const each of [close, open, close, open]) each();
  port('port 2');
  port('port 3');
  expect(played.said).toEqual(['worker 1 ends', 'worker 2 ends', 'port 2 closed', 'port 3 to worker 3']);
});

it('the port of a closed or refused connection is closed and passed to no worker', () => {
  close();
  open();
  close();
  port('port 2');
  open(true);
  port('port 3');
  open();
  port('port 4');
  expect(played.said.filter((each) => each.startsWith('port'))).toEqual([
    'port 2 closed',
    'port 3 closed',
    'port 4 to worker 3',
  ]);
});

it('a stage counts as hurried if it makes the offer, and not if it waits for the peer’s offer', () => {
  expect(stage.wasHurried()).toBe(true);
  const next = begin();
  expect(next.wasHurried()).toBe(false);
  open(false, false);
  expect(next.wasHurried()).toBe(false);
});
