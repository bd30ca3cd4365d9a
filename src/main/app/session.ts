// The browser sessions of our windows, one for each kind: our scheme, our headers, permissions by permissions.ts, no
// network. From a page only a call's media leave the machine: by UDP, or through main to a relay (relay-paths.ts). No
// setting may ever loosen this.
import { app, protocol, session, webContents } from 'electron';
import type { ProxyConfig, Session, WebContents } from 'electron';
import type { Sender, WindowKind } from '../../contract/command-shapes.ts';
import type { ShareSource } from '../../core/call/media-share-state.ts';
import type { OwnFilter } from '../policy/own-filters.ts';
import { ORIGIN } from './content-policy.ts';
import { serveContent } from './content.ts';
import { isPackaged } from './packaged.ts';
import {
  grantsCheck,
  grantsDevice,
  grantsRequest,
  isCapture,
  type CallDevices,
  type OfferedDevice,
} from './permissions.ts';
import { partitionOf, reachOf } from './window-options.ts';

/** Where main listens for a call's relays by TCP (relay-paths.ts): the only place that a page connects to by TCP. */
const DOORS = '127.0.0.1';

// Measured in a network namespace, Electron 33: without this rule a page can look names up by `turn:`, by
// `dns-prefetch` and by candidates, and open TCP connections by `turn:` with transport=tcp. No other switch, header or
// policy of the engine prevents that. The engine also resolves IP addresses before it connects, so with this rule it
// connects by TCP only to our own doors.
const RESOLVES_NOTHING = `MAP * ~NOTFOUND , EXCLUDE ${DOORS}`;

// Electron below 45 lets a script read the clipboard by `execCommand('paste')` without asking for permission; 45 has an
// option that is off (window-options.ts). A person's Ctrl+V and the Paste menu are commands of the browser and still
// work.
const PASTES_NOT_BY_SCRIPT = 'DOMPasteAllowed=false';

// With this feature on, a capture that must leave out what this program plays would still contain the sound of every
// page but the asking one (services/audio/loopback_mixin.cc). The peer of a call would hear a second call ring.
const ADDS_NO_OWN_SOUND = 'RestrictOwnAudioAddChromiumBack';

// A proxy that cannot receive anything: the system refuses a TCP connection to the broadcast address. It also keeps a
// page away from services on this machine, which a proxy of the system would not.
const NOBODY: ProxyConfig = {
  mode: 'fixed_servers',
  proxyRules: 'socks5://255.255.255.255:1',
  proxyBypassRules: '<-loopback>',
};

/** Makes app:// a standard, secure scheme. Must run before `ready`. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Denies every page abilities that the options of its window cannot deny on every engine: looking up names, TCP
 * connections, the clipboard, the sound of other pages. Must run before `ready`; a command without a page does without
 * this.
 */
export function narrowEngine(): void {
  app.commandLine.appendSwitch('host-resolver-rules', RESOLVES_NOTHING);
  app.commandLine.appendSwitch('blink-settings', PASTES_NOT_BY_SCRIPT);
  app.commandLine.appendSwitch('disable-features', ADDS_NO_OWN_SOUND);
}

/** What our pages may have now. `call` is an id in hex, '' for a page without one. */
export interface CallRights {
  readonly devicesOf: (page: Sender) => CallDevices;
  /** Whether a person has chosen what to share in this call, and the choice was not handed over yet. */
  readonly isShareChosen: (call: string) => boolean;
  /** What was chosen. Returned once, and not to a page that asks for a sound that was not chosen. */
  readonly handShare: (call: string, sound: boolean) => ShareSource | undefined;
  /** Whether policy lets this filter run now. */
  readonly mayFilter: (filter: OwnFilter) => boolean;
}

const NO_DEVICES: CallDevices = { microphone: false, camera: false };

type PageOf = (contents: WebContents) => Sender | undefined;

/**
 * Restricts the default session, which nothing uses, and returns a function that gives the session of a kind of page.
 * Each session is made at the first request for it, because it costs time and memory, and restricted before anybody
 * gets it. It serves the page from the folder `root`; `pageOf` identifies our pages. To be run once, after `ready`.
 */
export function secureSessions(root: string, pageOf: PageOf, rights: CallRights): (kind: WindowKind) => Session {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.webRequest.onBeforeRequest(refuseForeign);
  const made = new Map<WindowKind, Session>();
  return (kind) => {
    const found = made.get(kind) ?? secure(kind, root, pageOf, rights);
    made.set(kind, found);
    return found;
  };
}

