// When a stage gets the port of its worker, and which port main attaches. Commands for several connections may arrive
// before the page has loaded.
import { beforeEach, expect, it, vi } from 'vitest';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { servePage } from '../../../src/main/app/call-page.ts';
import { Windows } from '../../../src/main/app/windows.ts';
import { createZoom } from '../../../src/main/app/zoom.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { played, playedSession } from './played-electron.ts';

vi.mock('electron', async () => (await import('./played-electron.ts')).played.module);

const call = 'c';
const close: MediaCommand = { kind: 'close', call };
const devices = {
  camera: false,
  microphones: [],
  cameras: [],
  background: 'off' as const,
  processing: { echoCancellation: true, noiseSuppression: 'engine' as const, autoGainControl: true },
  codecs: [],
  iceServers: [],
  relayOnly: false,
};
const open = (): MediaCommand => ({ kind: 'open', call, offers: true, ...devices });

// What the stage was sent, and what happened to its ports, in order.
const said = (): readonly string[] => played.page('stage').sent.filter((name) => name !== 'view');
let command: (command: MediaCommand) => void;
let windows: Windows;
const live = { ...viewFixture, calls: [{ ...callFixture, id: call, phase: { kind: 'live', since: 1 } as const }] };
beforeEach(() => {
  played.reset();
  windows = new Windows(
    {
      preload: '',
      icon: '',
      chromium: '156.0.0.0',
      packaged: true,
      sessionOf: playedSession,
      isProtected: () => false,
    },
    createZoom(),
    { after: () => () => undefined },
    {
      onSilence: vi.fn(),
      onDismiss: vi.fn(),
      onPageLost: vi.fn(),
      onTalk: vi.fn(),
      onCrash: vi.fn(),
      onHopeless: vi.fn(),
      places: { read: () => [], keep: vi.fn() },
    },
  );
  servePage(
    {
      onMediaCommand: (listener) => void (command = listener),
      attachWorker: () => void played.page('stage').sent.push('attached'),
    },
    windows,
    { left: () => undefined },
  );
});

it('commands sent before the call has a window wait for that window, and the port follows `open`', () => {
  command(open());
  expect(played.pages).toEqual([]);
  windows.follow(live);
  played.page('stage').happens('did-finish-load');
  expect(said()).toEqual(['open', 'port', 'attached']);
});

it('the port follows `open` once the page has loaded', () => {
  windows.follow(live);
  command(open());
  expect(said()).toEqual([]);
  played.page('stage').happens('did-finish-load');
  expect(said()).toEqual(['open', 'port', 'attached']);
});

it('the port of an abandoned connection is closed, and the next connection gets its own', () => {
  windows.follow(live);
  for (const each of [open(), close, open()]) command(each);
  played.page('stage').happens('did-finish-load');
  expect(said()).toEqual(['open', 'port', 'closed', 'close', 'open', 'port', 'attached']);
});

it('a page that crashed while loading gets the `open` of the new connection after its reload, and not that of the old one', () => {
  windows.follow(live);
  command(open());
  played.page('stage').happens('render-process-gone', {}, { reason: 'crashed' });
  for (const each of [close, open()]) command(each);
  played.page('stage').happens('did-finish-load');
  expect(said()).toEqual(['close', 'open', 'port', 'attached']);
});

it('the port of a call that ended while its page was loading is closed, and its worker is not attached', () => {
  windows.follow(live);
  for (const each of [open(), close]) command(each);
  played.page('stage').happens('did-finish-load');
  expect(said()).toEqual(['open', 'port', 'closed', 'close']);
});
