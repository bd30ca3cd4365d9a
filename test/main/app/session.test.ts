// The protections of the sessions and of every page, as Electron is told of them: which listeners are registered, and
// what they answer.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WindowKind } from '../../../src/contract/command-shapes.ts';
import type { ShareSource } from '../../../src/core/call/media-share-state.ts';
import {
  narrowEngine,
  refuseDictionaries,
  refuseNavigation,
  registerScheme,
  secureSessions,
} from '../../../src/main/app/session.ts';

type Heard = (...args: readonly unknown[]) => unknown;
const electron = vi.hoisted(() => {
  const makeSession = () => {
    const told: Record<string, unknown> = {};
    const note = (name: string) => (value: unknown) => void (told[name] = value);
    const heard = new Map<string, (...args: readonly unknown[]) => unknown>();
    return {
      told,
      heard,
      on: (name: string, run: (...args: readonly unknown[]) => unknown) => heard.set(name, run),
      protocol: {
        handle: (scheme: string, serve: unknown) => void Object.assign(told, { scheme, serve }),
      },
      webRequest: { onBeforeRequest: note('filter') },
      setPermissionRequestHandler: note('request'),
      setPermissionCheckHandler: note('check'),
      setDevicePermissionHandler: note('device'),
      setDisplayMediaRequestHandler: note('display'),
      setProxy: note('proxy'),
      setSpellCheckerEnabled: note('spelling'),
      setSpellCheckerDictionaryDownloadURL: note('dictionaries'),
    };
  };
  const appHeard = new Map<string, (...args: readonly unknown[]) => unknown>();
  const schemes: unknown[] = [];
  const sessions = new Map<string, ReturnType<typeof makeSession>>();
  const fromPartition = (name: string) => {
    const made = sessions.get(name) ?? makeSession();
    sessions.set(name, made);
    return made;
  };
  const ours = fromPartition('persist:siegel-stage');
  const switches: string[] = [];
  const contents: { mainFrame?: object } = {};
  const others = makeSession();
  return {
    ours,
    sessions,
    fromPartition,
    others,
    makeSession,
    appHeard,
    contents,
    schemes,
    switches,
    isPackaged: { value: true },
  };
});
vi.mock('electron', () => ({
  app: {
    on: (name: string, run: Heard) => electron.appHeard.set(name, run),
    commandLine: { appendSwitch: (name: string, value: string) => electron.switches.push(`${name}=${value}`) },
    get isPackaged() {
      return electron.isPackaged.value;
    },
  },
  webContents: { fromFrame: () => electron.contents },
  protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => electron.schemes.push(...schemes) },
  session: { fromPartition: electron.fromPartition, defaultSession: electron.others },
}));

let mayVideo: boolean;
let chosen: (ShareSource & { readonly sound?: boolean }) | undefined;
let kind: WindowKind;
beforeEach(() => {
  electron.isPackaged.value = true;
  mayVideo = true;
  chosen = undefined;
  kind = 'stage';
  const sessionOf = secureSessions('/page', () => ({ kind, call: 'c' }), {
    devicesOf: ({ call }) => ({ microphone: call === 'c', camera: mayVideo }),
    isShareChosen: () => chosen !== undefined,
    handShare: handed,
    mayFilter: () => false,
  });
  for (const each of WindowKind.options) sessionOf(each);
});

function handed(_call: string, sound: boolean): ShareSource | undefined {
  const source = chosen;
  if (sound && source?.sound !== true) return undefined;
  chosen = undefined;
  return source;
}

const prevented = (): { readonly preventDefault: () => void; readonly was: () => boolean } => {
  let isPrevented = false;
  return { preventDefault: () => void (isPrevented = true), was: () => isPrevented };
};

