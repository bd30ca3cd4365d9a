import { describe, expect, it } from 'vitest';
import { WindowKind } from '../../../src/contract/command-shapes.ts';
import type { CallPhase } from '../../../src/contract/view.ts';
import type { PermissionQuestion } from '../../../src/main/app/permissions.ts';
import { reachOf } from '../../../src/main/app/window-options.ts';
import { devicesOf, grantsCheck, grantsDevice, grantsRequest } from '../../../src/main/app/permissions.ts';
import { collectionsOf } from '../../support/headset/descriptor-reader.ts';
import { descriptors } from '../../support/headset/descriptors.ts';

const asks: PermissionQuestion = {
  kind: 'stage',
  permission: 'media',
  origin: 'app://siegel',
  mainFrame: true,
  media: ['audio', 'video'],
  devices: { microphone: true, camera: true },
  isShareChosen: false,
};

const noCamera = { microphone: true, camera: false };
const nothing = { microphone: false, camera: false };

describe('requests', () => {
  it('microphone, camera and loudspeaker are granted to the stage of a call', () => {
    expect(grantsRequest(asks)).toBe(true);
    expect(grantsRequest({ ...asks, media: ['audio'] })).toBe(true);
    expect(grantsRequest({ ...asks, media: ['audio'], devices: noCamera })).toBe(true);
    expect(grantsRequest({ ...asks, permission: 'speaker-selection', media: [] })).toBe(true);
  });

  it.each<[string, Partial<PermissionQuestion>]>([
    ['the main window', { kind: 'main' }],
    ['the card', { kind: 'card' }],
    ['the security page', { kind: 'security' }],
    ['the page of a recovery code', { kind: 'recovery' }],
    ['a call that may open nothing: not answered yet, or ended', { devices: nothing }],
    ['a loudspeaker in a call that may open nothing', { devices: nothing, permission: 'speaker-selection', media: [] }],
    ['a page that is not in one of our windows', { kind: undefined }],
    ['another origin', { origin: 'https://siegel' }],
    ['another host of our scheme', { origin: 'app://siegel.example' }],
    ['a frame inside the page', { mainFrame: false }],
    ['a screen capture, which names no media type', { media: [] }],
    ['a media type that does not exist yet', { media: ['audio', 'screen'] }],
    ['a camera where policy forbids cameras', { devices: noCamera, media: ['video'] }],
    ['a camera with a microphone where policy forbids cameras', { devices: noCamera }],
  ])('a permission request is refused for %s', (_what, change) => {
    expect(grantsRequest({ ...asks, ...change })).toBe(false);
  });

  it('microphone and camera are granted to the page for trying devices, and nothing else is', () => {
    const tries = { ...asks, kind: 'tryout' } as const;
    expect(grantsRequest(tries)).toBe(true);
    expect(grantsRequest({ ...tries, devices: noCamera, media: ['audio'] })).toBe(true);
    expect(grantsRequest({ ...tries, devices: noCamera })).toBe(false);
    expect(grantsRequest({ ...tries, devices: nothing, media: ['audio'] })).toBe(false);
    expect(grantsRequest({ ...tries, permission: 'speaker-selection', media: [] })).toBe(false);
    expect(grantsRequest({ ...tries, permission: 'local-network', media: [] })).toBe(false);
    for (const permission of ['media', 'display-capture', 'hid', 'clipboard-sanitized-write', 'geolocation'])
      expect(grantsRequest({ ...tries, permission, media: [], isShareChosen: true }), permission).toBe(false);
  });

  it('of the pages that reach the network, only the stage is granted a device', () => {
    const has = (kind: WindowKind): boolean =>
      [['audio'], ['video'], []].some((media) => grantsRequest({ ...asks, kind, media, isShareChosen: true }));
    expect(WindowKind.options.filter(has)).toEqual(['stage', 'tryout']);
    expect(WindowKind.options.filter((kind) => has(kind) && reachOf(kind) === 'peers')).toEqual(['stage']);
  });

  it('the page of a trial call is granted a relay on the local network or on this machine, and nothing else', () => {
    const tries = { ...asks, kind: 'trial', media: [] } as const;
    for (const permission of ['local-network', 'local-network-access', 'loopback-network']) {
      expect(grantsRequest({ ...tries, permission, devices: nothing })).toBe(true);
      expect(grantsCheck({ ...tries, permission })).toBe(true);
    }
    for (const permission of ['media', 'speaker-selection', 'display-capture', 'hid', 'clipboard-sanitized-write']) {
      expect(grantsRequest({ ...tries, permission, isShareChosen: true })).toBe(false);
      expect(grantsCheck({ ...tries, permission })).toBe(false); // not even the names of devices
    }
    expect(grantsRequest({ ...tries, permission: 'local-network', origin: 'https://siegel' })).toBe(false);
  });

  it('screen capture is granted only to the stage of a call in which the person chose a screen', () => {
    const screen = { ...asks, media: [], isShareChosen: true };
    expect(grantsRequest(screen)).toBe(true);
    expect(grantsRequest({ ...screen, permission: 'display-capture' })).toBe(true);
    expect(grantsRequest({ ...screen, devices: noCamera })).toBe(true);
    expect(WindowKind.options.filter((kind) => grantsRequest({ ...screen, kind }))).toEqual(['stage']);
    expect(grantsRequest({ ...screen, kind: undefined })).toBe(false);
    expect(grantsRequest({ ...screen, isShareChosen: false })).toBe(false);
    expect(grantsRequest({ ...screen, mainFrame: false })).toBe(false);
    expect(grantsRequest({ ...screen, origin: 'https://siegel' })).toBe(false);
    expect(grantsRequest({ ...screen, devices: nothing })).toBe(false);
  });

  it.each([
    'display-capture',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'window-management',
    'clipboard-read',
    'clipboard-sanitized-write',
    'idle-detection',
    'storage-access',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'keyboardLock',
    'unknown',
  ])('the stage of a call in which no screen was chosen is refused the permission %s', (permission) => {
    expect(grantsRequest({ ...asks, permission })).toBe(false);
    expect(grantsCheck({ ...asks, permission })).toBe(false);
  });
});