function secure(own: WindowKind, root: string, pageOf: PageOf, rights: CallRights): Session {
  const ours = session.fromPartition(partitionOf(own));
  ours.protocol.handle('app', serveContent(root, rights.mayFilter));
  let isDisplay = false; // the request being granted has come to the display-media handler
  ours.setPermissionRequestHandler((contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const origin = originOf(details.requestingUrl);
    const page = pageOf(contents);
    const from = { kind: page?.kind, origin, mainFrame: details.isMainFrame };
    const call = page?.call ?? '';
    const devices = page === undefined ? NO_DEVICES : rights.devicesOf(page);
    const has = { devices, isShareChosen: rights.isShareChosen(call) };
    const isGranted = grantsRequest({ ...from, ...has, permission, media });
    isDisplay = false;
    callback(isGranted);
    // A capture by `getUserMedia` asks in the very same way and names its source itself. Such a request does not reach
    // the handler below, which the engine calls before `callback` returns (measured, Electron 33). So main ends the
    // asking page before that page has a picture.
    if (isGranted && isCapture(permission, media) && !isDisplay) contents.forcefullyCrashRenderer();
  });
  ours.setPermissionCheckHandler((contents, permission, origin, details) => {
    const kind = contents === null ? undefined : pageOf(contents)?.kind;
    return grantsCheck({ kind, permission, origin: originOf(origin), mainFrame: details.isMainFrame, media: [] });
  });
  // The session decides, because the engine does not say which page asks, and each kind of page has its own session.
  // Nobody chooses from a list of devices.
  ours.setDevicePermissionHandler(({ deviceType, device }) =>
    grantsDevice(own, {
      deviceType,
      collections: 'collections' in device ? collectionsOf(device.collections) : undefined,
    }),
  );
  ours.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  // The page asks for a screen and never says which. It gets what the person has chosen, once, and sound only if that
  // was chosen. With the constraint `restrictOwnAudio` the engine leaves out what this program plays (decision 0098).
  ours.setDisplayMediaRequestHandler(({ audioRequested, frame }, callback) => {
    isDisplay = true;
    const contents = frame?.origin === ORIGIN ? webContents.fromFrame(frame) : undefined;
    const page = contents === undefined || contents.mainFrame !== frame ? undefined : pageOf(contents);
    const chosen = page?.kind === 'stage' ? rights.handShare(page.call, audioRequested) : undefined;
    const sound = audioRequested ? { audio: 'loopback' as const } : {};
    try {
      callback(chosen === undefined ? {} : { video: { id: chosen.id, name: chosen.name }, ...sound });
    } catch {
      // this is a refusal: some engines throw here, others do not
    }
  });
  // Measured: a relay by TCP would be reached through the system's HTTP proxy. Media never use that proxy (policy
  // ProxyMode).
  void ours.setProxy(reachOf(own) === 'peers' ? { mode: 'direct' } : NOBODY);
  ours.on('will-download', (event) => event.preventDefault());
  ours.webRequest.onBeforeRequest(refuseForeign);
  return ours;
}

function refuseForeign({ url }: { readonly url: string }, callback: (answer: { cancel: boolean }) => void): void {
  callback({ cancel: !isLocal(url) });
}

// The engine's types name the fields of a collection and leave their values open.
function collectionsOf(collections: unknown): OfferedDevice['collections'] {
  if (!Array.isArray(collections)) return undefined;
  return collections.map((each: { readonly usagePage?: unknown; readonly usage?: unknown }) => ({
    usagePage: Number(each.usagePage),
    usage: Number(each.usage),
  }));
}

function originOf(url: string | undefined): string {
  // `new URL('app://siegel/x').origin` is the text 'null' in this process: join protocol and host instead.
  if (url === undefined || !URL.canParse(url)) return '';
  const { protocol: scheme, host } = new URL(url);
  return `${scheme}//${host}`;
}

function isLocal(url: string): boolean {
  if (url.startsWith('app://siegel/') || url.startsWith('data:') || url.startsWith('blob:app://siegel/')) return true;
  return !isPackaged() && url.startsWith('devtools://');
}

/**
 * Keeps every session from downloading dictionaries, which Chromium does by itself past all our filters as soon as a
 * session exists. To be run once, before `ready`: the default session is made then, used or not.
 */
export function refuseDictionaries(): void {
  app.on('session-created', (each) => {
    each.setSpellCheckerEnabled(false);
    each.setSpellCheckerDictionaryDownloadURL('app://siegel/no-dictionary/'); // if the spell checker is ever on
  });
}

/**
 * Refuses every way to leave a page: navigation, redirects, new windows, webviews. No page gets a client certificate.
 * Must run before any window.
 */
export function refuseNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    // A page can go to about:blank without asking. It is returned to where it was first loaded.
    let home: string | undefined;
    contents.on('did-navigate', (_navigation, url) => {
      home ??= url;
      if (url !== home) void contents.loadURL(home);
    });
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
}
