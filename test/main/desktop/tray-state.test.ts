import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { CallView, HistoryEntry, View } from '../../../src/contract/view.ts';
import { desktopTexts } from '../../../src/text/desktop.ts';
import type { TrayState } from '../../../src/main/desktop/tray-state.ts';
import { trayFace } from '../../../src/main/desktop/tray-state.ts';
import { callFixture, viewFixture } from './view-fixture.ts';

const texts = desktopTexts.de;
const calling = (change: Partial<CallView>, view: Partial<View> = {}): View => ({
  ...viewFixture,
  ...view,
  calls: [{ ...callFixture, ...change }],
});
const verified = { kind: 'verified', at: 1, way: 'code' } as const;
const confirmed = { kind: 'confirmed', name: 'Klinikum', until: 9 } as const;
const muted = { ...callFixture.local, mute: true };
const bernd: CallView = { ...callFixture, id: 'b'.repeat(32), name: 'Bernd', direction: 'in' };
const held = { ...callFixture.local, hold: true };
const changed: View['contacts'] = [
  {
    address: 'carla@klinik.example',
    name: 'Carla',
    trust: { kind: 'changed', seenAt: 1 },
    organisation: { kind: 'none' },
    presence: 'gone',
    alwaysRings: false,
    isPinned: true,
  },
];
const recovered = changed.map((contact) => ({
  ...contact,
  trust: { kind: 'pinned', since: 1, recovered: { seenAt: 2 } } as const,
}));
// Somebody else claims the address of a known person, which changes nothing about that person.
const claimed = changed.map((contact) => ({
  ...contact,
  trust: { kind: 'pinned', since: 1 } as const,
  claimedBy: ['k7f2qmbx4tzn3wdl5hryvc6pae'],
}));
const unseen: HistoryEntry = {
  id: 'a'.repeat(32),
  address: 'anna@klinik.example',
  name: 'Anna',
  direction: 'in',
  media: 'audio',
  at: 1,
  durationMs: 0,
  verified: false,
  unseen: true,
  outcome: 'no-answer',
};
const waiting: View['link'] = { kind: 'waiting', url: 'mqtt://b', retryAt: 1, cause: 'unreachable' };
const ended: CallView['phase'] = { kind: 'ended', reason: 'hung-up', at: 1, connected: true };

