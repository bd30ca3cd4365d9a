// Which part of main a command reaches, and with which code a refusal is returned. The parts are fakes that record what
// they are asked.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import type { KeysInForce, ReleaseSeen } from '../../../src/contract/global-keys.ts';
import type { CommandName, Input, Reply } from '../../../src/contract/ipc.ts';
import type { Sender } from '../../../src/contract/command-shapes.ts';
import type { AddressClaims } from '../../../src/main/people/claims.ts';
import type { Person } from '../../../src/main/app/fingerprints.ts';
import type { Account } from '../../../src/main/app/account.ts';
import type { Opened } from '../../../src/main/app/opened.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import type { SettingsKept } from '../../../src/main/policy/settings.ts';
import { openBook } from '../../../src/main/contacts/book.ts';
import { pinOf } from '../../../src/main/people/person-pin.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { createHandlers } from '../../../src/main/ipc/handlers.ts';
import type { HandlerParts } from '../../../src/main/ipc/handler-parts.ts';
import type { CallView } from '../../../src/contract/view.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { MemoryHistory } from '../memory-history.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { ADDRESS, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { holds } from '../people/reader-rig.ts';

const OWN_PERSON = new Uint8Array(32).fill(7);
const call = 'a'.repeat(32);
const fromMain: Sender = { kind: 'main', call: '' };
const anna = 'anna@klinik.example';
const done = { ok: true, value: undefined };
const refused = (code: string): object => ({ ok: false, code });
const policy = fixedPolicy();
const settings = createSettings(defaultSettings(['de']), {}, policy);
const settingsStore = new MemoryStore<SettingsKept>();
settings.attach(settingsStore);

function fixture({ others = 'timeout' }: { readonly others?: AddressClaims | 'timeout' } = {}) {
  const asked: unknown[][] = [];
  const remember =
    (name: string, answer: unknown) =>
    (...args: readonly unknown[]): unknown => {
      asked.push([name, ...args]);
      return answer;
    };
  const desk: Record<string, unknown> = Object.fromEntries(
    [
      'place',
      'placeToCompare',
      'answer',
      'decline',
      'silence',
      'hangUp',
      'dismiss',
      'mute',
      'camera',
      'hold',
      'type',
      'confirmCode',
      'mediaFact',
      'move',
      'dismissMove',
    ].map((name) => [name, remember(name, name.startsWith('place') ? { ok: true, value: call } : done)]),
  );
  const views: CallView[] = [];
  const small = { is: false };
  desk['views'] = () => views;
  const stores = { book: new MemoryStore<BookState>(), history: new MemoryHistory() };
  const nothing = (): void => undefined;
  const opened = { book: openBook(stores.book, nothing, nothing), history: stores.history.open() };
  const state: {
    account: Account | undefined;
    opened: Opened | undefined;
    locked?: string;
    isRemoved?: boolean;
    keysInForce?: KeysInForce;
  } = {
    account: {
      desk,
      identity: { address: 'max@klinik.example' },
      person: OWN_PERSON,
      devices: { view: () => ({ isRemoved: state.isRemoved === true }) },
      claims: {
        choose: remember('choose', Promise.resolve('unknown-person')),
        forget: remember('forget', Promise.resolve('cancelled')),
        removeForGood: remember('removeForGood', Promise.resolve('disk')),
        others: remember('others', Promise.resolve(others)),
      },
    } as unknown as Account,
    opened: opened as unknown as Opened,
  };
  const broker = { start: vi.fn<() => Promise<string>>(), stop: remember('stop', Promise.resolve()) };
  const parts = {
    clock: { nowMs: () => 77 },
    profile: {
      account: () => state.account,
      opened: () => state.opened,
      lockCause: () => state.locked,
      lock: remember('lock', Promise.resolve('call-exists')),
      reopen: remember('reopen', 'vault-locked'),
    },
    settings,
    broker,
    policy,
    consent: () => Promise.resolve('yes'),
    fingerprints: {
      ready: ({ address }: Person) => Promise.resolve(`digits of ${address}`),
      pair: (a: Person, b: Person) =>
        Promise.resolve(`digits of ${a.address} ${toHex(a.person)} and ${b.address} ${toHex(b.person)}`),
    },
    notices: { dismiss: remember('notice', undefined) },
    windows: {
      ...Object.fromEntries(
        ['viewOf', 'showCall', 'showCard', 'setSide', 'wantSmall', 'layOut', 'leave'].map((name) => [
          name,
          remember(name, name === 'viewOf' ? viewFixture : name === 'showCard'),
        ]),
      ),
      isSmall: () => small.is,
      windowOf: () => ({ isFullScreen: () => false, setFullScreen: remember('full', undefined) }),
    },
    view: { read: () => ({ ...viewFixture, calls: views }) },
    relaysOf: () => (settings.relay() === undefined ? 'nobody' : 'person'),
    status: { set: remember('status', 'written') },
    keysInForce: () => state.keysInForce,
    openPage: remember('page', Promise.resolve('no-link')),
  };
  const handlers = createHandlers(parts as unknown as HandlerParts);
  const ask = <N extends CommandName>(name: N, input: Input<N>, from: Sender = fromMain): Promise<Reply<unknown>> =>
    Promise.resolve((handlers[name] as (input: Input<N>, from: Sender) => Reply<unknown>)(input, from));
  return { asked, ask, state, stores, opened, broker, desk, views, small };
}
let parts: ReturnType<typeof fixture>;
beforeEach(() => {
  parts = fixture();
});

describe('locks', () => {
  it('locking and unlocking reach the profile, and its refusals are returned', async () => {
    expect(await parts.ask('app.lock', {})).toEqual(refused('call-exists'));
    expect(await parts.ask('app.unlock', {})).toEqual(refused('vault-locked'));
    expect(parts.asked).toEqual([
      ['lock', 'person'],
      ['reopen', 'person'],
    ]);
  });

  it('a locked program refuses call, contact and history commands as app-locked', async () => {
    parts.state.account = undefined;
    parts.state.opened = undefined;
    parts.state.locked = 'idle';
    expect(await parts.ask('call.place', { address: anna, media: 'audio' })).toEqual(refused('app-locked'));
    expect(await parts.ask('contact.add', { address: anna, name: '' })).toEqual(refused('app-locked'));
    expect(await parts.ask('history.clear', {})).toEqual(refused('app-locked'));
  });
});

describe('people at an address', () => {
  it('the command to choose a person passes on the address and the person id, and returns the refusal', async () => {
    const choice = { address: anna, person: 'A'.repeat(43) };
    expect(await parts.ask('contact.choosePerson', choice)).toEqual(refused('unknown-person'));
    expect(parts.asked).toEqual([['choose', anna, choice.person]]);
    parts.state.account = undefined;
    expect(await parts.ask('contact.choosePerson', choice)).toEqual(refused('no-identity'));
  });

  it('the command to forget a person passes on the address and returns the refusal', async () => {
    expect(await parts.ask('contact.forget', { address: anna })).toEqual(refused('cancelled'));
    expect(parts.asked).toEqual([['forget', anna]]);
  });

  it('the command to remove a person for good passes on the address and returns the refusal', async () => {
    expect(await parts.ask('contact.removeForGood', { address: anna })).toEqual(refused('disk'));
    expect(parts.asked).toEqual([['removeForGood', anna]]);
  });

  it('the joint fingerprint is empty until a person is pinned at the address', async () => {
    const read = (): Promise<Reply<unknown>> => parts.ask('contact.readFingerprint', { address: ADDRESS });
    expect(await read()).toEqual({ ok: true, value: '' });
    const pin = pinOf(holds(HandChain.begin(realDevice(1))), 0);
    parts.opened.book.pinNew(ADDRESS, pin);
    const own = `max@klinik.example ${toHex(OWN_PERSON)}`;
    expect(await read()).toEqual({ ok: true, value: `digits of ${own} and ${ADDRESS} ${toHex(pin.person)}` });
    parts.state.account = undefined;
    expect(await read()).toEqual(refused('no-identity'));
  });

  it('other claimants are reported with fingerprints, as none, or as not yet read', async () => {
    const person = new Uint8Array(32);
    const ask = async (others: AddressClaims | 'timeout'): Promise<unknown> => {
      parts = fixture({ others });
      return parts.ask('contact.readOthers', { address: anna });
    };
    expect(await ask('timeout')).toEqual({ ok: true, value: { kind: 'unread' } });
    expect(await ask({ address: anna, claims: [], more: 0 })).toEqual({ ok: true, value: { kind: 'nobody' } });
    const organisation = { kind: 'none' } as const;
    expect(await ask({ address: anna, claims: [{ person, firstSeenMs: 5, organisation }], more: 2 })).toEqual({
      ok: true,
      value: {
        kind: 'others',
        claims: [{ person: 'A'.repeat(43), firstSeen: 5, organisation, fingerprint: `digits of ${anna}` }],
        more: 2,
      },
    });
  });
});

describe('calls', () => {
  it('a removed device places no call', async () => {
    parts.state.isRemoved = true;
    expect(await parts.ask('call.place', { address: anna, media: 'audio' })).toEqual(refused('device-removed'));
    expect(parts.asked).toEqual([]);
  });

  it('a call is placed to the canonical address and returns its id', async () => {
    expect(await parts.ask('call.place', { address: ' Anna@Klinik.example', media: 'video' })).toEqual({
      ok: true,
      value: call,
    });
    expect(parts.asked).toEqual([['place', anna, 'video']]);
  });

  it('a comparison call names the chosen person to the desk, and is refused for one’s own address and on a removed device', async () => {
    const input = { address: ' Anna@Klinik.example', person: 'A'.repeat(43) };
    expect(await parts.ask('call.placeToCompare', input)).toEqual({ ok: true, value: call });
    expect(parts.asked).toEqual([['placeToCompare', anna, new Uint8Array(32)]]);
    expect(await parts.ask('call.placeToCompare', { ...input, address: 'max@klinik.example' })).toEqual(
      refused('own-address'),
    );
    parts.state.isRemoved = true;
    expect(await parts.ask('call.placeToCompare', input)).toEqual(refused('device-removed'));
    expect(parts.asked).toHaveLength(1);
  });

  it('a refusal by the desk is returned with its code', async () => {
    parts.desk['place'] = () => refused('call-exists');
    parts.desk['confirmCode'] = () => refused('code-mismatch');
    expect(await parts.ask('call.place', { address: anna, media: 'video' })).toEqual(refused('call-exists'));
    expect(await parts.ask('code.confirm', { code: '12345678' }, { kind: 'security', call })).toEqual(
      refused('code-mismatch'),
    );
  });

  it.each([
    ['max@klinik.example', 'own-address'],
    ['MAX@klinik.example', 'own-address'],
    ['anna', 'bad-address'],
  ])('a call to %s is refused as %s before the desk is asked', async (address, code) => {
    expect(await parts.ask('call.place', { address, media: 'audio' })).toEqual(refused(code));
    expect(parts.asked).toEqual([]);
  });

  it('answering, declining, silencing, hanging up, dismissing, muting, holding and media facts reach the desk', async () => {
    await parts.ask('call.answer', { call, media: 'audio', forOther: 'hold' });
    await parts.ask('call.decline', { call });
    await parts.ask('call.silence', { call });
    await parts.ask('call.hangUp', { call });
    await parts.ask('call.dismiss', { call });
    await parts.ask('call.mute', { call, mute: true });
    await parts.ask('call.hold', { call, hold: true });
    await parts.ask('media.fact', { kind: 'first-frame', call });
    expect(parts.asked).toEqual([
      ['answer', call, 'audio', 'hold'],
      ['decline', call],
      ['silence', call],
      ['hangUp', call],
      ['dismiss', call],
      ['mute', call, true],
      ['hold', call, true],
      ['mediaFact', { kind: 'first-frame', call }],
    ]);
  });

  it('a call page’s commands apply to its own call', async () => {
    const [stage, security]: readonly Sender[] = [
      { kind: 'stage', call },
      { kind: 'security', call },
    ];
    await parts.ask('own.mute', { mute: true }, stage);
    await parts.ask('own.camera', { on: false }, stage);
    await parts.ask('own.hold', { hold: true }, security);
    await parts.ask('own.move', { device: 'd' }, stage);
    await parts.ask('own.dismissMove', {}, security);
    await parts.ask('own.type', { text: 'ja', done: true }, stage);
    await parts.ask('code.confirm', { code: '12345678' }, security);
    await parts.ask('own.hangUp', {}, stage);
    await parts.ask('own.dismiss', {}, security);
    await parts.ask('window.side', { side: 'text' }, stage);
    await parts.ask('window.small', { on: true }, security);
    await parts.ask('window.grow', {}, stage);
    await parts.ask('window.layout', { head: 44, full: false }, security);
    await parts.ask('window.leave', { backwards: true }, stage);
    expect(parts.asked).toEqual([
      ['mute', call, true],
      ['camera', call, false],
      ['hold', call, true],
      ['move', call, 'd'],
      ['dismissMove', call],
      ['type', call, 'ja', true],
      ['confirmCode', call, '12345678'],
      ['hangUp', call],
      ['dismiss', call],
      ['setSide', call, 'text', 'stage'],
      ['wantSmall', call, true],
      ['wantSmall', call, false],
      ['layOut', call, 44, false],
      ['leave', call, 'stage', true],
    ]);
  });

  it('a stage cannot make a small window full screen, but a security page can', async () => {
    const [stage, security]: readonly Sender[] = [
      { kind: 'stage', call },
      { kind: 'security', call },
    ];
    await parts.ask('window.full', { to: 'other' }, stage);
    parts.small.is = true;
    await parts.ask('window.full', { to: 'other' }, stage);
    await parts.ask('window.full', { to: 'normal' }, stage);
    await parts.ask('window.full', { to: 'other' }, security);
    expect(parts.asked).toEqual([
      ['full', true],
      ['full', false],
      ['full', true],
    ]);
  });

  it('an ended call is dismissed once its peer is called again, and stays if that new call is refused', async () => {
    const from: Sender = { kind: 'security', call };
    parts.views.push({
      ...callFixture,
      id: call,
      address: anna,
      phase: { kind: 'ended', reason: 'no-answer', at: 1, connected: false },
    });
    expect(await parts.ask('ended.callAgain', { media: 'video' }, from)).toEqual(done);
    parts.state.isRemoved = true;
    expect(await parts.ask('ended.callAgain', { media: 'video' }, from)).toEqual(refused('device-removed'));
    expect(parts.asked).toEqual([
      ['place', anna, 'video'],
      ['dismiss', call],
    ]);
  });

  it('a security page can show, resume and hang up the other call unless that call rings', async () => {
    const from: Sender = { kind: 'security', call };
    const beside = { ...callFixture, id: 'b'.repeat(32) };
    const acts = ['other.show', 'other.resume', 'other.hangUp'] as const;
    for (const act of acts) expect(await parts.ask(act, {}, from)).toEqual(refused('unknown-call'));
    parts.views.push({ ...callFixture, id: call }, { ...beside, phase: { kind: 'ringing', silenced: false } });
    for (const act of acts) expect(await parts.ask(act, {}, from)).toEqual(refused('unknown-call'));
    expect(parts.asked).toEqual([]);
    parts.views[1] = beside;
    for (const act of acts) expect(await parts.ask(act, {}, from)).toEqual(done);
    expect(parts.asked).toEqual([
      ['showCall', beside.id],
      ['hold', beside.id, false],
      ['showCall', beside.id],
      ['hangUp', beside.id],
    ]);
  });

  it('a security page brings the card of a second ringing call to the front', async () => {
    expect(await parts.ask('other.showCard', {}, { kind: 'security', call })).toEqual(done);
    expect(parts.asked).toEqual([['showCard']]);
  });

  it('call commands are refused before there is an identity, and media facts are ignored', async () => {
    parts.state.account = undefined;
    expect(await parts.ask('call.place', { address: anna, media: 'audio' })).toEqual(refused('no-identity'));
    expect(await parts.ask('call.hangUp', { call })).toEqual(refused('no-identity'));
    expect(await parts.ask('media.fact', { kind: 'first-frame', call })).toEqual(done);
  });
});

describe('the push-to-talk key while another program is in front', () => {
  it('a push-to-talk key can be set only where its release can be seen, but a key that is already set may stay', async () => {
    const none = { mute: '', talk: '', answer: '', hangUp: '' };
    const set = (talk: string): Promise<Reply<unknown>> =>
      parts.ask('preferences.set', { preferences: { globalKeys: { ...none, talk } } });
    const system = (release: ReleaseSeen): KeysInForce => ({ from: 'system', taken: [], release });
    for (const keys of [system('never'), system('no-display'), { from: 'nobody' } as const]) {
      parts.state.keysInForce = keys;
      expect(await set('Ctrl+Alt+T')).toEqual(refused('not-allowed'));
    }
    for (const release of ['by-display', 'by-system', 'not-allowed'] as const) {
      parts.state.keysInForce = system(release);
      expect([await set('Ctrl+Alt+T'), await set('')]).toEqual([done, done]);
    }
    expect(await set('Ctrl+Alt+T')).toEqual(done);
    parts.state.keysInForce = system('never');
    expect(await set('Ctrl+Alt+T')).toEqual(done);
    parts.state.keysInForce = { from: 'desktop' };
    expect(await set('Ctrl+Alt+K')).toEqual(done);
    expect(await set('')).toEqual(done);
  });
});

describe('relay-only calls', () => {
  it('relay-only cannot be switched on without a relay', async () => {
    const wanted = { preferences: { relayOnly: true } };
    expect(await parts.ask('preferences.set', wanted)).toEqual(refused('no-relay'));
    settings.set({ ownRelay: { server: 'turn:relay.example', username: 'u', password: 'p' } });
    expect(await parts.ask('preferences.set', wanted)).toEqual(done);
    settings.set({ ownRelay: { server: '', username: '', password: '' } });
    expect(await parts.ask('preferences.set', wanted)).toEqual(done); // it is switched on already
    settings.set({ relayOnly: false });
  });
});

describe('contacts', () => {
  it('a contact is added once under its canonical address, and its removal can be undone', async () => {
    expect(await parts.ask('contact.add', { address: 'ANNA@klinik.example', name: ' Anna ' })).toEqual(done);
    expect(await parts.ask('contact.add', { address: anna, name: '' })).toEqual(refused('contact-exists'));
    expect(await parts.ask('contact.remove', { address: anna })).toEqual(done);
    expect(await parts.ask('contact.remove', { address: anna })).toEqual(refused('unknown-contact'));
    expect(await parts.ask('contact.restore', { address: anna })).toEqual(done);
    expect(parts.opened.book.contacts().map(({ address, name }) => [address, name])).toEqual([[anna, 'Anna']]);
  });

  it('a contact whose address is no longer valid stays, can be removed, and cannot be called', async () => {
    const address = '\u0430nna@klinik.example';
    parts.opened.book.add(address, 'Anna');
    expect(parts.opened.book.contacts()).toMatchObject([{ address, name: 'Anna' }]);
    expect(await parts.ask('call.place', { address, media: 'audio' })).toEqual(refused('bad-address'));
    expect(await parts.ask('contact.remove', { address })).toEqual(done);
    expect(parts.opened.book.contacts()).toEqual([]);
    expect(await parts.ask('contact.add', { address, name: 'Anna' })).toEqual(refused('bad-address'));
  });

  it.each([
    [{ address: 'max@klinik.example', name: '' }, 'own-address'],
    [{ address: 'x', name: '' }, 'bad-address'],
    [{ address: anna, name: 'a\u0000b' }, 'bad-name'],
  ])('adding the contact %j is refused as %s', async (input, code) => {
    expect(await parts.ask('contact.add', input)).toEqual(refused(code));
    expect(parts.stores.book.writes).toBe(0);
  });

  it('acknowledging a recovery is refused if there was no recovery, and does not end a dispute', async () => {
    await parts.ask('contact.add', { address: anna, name: '' });
    expect(await parts.ask('contact.acceptKey', { address: anna })).toEqual(refused('unknown-contact'));
    parts.opened.book.noteDispute(anna, 1);
    expect(await parts.ask('contact.acceptKey', { address: anna })).toEqual(refused('unknown-contact'));
    expect(parts.opened.book.trustOf(anna).kind).toBe('changed');
  });

  it.each([
    [true, 'pinned'],
    [false, 'verified'],
  ])('with VerifyAfterRecovery %s, a contact whose recovery was acknowledged counts as %s', async (isWanted, kind) => {
    policy.set({ VerifyAfterRecovery: isWanted });
    const { book } = parts.opened;
    const [own, next] = [realDevice(1), realDevice(2)];
    const begun = HandChain.begin(own);
    book.pinNew(ADDRESS, pinOf(holds(begun), 1));
    book.markVerified(ADDRESS, begun.person, 2);
    book.follow(ADDRESS, { kind: 'follow', held: holds(begun.adding(own, next)), isRecovered: true }, 3);
    expect(await parts.ask('contact.acceptKey', { address: ADDRESS })).toEqual(done);
    expect(book.trustOf(ADDRESS)).toMatchObject({ kind });
  });

  it('always-ring can be set for existing contacts only, and a full disk is reported', async () => {
    const change = { address: ' Anna@Klinik.example', always: true };
    expect(await parts.ask('contact.ringAlways', change)).toEqual(refused('unknown-contact'));
    await parts.ask('contact.add', { address: anna, name: '' });
    expect(await parts.ask('contact.ringAlways', change)).toEqual(done);
    expect(parts.opened.book.contact(anna)).toEqual({ name: '', alwaysRings: true });
    parts.stores.book.isFull = true;
    expect(await parts.ask('contact.ringAlways', change)).toEqual(refused('disk'));
  });

  it('a contact’s call record stays when it is seen, and can be removed and restored', async () => {
    const past = { id: call, direction: 'in', address: anna } as const;
    const line = { name: '', media: 'audio', at: 1, durationMs: 0, verified: false, outcome: 'no-answer' } as const;
    parts.stores.history.contacts.add(anna);
    parts.opened.history.add({ ...past, ...line });
    expect(await parts.ask('history.see', {})).toEqual(done);
    expect(parts.opened.history.entries()).toEqual([{ ...past, ...line }]);
    expect(await parts.ask('history.restore', past)).toEqual(refused('unknown-entry'));
    expect(await parts.ask('history.remove', past)).toEqual(done);
    expect(parts.opened.history.entries()).toEqual([]);
    expect(await parts.ask('history.remove', past)).toEqual(refused('unknown-entry'));
    expect(await parts.ask('history.restore', past)).toEqual(done);
    expect(parts.opened.history.entries()).toHaveLength(1);
    parts.stores.history.fill(true);
    expect(await parts.ask('history.remove', past)).toEqual(refused('disk'));
  });

  it('calls beyond the newest 200 are read page by page', async () => {
    const line = { address: anna, direction: 'out', name: '', media: 'audio', durationMs: 0, verified: false } as const;
    for (let at = 1; at <= 203; at++) parts.opened.history.add({ ...line, id: String(at), at, outcome: 'declined' });
    const [last] = parts.opened.history.newest().slice(-1);
    expect(last?.at).toBe(4);
    const before = { id: '4', direction: 'out', address: anna, at: 4 } as const;
    const page = (entries: readonly number[], isOldest: boolean) => ({
      ok: true,
      value: { entries: entries.map((at) => expect.objectContaining({ at }) as unknown), isOldest, keptAside: 0 },
    });
    expect(await parts.ask('history.read', { before, limit: 2 })).toEqual(page([3, 2], false));
    expect(await parts.ask('history.read', { before, limit: 0 })).toEqual(page([], false));
    expect(await parts.ask('history.read', { before, limit: 200 })).toEqual(page([3, 2, 1], true));
    parts.state.opened = undefined;
    expect(await parts.ask('history.read', { limit: 1 })).toEqual(refused('no-identity'));
  });

  it('contact and history commands return `disk` on a failed write and `no-identity` before the vault is open', async () => {
    parts.stores.book.isFull = true;
    parts.stores.history.fill(true);
    expect(await parts.ask('contact.add', { address: anna, name: '' })).toEqual(refused('disk'));
    expect(await parts.ask('history.clear', {})).toEqual(refused('disk'));
    parts.state.opened = undefined;
    expect(await parts.ask('contact.add', { address: anna, name: '' })).toEqual(refused('no-identity'));
    expect(await parts.ask('history.clear', {})).toEqual(refused('no-identity'));
  });
});

describe('settings', () => {
  it.each(['http://b.example', 'b.example', 'mqtt://user:pass@b.example', 'mqtt://'])(
    'the broker address %s is refused and the settings stay',
    async (brokerUrl) => {
      expect(await parts.ask('settings.set', { settings: { brokerUrl } })).toEqual(refused('bad-broker'));
      expect(settings.read().brokerUrl).toBe('');
    },
  );

  it('a chosen camera is saved and changes no other setting', async () => {
    const before = settings.read();
    expect(await parts.ask('devices.set', { devices: { camera: 'c1' } })).toEqual(done);
    expect(settings.read()).toMatchObject({ camera: 'c1', microphone: '', brokerUrl: '' });
    expect(settings.read()).toEqual({ ...before, camera: 'c1' });
  });

  it('settings are saved, and a failed write returns `disk`', async () => {
    expect(await parts.ask('settings.set', { settings: { brokerUrl: 'mqtts://b.example' } })).toEqual(done);
    expect(await parts.ask('language.set', { language: 'en' })).toEqual(done);
    settingsStore.isFull = true;
    expect(await parts.ask('language.set', { language: 'de' })).toEqual(refused('disk'));
    expect(settings.read()).toMatchObject({ brokerUrl: 'mqtts://b.example', language: 'en' });
  });
});

describe('other commands', () => {
  it('the local broker starts at the given address and stops, and a used port is reported', async () => {
    parts.broker.start.mockResolvedValueOnce('running').mockResolvedValueOnce('broker-in-use');
    const address = { host: '127.0.0.1', port: 1883 };
    expect(await parts.ask('broker.start', address)).toEqual(done);
    expect(await parts.ask('broker.start', address)).toEqual(refused('broker-in-use'));
    expect(parts.broker.start).toHaveBeenCalledWith(address);
    expect(await parts.ask('broker.stop', {})).toEqual(done);
  });

  it('a page of the organisation is opened by its kind, and a missing page is reported', async () => {
    expect(await parts.ask('link.open', { page: 'imprint' })).toEqual(refused('no-link'));
    expect(parts.asked).toEqual([['page', 'imprint']]);
  });

  it('reading the view, setting the status, showing a call window and dismissing notices reach their parts', async () => {
    expect(await parts.ask('view.read', {})).toEqual({ ok: true, value: viewFixture });
    await parts.ask('status.set', { status: 'dnd' });
    await parts.ask('call.showWindow', { call });
    await parts.ask('notice.dismiss', { index: 1 });
    expect(parts.asked).toEqual([
      ['viewOf', fromMain, viewFixture],
      ['status', 'dnd', undefined],
      ['showCall', call],
      ['notice', 1],
    ]);
  });
});
