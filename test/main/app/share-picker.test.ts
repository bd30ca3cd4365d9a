// The window in which a person chooses what to share: it closes when nothing can be shared, offers what the system has,
// and passes on only what was offered. Electron (played-electron.ts) and the offers of the system are faked.
import { beforeEach, expect, it, vi } from 'vitest';
import type { ShareSource } from '../../../src/core/call/media-share-state.ts';
import type { RefusalCode } from '../../../src/contract/failure.ts';
import type { CallView, View } from '../../../src/contract/view.ts';
import { SharePicker } from '../../../src/main/app/share-picker.ts';
import type { Asks, OfferedSource } from '../../../src/main/app/share-sources.ts';
import { createZoom } from '../../../src/main/app/zoom.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { played, playedSession } from './played-electron.ts';

const system = vi.hoisted(() => ({
  asks: 'nothing' as Asks,
  offered: [] as readonly OfferedSource[],
  asked: [] as string[],
  givesSound: false,
}));
vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);
vi.mock('../../../src/main/app/share-sources.ts', () => ({
  systemAsks: () => system.asks,
  hidesOurWindows: () => false,
  givesComputerSound: () => system.givesSound,
  offeredSources: (allowed: string) => {
    system.asked.push(allowed);
    return Promise.resolve(system.offered);
  },
}));

const CALL = callFixture.id;
const REPORT: OfferedSource = { id: 'window:7:0', kind: 'window', name: 'Report', picture: 'data:image/jpeg;base64,' };
const withCall = (change: Partial<CallView> = {}): View => ({ ...viewFixture, calls: [{ ...callFixture, ...change }] });
let chosen: (ShareSource & { readonly sound: boolean })[];
let why: RefusalCode | undefined;
let clock: ReturnType<typeof heldClock>;
let picker: SharePicker;

beforeEach(() => {
  played.reset();
  Object.assign(system, { asks: 'nothing', offered: [REPORT], asked: [], givesSound: false });
  chosen = [];
  why = undefined;
  clock = heldClock();
  picker = new SharePicker({
    setting: {
      preload: '',
      icon: '',
      chromium: '156.0.0.0',
      packaged: true,
      sessionOf: playedSession,
      isProtected: () => false,
    },
    zoom: createZoom(),
    clock,
    parentOf: () => undefined,
    onChosen: (_call, source, sound) => {
      chosen.push({ ...source, sound });
      return why;
    },
  });
});
const isGone = (): boolean => played.windows.every((each) => each.isGone);

async function opened(view = withCall()): Promise<void> {
  picker.follow(view);
  picker.open(CALL);
  played.load();
  await Promise.resolve();
  await Promise.resolve();
}
const seen = () => picker.view({ kind: 'picker', call: CALL });

it('the share picker offers what policy allows, is hidden from captures, and refreshes until it is closed', async () => {
  await opened(withCall({ mayShare: 'window' }));
  expect(played.said).toContain('protect');
  expect([system.asked, seen()?.choices, seen()?.allowed]).toEqual([['window'], [REPORT], 'window']);
  system.offered = [];
  clock.advance(2000);
  await Promise.resolve();
  await Promise.resolve();
  expect(seen()?.choices).toEqual([]);
  picker.close();
  clock.advance(60_000);
  expect(system.asked.length).toBe(2);
});

it('the share picker passes on the chosen source without its picture, then closes', async () => {
  await opened();
  expect(picker.choose('window:7:0', false)).toBeUndefined();
  expect([chosen, isGone()]).toEqual([[{ id: 'window:7:0', kind: 'window', name: 'Report', sound: false }], true]);
});

it('the share picker passes on only offered sources and stays open after a refusal', async () => {
  await opened();
  expect([picker.choose('screen:0:0', false), chosen, isGone()]).toEqual(['unknown-source', [], false]);
  why = 'sharing-not-allowed';
  expect([picker.choose('window:7:0', false), isGone()]).toEqual(['sharing-not-allowed', false]);
  picker.close();
  expect(picker.choose('window:7:0', false)).toBe('unknown-source');
});

it('the share picker passes on a choice of sound only where the system can leave out our own sound', async () => {
  const SCREEN: OfferedSource = { id: 'screen:1:0', kind: 'screen', name: '', picture: '' };
  system.offered = [SCREEN];
  await opened();
  expect([seen()?.givesSound, picker.choose('screen:1:0', true), chosen, isGone()]).toEqual([
    false,
    'sharing-not-allowed', // the page asks for the sound all the same
    [],
    false,
  ]);
  system.givesSound = true;
  expect([seen()?.givesSound, picker.choose('screen:1:0', true)]).toEqual([true, undefined]);
  expect(chosen).toEqual([{ id: 'screen:1:0', kind: 'screen', name: '', sound: true }]);
});

it.each<readonly [string, View]>([
  ['the call has ended', { ...viewFixture, calls: [] }],
  ['the call is held', withCall({ remote: { ...callFixture.remote, hold: true } })],
  ['policy allows nothing any more', withCall({ mayShare: 'none' })],
  ['a wrong code was typed', withCall({ code: { kind: 'mismatch' } })],
  ['something is shared already', withCall({ sharing: { kind: 'starting', what: 'window', name: 'Report' } })],
])('the share picker closes when nothing can be shared: %s', async (_what, view) => {
  await opened();
  expect(isGone()).toBe(false);
  picker.follow(view);
  expect([isGone(), seen(), picker.choose('window:7:0', false)]).toEqual([true, undefined, 'unknown-source']);
});

it('the share picker does not open for 30 seconds after the person closed it three times', async () => {
  for (let time = 0; time < 3; time++) {
    await opened();
    picker.refuse();
  }
  expect([picker.open(CALL), isGone()]).toEqual(['asked-lately', true]);
  clock.advance(30_000);
  expect(picker.open(CALL)).toBeUndefined();
});

it('the share picker says beforehand that the peer shares and that our own windows are visible', async () => {
  await opened(withCall({ remote: { ...callFixture.remote, screen: true } }));
  expect(seen()).toMatchObject({ peerShares: true, showsSiegel: true });
});

it('the share picker asks the system for nothing before the person goes on from the explanation', async () => {
  system.asks = 'permission';
  await opened();
  expect([system.asked, seen()?.step]).toEqual([[], 'before-permission']);
  system.asks = 'nothing'; // the person allows it in the system dialog
  await picker.goOn();
  expect([seen()?.step, system.asked.length]).toEqual(['choose', 2]);
});

it('the share picker goes on to the step “denied” if the system refuses', async () => {
  system.asks = 'permission';
  await opened();
  system.asks = 'refused';
  await picker.goOn();
  expect(seen()?.step).toBe('denied');
});

it('the share picker shares what was chosen in the system dialog, and nothing if that dialog was closed', async () => {
  system.asks = 'system-dialog';
  await opened();
  expect([system.asked, seen()?.step]).toEqual([[], 'before-system']);
  system.offered = [];
  await picker.goOn();
  expect([chosen, isGone()]).toEqual([[], false]);
  system.offered = [REPORT];
  await picker.goOn();
  expect([chosen.map(({ id }) => id), isGone()]).toEqual([['window:7:0'], true]);
});