describe('the clipboard', () => {
  it('only the main window may write to the clipboard, and no page may read it', () => {
    const write = { ...asks, permission: 'clipboard-sanitized-write', media: [] };
    expect([grantsRequest({ ...write, kind: 'main' }), grantsCheck({ ...write, kind: 'main' })]).toEqual([true, true]);
    const read = { ...write, permission: 'clipboard-read' };
    const has = (question: PermissionQuestion): boolean => grantsRequest(question) || grantsCheck(question);
    expect(WindowKind.options.filter((kind) => has({ ...write, kind }))).toEqual(['main']);
    expect(WindowKind.options.filter((kind) => has({ ...read, kind }))).toEqual([]);
  });
});

describe('checks', () => {
  it.each(['main', 'card', 'security'] as const)('a %s page may list device names but not open devices', (kind) => {
    expect(grantsCheck({ ...asks, kind, media: [] })).toBe(true);
    expect(grantsRequest({ ...asks, kind })).toBe(false);
  });

  it.each<[string, Partial<PermissionQuestion>]>([
    ['the page of a recovery code', { kind: 'recovery' }],
    ['a page that is not in one of our windows', { kind: undefined }],
    ['another origin', { origin: 'null' }],
    ['a frame inside the page', { mainFrame: false }],
  ])('a permission check is denied for %s', (_what, change) => {
    expect(grantsCheck({ ...asks, ...change })).toBe(false);
  });
});

describe('calls', () => {
  it.each<CallPhase>([
    { kind: 'placing' },
    { kind: 'calling', ringing: true },
    { kind: 'securing' },
    { kind: 'connecting' },
    { kind: 'live', since: 1 },
    { kind: 'reconnecting', since: 1, until: 2 },
  ])('a call that is $kind may open the microphone, and the camera if policy allows it', (phase) => {
    expect(devicesOf(phase, true)).toEqual({ microphone: true, camera: true });
    expect(devicesOf(phase, false)).toEqual(noCamera);
  });

  it.each<[string, CallPhase | undefined]>([
    ['has ended', { kind: 'ended', reason: 'hung-up', at: 1, connected: true }],
    ['rings and was not answered', { kind: 'ringing', silenced: false }],
    ['is unknown', undefined],
  ])('a call that %s may open nothing', (_what, phase) => {
    expect(devicesOf(phase, true)).toEqual(nothing);
  });
});

describe('HID devices', () => {
  const headset = {
    deviceType: 'hid',
    collections: [
      { usagePage: 0x0c, usage: 1 },
      { usagePage: 0x0b, usage: 5 },
    ],
  };

  it('a telephone device is granted to the headset page and to no other page', () => {
    const granted = (kind: WindowKind): boolean => grantsDevice(kind, headset);
    expect(WindowKind.options.filter(granted)).toEqual(['headset']);
    for (const usage of [1, 4])
      expect(grantsDevice('headset', { ...headset, collections: [{ usagePage: 0x0b, usage }] })).toBe(true);
  });

  it.each(Object.entries(descriptors))(
    'the headset page may use the telephone of %s whose whole descriptor is known',
    (_maker, descriptor) => {
      const collections = collectionsOf(descriptor).map(({ usagePage = 0, usage = 0 }) => ({ usagePage, usage }));
      expect(grantsDevice('headset', { deviceType: 'hid', collections })).toBe(true);
    },
  );

  it.each<readonly [string, Parameters<typeof grantsDevice>[1]]>([
    ['a keyboard', { deviceType: 'hid', collections: [{ usagePage: 0x01, usage: 6 }] }],
    ['a security key', { deviceType: 'hid', collections: [{ usagePage: 0xf1d0, usage: 1 }] }],
    [
      'a device with a vendor-defined usage page',
      { deviceType: 'hid', collections: [{ usagePage: 0xff00, usage: 5 }] },
    ],
    [
      'a device of the telephony usage page that is not a telephone',
      { deviceType: 'hid', collections: [{ usagePage: 0x0b, usage: 2 }] },
    ],
    ['a device whose kind the engine does not report', { deviceType: 'hid', collections: undefined }],
    ['a serial port', { ...headset, deviceType: 'serial' }],
    ['a USB device', { ...headset, deviceType: 'usb' }],
  ])('the headset page is refused %s', (_what, device) => {
    expect(grantsDevice('headset', device)).toBe(false);
  });

  it('only the headset page may list HID devices', () => {
    const may = (kind: WindowKind): boolean =>
      grantsCheck({ kind, permission: 'hid', origin: 'app://siegel', mainFrame: true, media: [] });
    expect(WindowKind.options.filter(may)).toEqual(['headset']);
    expect(WindowKind.options.filter((kind) => grantsRequest({ ...asks, kind, permission: 'hid', media: [] }))).toEqual(
      [],
    );
    const media = { kind: 'headset', permission: 'media', origin: 'app://siegel', mainFrame: true, media: [] } as const;
    expect(grantsCheck(media)).toBe(false);
  });
});
