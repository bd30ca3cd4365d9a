import { describe, expect, it } from 'vitest';
import type { PermissionQuestion } from '../../../src/main/app/permissions.ts';
import { grantsCheck, grantsRequest } from '../../../src/main/app/permissions.ts';

const asks: PermissionQuestion = {
  kind: 'call',
  permission: 'media',
  origin: 'app://siegel',
  mainFrame: true,
  media: ['audio', 'video'],
  mayVideo: true,
};

describe('a request', () => {
  it('for microphone and camera is granted to the call window', () => {
    expect(grantsRequest(asks)).toBe(true);
    expect(grantsRequest({ ...asks, media: ['audio'] })).toBe(true);
    expect(grantsRequest({ ...asks, media: ['audio'], mayVideo: false })).toBe(true);
    expect(grantsRequest({ ...asks, permission: 'speaker-selection', media: [] })).toBe(true);
  });

  it.each<[string, Partial<PermissionQuestion>]>([
    ['the main window', { kind: 'main' }],
    ['the card', { kind: 'card' }],
    ['what is no window of ours', { kind: undefined }],
    ['another origin', { origin: 'https://siegel' }],
    ['another host of our scheme', { origin: 'app://siegel.example' }],
    ['a frame inside the page', { mainFrame: false }],
    ['a screen capture, which asks for no media by name', { media: [] }],
    ['a medium that does not exist yet', { media: ['audio', 'screen'] }],
    ['a camera where policy allows none', { mayVideo: false, media: ['video'] }],
    ['a camera beside a microphone where policy allows none', { mayVideo: false }],
  ])('is refused for %s', (_what, change) => {
    expect(grantsRequest({ ...asks, ...change })).toBe(false);
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
  ])('for %s is refused', (permission) => {
    expect(grantsRequest({ ...asks, permission })).toBe(false);
    expect(grantsCheck({ ...asks, permission })).toBe(false);
  });
});

describe('the clipboard', () => {
  it('takes a text from the main window alone, and nobody reads it', () => {
    const write = { ...asks, permission: 'clipboard-sanitized-write', media: [] };
    expect([grantsRequest({ ...write, kind: 'main' }), grantsCheck({ ...write, kind: 'main' })]).toEqual([true, true]);
    expect(grantsRequest({ ...write, kind: 'card' })).toBe(false);
    expect(grantsRequest({ ...write, kind: 'main', permission: 'clipboard-read' })).toBe(false);
    expect(grantsCheck({ ...write, kind: 'main', permission: 'clipboard-read' })).toBe(false);
  });
});

describe('a check', () => {
  it('lets the main window read the names of devices, which it may not open', () => {
    expect(grantsCheck({ ...asks, kind: 'main', media: [] })).toBe(true);
    expect(grantsRequest({ ...asks, kind: 'main' })).toBe(false);
  });

  it.each<[string, Partial<PermissionQuestion>]>([
    ['the card', { kind: 'card' }],
    ['what is no window of ours', { kind: undefined }],
    ['another origin', { origin: 'null' }],
    ['a frame inside the page', { mainFrame: false }],
  ])('is answered with no for %s', (_what, change) => {
    expect(grantsCheck({ ...asks, ...change })).toBe(false);
  });
});
