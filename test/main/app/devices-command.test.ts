// The command `--check-devices`: which devices its page may open, for how long, and what closes the page early.
// Electron is faked (played-electron.ts).
import { beforeEach, expect, it, vi } from 'vitest';
import type { Tried } from '../../../src/contract/device-cause.ts';
import type { TryoutView } from '../../../src/contract/page-view.ts';
import { devicesAsPrinted } from '../../../src/main/app/devices-command.ts';
import type { CallDevices } from '../../../src/main/app/permissions.ts';
import type { WallParts } from '../../../src/main/ipc/wall.ts';
import { createLog } from '../../../src/main/log.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { played, playedSession } from './played-electron.ts';

const system = vi.hoisted(() => ({
  heard: new Map<string, () => void>(), // by event of powerMonitor
  idle: 'active',
  saves: (_isActive: boolean): void => undefined, // reports the desktop's screen saver
  devicesOf: (): CallDevices => ({ microphone: false, camera: false }),
  wall: undefined as WallParts | undefined,
}));
vi.mock('electron', async () => ({
  ...(await import('./played-electron.ts')).played.module,
  app: {
    whenReady: () => Promise.resolve(),
    setPath: () => undefined,
    getPreferredSystemLanguages: () => ['en'],
  },
  powerMonitor: {
    on: (name: string, run: () => void) => void system.heard.set(name, run),
    getSystemIdleState: () => system.idle,
  },
}));
vi.mock('../../../src/main/desktop/screen-saver.ts', () => ({
  systemScreenSaver: () => ({
    isActive: () => false,
    onChange: (run: (isActive: boolean) => void) => void (system.saves = run),
  }),
}));
vi.mock('../../../src/main/app/command-page-setting.ts', () => ({
  commandPageSetting: (_pageOf: unknown, devicesOf: () => CallDevices) => {
    system.devicesOf = devicesOf;
    return { preload: '', icon: '', packaged: true, chromium: '156.0.0.0', sessionOf: playedSession };
  },
}));

const nothing = { microphone: false, camera: false };
const page = () => played.page('tryout');
const from = { kind: 'tryout', call: '' } as const;
let clock: ReturnType<typeof heldClock>;
let changed: () => void;

beforeEach(() => {
  played.reset();
  system.heard.clear();
  system.idle = 'active';
  clock = heldClock();
});

async function begun(values: Partial<PolicyValues> = {}) {
  const policy = { ...fixedPolicy(values), onChange: (run: () => void) => void (changed = run) };
  const log = createLog('error', () => undefined);
  const printed = devicesAsPrinted(
    { language: 'en', checkDevices: 'json' },
    policy,
    log,
    (parts) => void (system.wall = parts),
    clock,
  );
  await new Promise((resolve) => setTimeout(resolve));
  const handlers = await system.wall?.handlers;
  if (handlers === undefined) throw new Error('no wall');
  const view = await handlers['view.read']({}, from);
  if (!view.ok) throw new Error(view.code);
  return {
    came: async () => {
      const { code, text } = await printed;
      const { checks } = JSON.parse(text) as { readonly checks: readonly { readonly finding: string }[] };
      return [code, ...checks.map(({ finding }) => finding)];
    },
    view: view.value as TryoutView,
    tell: (device: 'microphone' | 'camera', came: Tried) => handlers['tryout.told']({ device, came }, from),
  };
}

it('the command for devices opens microphone and camera at once, and closes its page before it reports the outcome', async () => {
  const { came, view, tell } = await begun();
  expect([view.opensCamera, system.devicesOf()]).toEqual([true, { microphone: true, camera: true }]);
  void tell('microphone', 'opened');
  expect(page().isGone).toBe(false);
  void tell('camera', 'none');
  expect([page().isGone, system.devicesOf()]).toEqual([true, nothing]);
  expect(await came()).toEqual([0, 'microphone-good', 'camera-none']);
});

it('the command for devices exits with 1 if the microphone does not open, and opens no camera if policy forbids video', async () => {
  const { came, view, tell } = await begun({ AllowVideo: false });
  expect([view.opensCamera, system.devicesOf()]).toEqual([false, { microphone: true, camera: false }]);
  void tell('microphone', 'busy');
  expect(await came()).toEqual([1, 'microphone-busy']);
});

it.each<readonly [string, () => void]>([
  ['policy changes', () => changed()],
  ['the screen is locked', () => system.heard.get('lock-screen')?.()],
  ['the screen saver of the desktop locks', () => system.saves(true)],
  ['no device has answered for fifteen seconds', () => clock.advance(15_000)],
  ['its page crashes', () => page().happens('render-process-gone', {}, { reason: 'crashed' })],
])(
  'the command for devices closes its page at once when %s, and reports that it could not try the devices',
  async (_what, happens) => {
    const { came } = await begun();
    happens();
    expect([page().isGone, system.devicesOf()]).toEqual([true, nothing]);
    expect(await came()).toEqual([0, 'devices-not-now']);
  },
);

it('the command for devices opens nothing while the screen is locked', async () => {
  system.idle = 'locked';
  const log = createLog('error', () => undefined);
  const { text } = await devicesAsPrinted(
    { language: 'en', checkDevices: 'json' },
    fixedPolicy(),
    log,
    () => undefined,
    clock,
  );
  expect(text).toContain('devices-not-now');
  expect(played.pages).toEqual([]);
});

it('the command for devices reports after fifteen seconds what it knows by then', async () => {
  const { came, tell } = await begun();
  void tell('microphone', 'busy');
  clock.advance(15_000); // the camera never answers
  expect([page().isGone, await came()]).toEqual([true, [1, 'microphone-busy']]);
});