describe('the tray', () => {
  it.each<[TrayState, string, View]>([
    ['ready', 'Bereit', viewFixture],
    ['ready', 'Abwesend', { ...viewFixture, status: 'away' }],
    ['dnd', 'Nicht stören', { ...viewFixture, status: 'dnd' }],
    [
      'dnd',
      'Nicht stören, weil Ihr Computer so eingestellt ist',
      { ...viewFixture, status: 'dnd', statusReason: { by: 'system' } },
    ],
    ['dnd', 'Nicht stören, 1 verpasster Anruf', { ...viewFixture, status: 'dnd', history: [unseen] }],
    [
      'ready',
      'Bereit, 2 verpasste Anrufe',
      { ...viewFixture, history: [unseen, unseen, { ...unseen, unseen: false }] },
    ],
    [
      'ready',
      'Bereit, 1 verpasster Anruf, 2 verpasste Anrufe von Unbekannten',
      { ...viewFixture, history: [{ ...unseen, stranger: true }, { ...unseen, stranger: true }, unseen] },
    ],
    [
      'ready',
      'Bereit, 1 verpasster Anruf von Unbekannten',
      { ...viewFixture, history: [{ ...unseen, stranger: true }] },
    ],
    [
      'attention',
      'Achtung: Geräte von Carla widersprechen sich, 1 verpasster Anruf',
      {
        ...viewFixture,
        contacts: changed,
        history: [unseen],
      },
    ],
    ['attention', 'Achtung: Carla hat den Wiederherstellungscode verwendet', { ...viewFixture, contacts: recovered }],
    ['ready', 'Bereit', { ...viewFixture, contacts: claimed }],
    ['ringing', 'Anna ruft an', calling({ phase: { kind: 'ringing', silenced: false } }, { history: [unseen] })],
    ['offline', 'Nicht verbunden, neuer Versuch läuft', { ...viewFixture, link: waiting }],
    ['offline', 'Nicht verbunden, neuer Versuch läuft', { ...viewFixture, link: waiting, status: 'dnd' }],
    ['offline', 'Nicht verbunden', { ...viewFixture, link: { kind: 'off' } }],
    ['offline', 'Gesperrt', { ...viewFixture, identity: undefined, isLocked: true }],
    [
      'offline',
      'Gesperrt, es kommen keine Anrufe an',
      { ...viewFixture, isLocked: true, managed: { ...viewFixture.managed, ringWhenLocked: false } },
    ],
    ['offline', 'Noch nicht eingerichtet', { ...viewFixture, identity: undefined }],
    ['ringing', 'Anna ruft an', calling({ direction: 'in', phase: { kind: 'ringing', silenced: false } })],
    [
      'ringing',
      'Anruf, angeblich von Anna',
      calling({ direction: 'in', unconfirmed: true, phase: { kind: 'ringing', silenced: true } }),
    ],
    ['calling', 'Anruf bei Anna', calling({ phase: { kind: 'placing' } })],
    ['calling', 'Anruf bei anna@klinik.example', calling({ name: '', phase: { kind: 'calling', ringing: true } })],
    ['calling', 'Verbindung mit Anna wird aufgebaut', calling({ phase: { kind: 'securing' } })],
    ['calling', 'Verbindung mit Anna wird aufgebaut', calling({ phase: { kind: 'connecting' } })],
    ['unverified', 'Im Gespräch mit Anna, nicht verifiziert: Sicherheitscode vergleichen', calling({})],
    ['verified', 'Im Gespräch mit Anna, von Ihnen verifiziert', calling({ trust: verified })],
    ['verified', 'Im Gespräch mit Anna, von Ihrer Organisation bestätigt', calling({ organisation: confirmed })],
    [
      'unverified', // the list of the person’s devices may be incomplete
      'Im Gespräch mit Anna, nicht verifiziert: Sicherheitscode vergleichen',
      calling({ trust: verified, organisation: confirmed, unconfirmed: true }),
    ],
    ['muted', 'Im Gespräch mit Anna, von Ihnen verifiziert, Mikrofon aus', calling({ trust: verified, local: muted })],
    [
      'sharing',
      'Im Gespräch mit Anna, von Ihnen verifiziert, Sie teilen den Bildschirm und den Ton des Computers, Mikrofon aus',
      calling({ trust: verified, local: muted, sharing: { kind: 'on', what: 'screen', name: '', sound: 'on' } }),
    ],
    [
      'sharing', // the computer's sound was chosen, and is not sent
      'Im Gespräch mit Anna, von Ihnen verifiziert, Sie teilen den Bildschirm',
      calling({ trust: verified, sharing: { kind: 'on', what: 'screen', name: '', sound: 'own-sound' } }),
    ],
    ['muted', 'Sie halten den Anruf mit Anna, nichts wird gesendet', calling({ local: held })],
    ['muted', 'Anna hält den Anruf, nichts wird gesendet', calling({ trust: verified, remote: held })],
    ['muted', 'Sie und Anna halten den Anruf, nichts wird gesendet', calling({ local: held, remote: held })],
    [
      'verified',
      'Verbindung zu Anna wird wiederhergestellt, es wird kein Ton gesendet',
      calling({ trust: verified, local: held, phase: { kind: 'reconnecting', since: 1, until: 2 } }),
    ],
    [
      'verified',
      'Verbindung zu Anna wird wiederhergestellt, es wird kein Ton gesendet',
      calling({ trust: verified, phase: { kind: 'reconnecting', since: 1, until: 2 } }),
    ],
    ['ready', 'Bereit', calling({ phase: ended })],
    [
      'ringing',
      'Bernd ruft an',
      { ...viewFixture, calls: [callFixture, { ...bernd, phase: { kind: 'ringing', silenced: false } }] },
    ],
    [
      'unverified',
      'Im Gespräch mit Bernd, nicht verifiziert: Sicherheitscode vergleichen. Sie halten den Anruf mit Anna, nichts wird gesendet',
      { ...viewFixture, calls: [{ ...callFixture, local: held }, bernd] },
    ],
    [
      'muted', // the other call has ended, and this one does not resume by itself
      'Sie halten den Anruf mit Anna, nichts wird gesendet',
      {
        ...viewFixture,
        calls: [
          { ...callFixture, local: held },
          { ...bernd, phase: ended },
        ],
      },
    ],
    ['attention', 'Achtung: Geräte von Carla widersprechen sich', { ...viewFixture, contacts: changed }],
    [
      'attention',
      'Achtung: Der Schlüsselspeicher lässt sich nicht verwenden',
      { ...viewFixture, identity: undefined, keyStore: { kind: 'none', backend: 'basic_text' } },
    ],
    [
      'attention',
      'Gesperrt: Passphrase erforderlich',
      { ...viewFixture, keyStore: { kind: 'passphrase', locked: true } },
    ],
    [
      'attention',
      'Achtung: Ihr neuer Wiederherstellungscode gilt nicht',
      { ...viewFixture, notices: [{ kind: 'recovery-not-saved', at: 1 }] },
    ],
    ['attention', 'Achtung: Speichern ist fehlgeschlagen', { ...viewFixture, notices: [{ kind: 'disk', at: 1 }] }],
  ])('the tray shows the state %s: %s', (state, text, view) => {
    expect(trayFace(view, texts)).toEqual({ state, text });
  });

  it('the tray shows attention before offline, and a ringing call before attention', () => {
    expect(trayFace({ ...viewFixture, contacts: changed, link: waiting }, texts).state).toBe('attention');
    const view = calling({ direction: 'in', phase: { kind: 'ringing', silenced: false } }, { contacts: changed });
    expect(trayFace(view, texts).state).toBe('ringing');
  });

  it('the tray shows a call with a verified person in English, too', () => {
    expect(trayFace(calling({ trust: verified }), desktopTexts.en)).toEqual({
      state: 'verified',
      text: 'In a call with Anna, verified by you',
    });
  });
});

