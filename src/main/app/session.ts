// The browser sessions of our windows, one for each kind: our scheme, our headers, permissions by permissions.ts, no network.
// A call's media alone leave the machine, by UDP. No setting may ever loosen this.
import { app, protocol, session, webContents } from 'electron';
import type { ProxyConfig, Session, WebContents } from 'electron';
import type { Sender, WindowKind } from '../../contract/command-shapes.ts';
import type { ShareSource } from '../../core/call/media-share-state.ts';
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

/** Where main listens for a call's relays by TCP (relay-paths.ts): the one place a page connects to. */
const DOORS = '127.0.0.1';

// Measured in a network namespace, Electron 33: without it a page looks names up by `turn:`, by `dns-prefetch` and by candidates,
// and opens TCP connections by `turn:` with transport=tcp; no other switch, header or policy of the engine prevents that. The
// engine asks its resolver for addresses, too, before it connects: with this it connects to nobody by TCP but our own doors.
const RESOLVES_NOTHING = `MAP * ~NOTFOUND , EXCLUDE ${DOORS}`;

// Electron below 45 lets a script read the clipboard by `execCommand('paste')` and asks no permission; 45 has an option that is off
// (window-options.ts). A person's Ctrl+V and the menus' Paste are commands of the browser and go on.
const PASTES_NOT_BY_SCRIPT = 'DOMPasteAllowed=false';

// A proxy that nothing can be sent to: connecting to the broadcast address by TCP fails inside the system. It stands between a
// page and this machine's own services, which no proxy of the system's would.
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
 * Takes from every page what no window's options take on each engine: names, connections by TCP, the clipboard. Must run before
 * `ready`; a command that has no page does not call it.
 */
export function narrowEngine(): void {
  app.commandLine.appendSwitch('host-resolver-rules', RESOLVES_NOTHING);
  app.commandLine.appendSwitch('blink-settings', PASTES_NOT_BY_SCRIPT);
}

/** What our pages may have now. `call` is an id in hex, '' for a page of none. */
export interface CallRights {
  readonly devicesOf: (page: Sender) => CallDevices;
  /** Whether a person has chosen what to share in it, and it was not given yet. */
  readonly isShareChosen: (call: string) => boolean;
  /** What was chosen: once. */
  readonly handShare: (call: string) => ShareSource | undefined;
}

const NO_DEVICES: CallDevices = { microphone: false, camera: false };

type PageOf = (contents: WebContents) => Sender | undefined;

/**
 * Closes the default session, which nobody uses, and gives what makes the session of a kind of page: closed before anybody has it, made
 * when it is asked for first, since each takes time of main and memory. It serves the page from the folder `root`; `pageOf`
 * names our pages. Call once, after `ready`.
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
  ours.protocol.handle('app', serveContent(root));
  let isDisplay = false; // the request that is being granted has come to the handler of displays
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
    // A capture by `getUserMedia` asks in the very same words and names its source itself. It has not come by the handler below, which
    // the engine calls before `callback` returns (measured, Electron 33): its page ends before it has a picture.
    if (isGranted && isCapture(permission, media) && !isDisplay) contents.forcefullyCrashRenderer();
  });
  ours.setPermissionCheckHandler((contents, permission, origin, details) => {
    const kind = contents === null ? undefined : pageOf(contents)?.kind;
    return grantsCheck({ kind, permission, origin: originOf(origin), mainFrame: details.isMainFrame, media: [] });
  });
  // By the session, which is one for each kind of page: the engine does not say which page asks. Nobody chooses from a list of devices.
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
  // The page says that it wants a screen, never which one. It gets what the person has chosen, once, and no sound with it.
  ours.setDisplayMediaRequestHandler(({ audioRequested, frame }, callback) => {
    isDisplay = true;
    const contents = frame?.origin === ORIGIN ? webContents.fromFrame(frame) : undefined;
    const page = contents === undefined || contents.mainFrame !== frame ? undefined : pageOf(contents);
    const chosen = page?.kind === 'stage' && !audioRequested ? rights.handShare(page.call) : undefined;
    try {
      callback(chosen === undefined ? {} : { video: { id: chosen.id, name: chosen.name } });
    } catch {
      // a refusal, over which engines differ in whether they throw
    }
  });
  // Measured: a relay by TCP would be reached through the system's HTTP proxy. Media never are (policy ProxyMode).
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
 * Keeps every session from fetching dictionaries, which Chromium does by itself, past all of our filters, as soon as there is one.
 * Call once, before `ready`: the default session is made then, whether anybody uses it or not.
 */
export function refuseDictionaries(): void {
  app.on('session-created', (each) => {
    each.setSpellCheckerEnabled(false);
    each.setSpellCheckerDictionaryDownloadURL('app://siegel/no-dictionary/'); // should it ever be switched on
  });
}

/** Refuses every way out of a page: navigation, redirects, new windows, webviews. Call once, before any window. */
export function refuseNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    // A page may go to about:blank without asking: it finds itself back where it was loaded first.
    let home: string | undefined;
    contents.on('did-navigate', (_navigation, url) => {
      home ??= url;
      if (url !== home) void contents.loadURL(home);
    });
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
}
