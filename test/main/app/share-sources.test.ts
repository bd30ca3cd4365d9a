// What the system offers for sharing, as this program passes it on: without our own windows, and with numbered
// screens. Also the bounds of a shared screen. Electron is faked.
import { beforeEach, expect, it, vi } from 'vitest';
import { boundsOfScreen, offeredSources } from '../../../src/main/app/share-sources.ts';

interface Found {
  readonly id: string;
  readonly name: string;
  readonly display_id: string;
}
const system = vi.hoisted(() => ({
  found: [] as Found[],
  ours: [] as string[],
  asked: [] as unknown[],
  displays: [] as { readonly id: number; readonly bounds: object }[],
}));
vi.mock('electron', () => ({
  BaseWindow: { getAllWindows: () => system.ours.map((id) => ({ getMediaSourceId: () => id })) },
  desktopCapturer: {
    getSources: ({ types }: { readonly types: readonly string[] }) => {
      system.asked.push(types);
      const thumbnail = { isEmpty: () => false, toJPEG: () => Buffer.from('picture') };
      return Promise.resolve(system.found.map((each) => ({ ...each, thumbnail })));
    },
  },
  screen: { getAllDisplays: () => system.displays },
  systemPreferences: {},
}));
const source = (id: string, name: string, display = ''): Found => ({ id, name, display_id: display });
beforeEach(() => {
  vi.stubEnv('XDG_SESSION_TYPE', 'x11');
  vi.stubEnv('WAYLAND_DISPLAY', undefined);
  Object.assign(system, { found: [], ours: [], asked: [], displays: [] });
});

it('our own windows are not offered for sharing, and other programs’ windows are', async () => {
  system.ours = ['window:42:2', 'window:43:9'];
  system.found = [
    source('window:42:2', 'Call with Anna'),
    source('window:43:0', 'Siegel'),
    source('window:7:0', 'Report'),
  ];
  expect(await offeredSources('all')).toEqual([
    { id: 'window:7:0', kind: 'window', name: 'Report', picture: 'data:image/jpeg;base64,cGljdHVyZQ==' },
  ]);
});

it('screens are offered before windows; a single screen has no name, and several are numbered', async () => {
  system.found = [source('window:7:0', 'Report'), source('screen:1:0', 'Entire screen', '60')];
  const names = async () => (await offeredSources('all')).map(({ kind, name }) => [kind, name]);
  expect(await names()).toEqual([
    ['screen', ''],
    ['window', 'Report'],
  ]);
  system.found.push(source('screen:2:0', 'Screen 2', '61'));
  expect(await names()).toEqual([
    ['screen', '1'],
    ['screen', '2'],
    ['window', 'Report'],
  ]);
});

it('the system is not asked for screens if policy allows windows only', async () => {
  await offeredSources('window');
  await offeredSources('all');
  expect(system.asked).toEqual([['window'], ['screen', 'window']]);
});

it('the bounds of a shared screen are known, and those of a window are not', async () => {
  const [left, right] = [{ x: 0 }, { x: 1600 }];
  system.displays = [
    { id: 60, bounds: left },
    { id: 61, bounds: right },
  ];
  system.found = [source('screen:1:0', '', '60'), source('screen:2:0', '', '61')];
  expect(await boundsOfScreen({ kind: 'screen', id: 'screen:2:0', name: '2' })).toBe(right);
  expect(await boundsOfScreen({ kind: 'screen', id: 'screen:3:0', name: '3' })).toBeUndefined();
  expect(await boundsOfScreen({ kind: 'window', id: 'window:7:0', name: '' })).toBeUndefined();
});