const states: readonly TrayState[] = [
  'offline',
  'ready',
  'dnd',
  'ringing',
  'calling',
  'verified',
  'unverified',
  'muted',
  'sharing',
  'attention',
];
const file = (state: string, ink: string, sizePx: number): string =>
  join(import.meta.dirname, `../../../resources/tray/${state}-${ink}-${String(sizePx)}.png`);
const alphas = (state: string, ink = 'black'): readonly number[] => {
  const { data } = PNG.sync.read(readFileSync(file(state, ink, 16)));
  return Array.from({ length: data.length / 4 }, (_none, i) => data[i * 4 + 3] ?? 0);
};

describe('tray icons', () => {
  it('a tray icon exists for every state, ink and size', () => {
    for (const state of states) {
      for (const ink of ['black', 'white']) {
        for (const sizePx of [16, 22, 32]) expect(file(state, ink, sizePx)).toSatisfy(existsSync);
      }
    }
  });

  it('tray icons differ in shape and not only in colour', () => {
    for (const [i, one] of states.entries()) {
      for (const other of states.slice(i + 1)) {
        const [a, b] = [alphas(one), alphas(other)];
        const differing = a.filter((alpha, at) => Math.abs(alpha - (b[at] ?? 0)) > 128).length;
        expect(differing, `${one} and ${other}`).toBeGreaterThan(32);
      }
      expect(alphas(one, 'white'), `${one} in both inks`).toEqual(alphas(one));
    }
  });
});

describe('names on the desktop', () => {
  const managed = { ...viewFixture.managed, hideNames: true };
  const failed: View['notices'] = [{ kind: 'failed-secure-calls', address: 'carla@klinik.example', count: 1 }];
  const views: readonly View[] = [
    ...(['placing', 'securing', 'connecting'] as const).map((kind) => calling({ phase: { kind } }, { managed })),
    ...[true, false].map((unconfirmed) =>
      calling({ direction: 'in', unconfirmed, phase: { kind: 'ringing', silenced: false } }, { managed }),
    ),
    calling({ trust: verified }, { managed }),
    calling({ local: muted }, { managed }),
    ...[callFixture.local, held].map((local) => calling({ local, remote: held }, { managed })),
    calling({ local: held }, { managed }),
    calling({ phase: { kind: 'reconnecting', since: 1, until: 2 } }, { managed }),
    { ...viewFixture, managed, contacts: changed },
    { ...viewFixture, managed, contacts: recovered },
    { ...viewFixture, managed, notices: failed },
  ];

  it.each(['de', 'en'] as const)('the tray text never names the peer if policy hides names (%s)', (language) => {
    const said = views.map((view) => trayFace(view, desktopTexts[language]).text);
    expect(said.filter((text) => /anna|carla|example/i.test(text))).toEqual([]);
    expect(new Set(said).size).toBeGreaterThan(10);
    expect(said[3]).toBe(
      language === 'de' ? 'Eingehender Anruf, Herkunft nicht belegt' : 'Incoming call, origin not proven',
    );
  });
});
