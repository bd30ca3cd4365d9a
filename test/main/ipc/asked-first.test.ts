// Which commands of a page need a question to the person first, and which question. Nobody is asked in this test.
import { describe, expect, it } from 'vitest';
import { type AskedAbout, type AskedCommand, questionBefore } from '../../../src/main/ipc/asked-first.ts';

type Preferences = Extract<AskedCommand, { readonly name: 'preferences.set' }>['input']['preferences'];
type SettingsNow = AskedAbout['settings'];

const strict: SettingsNow = {
  relay: { server: '', username: '', hasPassword: false },
  relayOnly: true,
  unknownCallers: 'refuse',
  idleLockMinutes: 5,
  historyDays: 30,
  notifications: 'none',
};
const open: SettingsNow = {
  relay: { server: '', username: '', hasPassword: false },
  relayOnly: false,
  unknownCallers: 'ring',
  idleLockMinutes: 0,
  historyDays: 0,
  notifications: 'named-always',
};
const now = (settings: SettingsNow = strict, removedLately = 0): AskedAbout => ({ settings, removedLately });
const start = (host: string) => questionBefore({ name: 'broker.start', input: { host, port: 1883 } }, now());
const set = (preferences: Preferences, settings?: SettingsNow) =>
  questionBefore({ name: 'preferences.set', input: { preferences } }, now(settings));

describe('the person’s own relay', () => {
  const set = (server: string, kept = '') =>
    questionBefore(
      { name: 'relay.set', input: { server, username: 'u', password: 'p' } },
      now({ ...strict, relay: { server: kept, username: 'u', hasPassword: true } }),
    );

  it('a new own relay needs a question that names it', () => {
    expect(set('turn:a.example')).toEqual({ kind: 'relay', server: 'turn:a.example' });
    expect(set('turn:b.example', 'turn:a.example')).toEqual({ kind: 'relay', server: 'turn:b.example' });
  });

  it('removing the own relay, or changing its account, needs no question', () => {
    expect(set('', 'turn:a.example')).toBeUndefined();
    expect(set('turn:a.example', 'turn:a.example')).toBeUndefined();
  });
});

describe('protection of the key', () => {
  it('changing the key’s protection needs a question that names the new protection', () => {
    const asked = (input: object) => questionBefore({ name: 'vault.protect', input }, now());
    expect(asked({ passphrase: 'chosen by a page' })).toEqual({ kind: 'protect', by: 'passphrase' });
    expect(asked({ proof: 'p' })).toEqual({ kind: 'protect', by: 'system' });
  });
});

describe('local brokers', () => {
  it.each(['127.0.0.1', '::1', 'localhost'])('a broker on %s starts without a question', (host) => {
    expect(start(host)).toBeUndefined();
  });

  // Node listens on every address if the host is empty.
  it.each(['0.0.0.0', '::', '', '192.168.1.5', '[::1]', '127.0.0.2', '127.0.0.1 ', '127.1', '0', 'LOCALHOST', 'my-pc'])(
    'a broker on “%s” starts only after a question',
    (host) => expect(start(host)).toEqual({ kind: 'open-broker', port: 1883 }),
  );
});

describe('the list of calls', () => {
  it('clearing the list of calls needs a question', () => {
    expect(questionBefore({ name: 'history.clear' }, now())).toEqual({ kind: 'clear-history' });
  });

  it('removing a tenth call in a short time needs no question, and removing an eleventh needs one', () => {
    expect(questionBefore({ name: 'history.remove' }, now(strict, 9))).toBeUndefined();
    expect(questionBefore({ name: 'history.remove' }, now(strict, 10))).toEqual({ kind: 'remove-calls' });
  });
});

describe('settings', () => {
  it.each<[Preferences, object]>([
    [{ relayOnly: false }, { kind: 'direct' }],
    [{ unknownCallers: 'ring' }, { kind: 'strangers', may: 'ring' }],
    [{ unknownCallers: 'silent' }, { kind: 'strangers', may: 'silent' }],
    [{ idleLockMinutes: 15 }, { kind: 'lock', minutes: 15 }],
    [{ idleLockMinutes: 0 }, { kind: 'lock', minutes: 0 }],
    [{ notifications: 'nameless' }, { kind: 'notifications', may: 'nameless' }],
    [{ notifications: 'named-always' }, { kind: 'notifications', may: 'named-always' }],
    [{ historyDays: 7 }, { kind: 'history', days: 7 }],
    [{ historyDays: 0 }, { kind: 'history', days: 0 }],
  ])('a change that loosens a setting or deletes calls needs a question: %j', (preferences, change) => {
    expect(set(preferences)).toEqual({ kind: 'loosen', changes: [change] });
  });

  it.each<[string, Preferences, SettingsNow]>([
    ['stays as it is', { ...strict }, strict],
    ['stays as it is', { ...open }, open],
    ['is tightened, or keeps calls longer', { ...strict }, open],
    ['locks sooner', { idleLockMinutes: 1 }, strict],
    ['keeps calls longer', { historyDays: 365 }, strict],
    ['only starts the program at login', { startAtLogin: true }, strict],
    ['is not named', {}, strict],
  ])('no question is asked about a setting that %s (%j)', (_what, preferences, settings) => {
    expect(set(preferences, settings)).toBeUndefined();
  });

  it('all settings loosened at once appear in one question', () => {
    const question = set({ ...open, startAtLogin: true });
    expect(question).toMatchObject({ kind: 'loosen' });
    expect(
      (question as { readonly changes: readonly { readonly kind: string }[] }).changes.map(({ kind }) => kind),
    ).toEqual(['direct', 'strangers', 'lock', 'notifications', 'history']);
  });
});
