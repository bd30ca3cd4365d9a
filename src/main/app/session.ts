// The one browser session all windows share: our scheme, our headers, permissions by permissions.ts, no network at all.
// WebRTC alone leaves the machine (UDP from the call window only, see frames.ts). No setting may ever loosen this.
import { app, protocol, session } from 'electron';
import type { Session, WebContents } from 'electron';
import type { WindowKind } from '../../contract/ipc.ts';
import { serveContent } from './content.ts';
import { isPackaged } from './packaged.ts';
import { grantsCheck, grantsRequest } from './permissions.ts';
import { PARTITION } from './window-options.ts';

/** Makes app:// a standard, secure scheme. Must run before `ready`. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Closes the session and serves the page from the folder `root`; `kindOf` names our windows, `mayVideo` says whether policy allows
 * cameras. Call once, after `ready`.
 */
export function secureSession(
  root: string,
  kindOf: (contents: WebContents) => WindowKind | undefined,
  mayVideo: () => boolean,
): Session {
  const ours = session.fromPartition(PARTITION);
  ours.protocol.handle('app', serveContent(root));
  ours.setPermissionRequestHandler((contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const origin = originOf(details.requestingUrl);
    const from = { kind: kindOf(contents), origin, mainFrame: details.isMainFrame };
    callback(grantsRequest({ ...from, permission, media, mayVideo: mayVideo() }));
  });
  ours.setPermissionCheckHandler((contents, permission, origin, details) => {
    const kind = contents === null ? undefined : kindOf(contents);
    return grantsCheck({ kind, permission, origin: originOf(origin), mainFrame: details.isMainFrame, media: [] });
  });
  ours.setDevicePermissionHandler(() => false);
  ours.setDisplayMediaRequestHandler((_request, callback) => {
    try {
      callback({}); // a refusal; engines differ in whether they throw over it
    } catch {
      // refused all the same
    }
  });
  // Measured: a relay by TCP would be reached through the system's HTTP proxy. Media never are (policy ProxyMode).
  void ours.setProxy({ mode: 'direct' });
  ours.on('will-download', (event) => event.preventDefault());
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  for (const each of [ours, session.defaultSession]) {
    each.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isLocal(details.url) }));
  }
  return ours;
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