describe('every session', () => {
  it.each([
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['wss://broker.example/', true],
    ['file:///etc/passwd', true],
    ['ftp://example.com/', true],
    ['app://other/index.html', true],
    ['blob:https://example.com/x', true],
    ['devtools://devtools/bundled/x.html', true],
    ['app://siegel/index.html', false],
    ['data:image/png;base64,AA==', false],
    ['blob:app://siegel/1', false],
  ])('every session’s request filter, asked for %s, answers cancel: %s', (url, cancel) => {
    for (const { told } of [...electron.sessions.values(), electron.others]) {
      const answers: unknown[] = [];
      (told['filter'] as Heard)({ url }, (answer: unknown) => answers.push(answer));
      expect(answers).toEqual([{ cancel }]);
    }
  });

  it('a session is created at the first request for its kind of page and shared by later requests', () => {
    const all = [...electron.sessions];
    electron.sessions.clear();
    const sessionOf = secureSessions('/page', () => undefined, {
      devicesOf: () => ({ microphone: false, camera: false }),
      isShareChosen: () => false,
      handShare: () => undefined,
      mayFilter: () => true,
    });
    expect([...electron.sessions.keys()]).toEqual([]);
    const first = sessionOf('card');
    expect([...electron.sessions.keys()]).toEqual(['persist:siegel-card']);
    expect(electron.sessions.get('persist:siegel-card')?.told).toMatchObject({
      scheme: 'app',
      filter: expect.anything(),
    });
    expect(sessionOf('card')).toBe(first);
    for (const [name, made] of all) electron.sessions.set(name, made);
  });

  it('no session serves the worker of a filter that policy forbids', async () => {
    for (const { told } of electron.sessions.values()) {
      const serve = told['serve'] as (request: Request) => Promise<Response>;
      const statusOf = async (name: string): Promise<number> =>
        (await serve(new Request(`app://siegel/assets/${name}.worker-a1.js`))).status;
      expect([await statusOf('noise'), await statusOf('background'), await statusOf('seal')]).toEqual([403, 403, 404]);
    }
  });

  it('a new session of any kind checks no spelling and fetches no dictionary from a host', () => {
    refuseDictionaries();
    const fresh = electron.makeSession();
    electron.appHeard.get('session-created')?.(fresh);
    expect(fresh.told).toMatchObject({ spelling: false, dictionaries: 'app://siegel/no-dictionary/' });
  });

  it('a telephone is granted to the headset session but not to the stage’s, and the default session is granted nothing', () => {
    // `electron.ours` is the session that was secured for this test, not one of an earlier test.
    expect(electron.sessions.get('persist:siegel-stage')).toBe(electron.ours);
    const phone = { collections: [{ usagePage: 11, usage: 5 }] };
    const mayHave = (partition: string, device: object): unknown =>
      (electron.fromPartition(partition).told['device'] as Heard)({
        deviceType: 'hid',
        origin: 'app://siegel',
        device,
      });
    expect(mayHave('persist:siegel-stage', phone)).toBe(false);
    expect(mayHave('siegel-headset', {})).toBe(false); // an engine that does not report the kind of device
    expect(mayHave('siegel-headset', phone)).toBe(true);
    const list = prevented();
    const picked: unknown[] = [];
    electron.sessions.get('siegel-headset')?.heard.get('select-hid-device')?.(list, {}, (id: unknown) =>
      picked.push(id),
    );
    expect([list.was(), picked]).toEqual([true, [undefined]]);
    const answers: unknown[] = [];
    (electron.ours.told['display'] as Heard)({}, (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([{}]);
    const download = prevented();
    electron.ours.heard.get('will-download')?.(download);
    expect(download.was()).toBe(true);
    const granted: unknown[] = [];
    (electron.others.told['request'] as Heard)({}, 'media', (answer: unknown) => granted.push(answer));
    expect([...granted, (electron.others.told['check'] as Heard)()]).toEqual([false, false]);
  });

  it('a chosen screen or window is handed to the stage once, and to no frame inside the stage and no other page', () => {
    const request = electron.ours.told['display'] as Heard;
    const frame = { origin: 'app://siegel' };
    const asked = (change: object = {}): unknown => {
      let given: unknown;
      const found = { frame, audioRequested: false, videoRequested: true, ...change };
      request(found, (answer: unknown) => void (given = answer));
      return given;
    };
    electron.contents.mainFrame = frame;
    expect(asked()).toEqual({});
    chosen = { kind: 'window', id: 'window:7:0', name: 'Report' };
    expect(asked({ frame: null })).toEqual({});
    expect(asked({ frame: { origin: 'app://siegel' } })).toEqual({}); // a frame inside the page
    expect(asked({ frame: { origin: 'https://siegel' } })).toEqual({});
    expect(asked({ audioRequested: true })).toEqual({});
    expect(asked()).toEqual({ video: { id: 'window:7:0', name: 'Report' } });
    expect(asked()).toEqual({});
    chosen = { kind: 'window', id: 'window:7:0', name: 'Report' };
    kind = 'security';
    expect(asked()).toEqual({});
    kind = 'stage';
    const screen = { kind: 'screen', id: 'screen:1:0', name: '', sound: true } as const;
    chosen = screen;
    expect(asked({ audioRequested: true })).toEqual({ video: { id: 'screen:1:0', name: '' }, audio: 'loopback' });
    expect(asked({ audioRequested: true })).toEqual({});
    chosen = screen;
    expect(asked()).toEqual({ video: { id: 'screen:1:0', name: '' } }); // the page did not ask for the sound
  });

  it('a page that names a capture source itself is ended at once', () => {
    const ended: string[] = [];
    const contents = { forcefullyCrashRenderer: () => ended.push('ended') };
    const allow = (run: (isGranted: boolean) => void, mediaTypes: readonly string[] = []): void =>
      void (electron.ours.told['request'] as Heard)(contents, 'media', run, {
        requestingUrl: 'app://siegel/call.html',
        isMainFrame: true,
        mediaTypes,
      });
    const answers: boolean[] = [];
    allow((isGranted) => void answers.push(isGranted)); // nothing was chosen
    allow((isGranted) => void answers.push(isGranted), ['audio']);
    expect([answers, ended]).toEqual([[false, true], []]);
    chosen = { kind: 'window', id: 'window:7:0', name: 'Report' };
    allow(() => (electron.ours.told['display'] as Heard)({ frame: null }, () => undefined));
    expect(ended).toEqual([]);
    allow(() => undefined); // by getUserMedia
    expect(ended).toEqual(['ended']);
  });

  it('permission requests are judged by the origin and frame that ask, and by policy at that time', () => {
    const answers: unknown[] = [];
    const ask = (requestingUrl: string, mediaTypes: readonly string[], isMainFrame = true): void =>
      void (electron.ours.told['request'] as Heard)({}, 'media', (answer: unknown) => answers.push(answer), {
        requestingUrl,
        isMainFrame,
        mediaTypes,
      });
    ask('app://siegel/call.html', ['audio']);
    ask('app://siegel.evil/call.html', ['audio']);
    for (const scheme of ['https', 'file', 'data', 'devtools']) ask(`${scheme}://siegel/call.html`, ['audio']);
    ask('blob:app://siegel/1', ['audio']);
    ask('not an address', ['audio']);
    ask('app://siegel/call.html', ['audio'], false);
    ask('app://siegel/call.html', []); // a screen capture, which names no media type
    ask('app://siegel/call.html', ['audio', 'video']);
    mayVideo = false; // policy may change while the program runs
    ask('app://siegel/call.html', ['audio', 'video']);
    expect(answers).toEqual([true, ...Array.from({ length: 9 }, () => false), true, false]);
  });

  it('only the sessions of the stage and of a trial call reach the network, and their media use no proxy', () => {
    const proxies = [...electron.sessions].map(([name, { told }]) => [name, told['proxy']] as const);
    const nobody = {
      mode: 'fixed_servers',
      proxyRules: 'socks5://255.255.255.255:1', // an address that accepts no TCP connection
      proxyBypassRules: '<-loopback>', // even for addresses of this machine
    };
    expect(Object.fromEntries(proxies)).toEqual({
      'persist:siegel': nobody,
      'persist:siegel-card': nobody,
      'persist:siegel-security': nobody,
      'persist:siegel-stage': { mode: 'direct' },
      'siegel-recovery': nobody,
      'siegel-picker': nobody,
      'siegel-headset': nobody,
      'siegel-tryout': nobody,
      'siegel-trial': { mode: 'direct' },
    });
  });

  it('the engine resolves no names, lets no script paste and adds no sound of our pages to a capture', () => {
    narrowEngine();
    expect(electron.switches).toEqual([
      'host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      'blink-settings=DOMPasteAllowed=false',
      'disable-features=RestrictOwnAudioAddChromiumBack',
    ]);
  });
});

describe('every page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'every page is refused the event %s and new windows',
    (name) => {
      refuseNavigation();
      const heard = new Map<string, Heard>();
      let opens: Heard | undefined;
      const contents = {
        on: (event: string, run: Heard) => heard.set(event, run),
        setWindowOpenHandler: (run: Heard) => void (opens = run),
      };
      electron.appHeard.get('web-contents-created')?.({}, contents);
      const event = prevented();
      heard.get(name)?.(event);
      expect(event.was()).toBe(true);
      expect(opens?.({ url: 'app://siegel/index.html' })).toEqual({ action: 'deny' });
    },
  );

  it('a page that navigated to about:blank is brought back to its address', () => {
    refuseNavigation();
    const heard = new Map<string, Heard>();
    const loaded: unknown[] = [];
    const contents = {
      on: (event: string, run: Heard) => heard.set(event, run),
      setWindowOpenHandler: () => undefined,
      loadURL: (url: string) => loaded.push(url),
    };
    electron.appHeard.get('web-contents-created')?.({}, contents);
    for (const url of ['app://siegel/index.html', 'app://siegel/index.html']) heard.get('did-navigate')?.({}, url);
    expect(loaded).toEqual([]); // a first load and a load after a crash are no navigation away
    heard.get('did-navigate')?.({}, 'about:blank');
    expect(loaded).toEqual(['app://siegel/index.html']);
  });

  it('pages are served by one scheme with minimal privileges', () => {
    registerScheme();
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('no client certificate is selected for a page', () => {
    refuseNavigation();
    const event = prevented();
    electron.appHeard.get('select-client-certificate')?.(event);
    expect(event.was()).toBe(true);
  });
});
