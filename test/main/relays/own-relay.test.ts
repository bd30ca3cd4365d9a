import { describe, expect, it } from 'vitest';
import type { Input } from '../../../src/contract/ipc.ts';
import type { Support } from '../../../src/main/doctor/support.ts';
import { relayHandlers } from '../../../src/main/ipc/relay-handlers.ts';
import { createSettings, defaultSettings, type SettingsKept } from '../../../src/main/policy/settings.ts';
import { relaysOf, withOwnRelay } from '../../../src/main/relays/own-relay.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const own = { server: 'turns:relay.example:443', username: 'anna', password: 'secret' };
const done = { ok: true, value: undefined };
const refused = (code: string) => ({ ok: false, code });
const from = { kind: 'main', call: '' } as const;

describe('the choice between the person’s and the organisation’s relays', () => {
  it('the person’s relay is used if policy names none', () => {
    const values = fixedPolicy().values();
    expect(relaysOf(values, undefined)).toBe('nobody');
    expect(relaysOf(values, own)).toBe('person');
    expect(withOwnRelay(values, undefined)).toBe(values);
    expect(withOwnRelay(values, own)).toMatchObject({
      TurnServers: [own.server],
      TurnUsername: own.username,
      TurnPassword: own.password,
    });
  });

  it.each([{ TurnServers: ['turn:site.example'] }, { TurnCredentialsUrl: 'https://site.example/turn' }])(
    'the organisation’s relays are used if policy says %j, whatever the person has set',
    (policy) => {
      const values = fixedPolicy(policy).values();
      expect(relaysOf(values, own)).toBe('organisation');
      expect(withOwnRelay(values, own)).toBe(values);
    },
  );
});

/** The handlers over stored settings; the relay probe returns `not-authorised` if there is a relay. */
function fixture(policy: Parameters<typeof fixedPolicy>[0] = {}) {
  const settings = createSettings(defaultSettings(['en']), {}, fixedPolicy(policy));
  const store = new MemoryStore<SettingsKept>();
  settings.attach(store);
  const support: Pick<Support, 'testRelay'> = {
    testRelay: () => Promise.resolve(settings.relay() === undefined ? undefined : 'not-authorised'),
  };
  const handlers = relayHandlers({
    settings,
    support,
    relaysOf: () => relaysOf(fixedPolicy(policy).values(), settings.relay()),
  });
  const set = (relay: Input<'relay.set'>) => handlers['relay.set'](relay, from);
  return { settings, store, set, test: () => handlers['relay.test']({}, from) };
}

describe('the person’s relay', () => {
  it('the person’s relay is saved with its password, which no page gets, and can be removed', async () => {
    const { settings, store, set, test } = fixture();
    expect(await test()).toEqual(refused('no-relay'));
    expect(await set(own)).toEqual(done);
    expect(settings.read().relay).toEqual({ server: own.server, username: own.username, hasPassword: true });
    expect(JSON.stringify(settings.read())).not.toContain(own.password);
    expect([settings.relay(), store.read()?.ownRelay]).toEqual([own, own]);
    expect(await test()).toEqual({ ok: true, value: 'not-authorised' });
    expect(await set({ server: '', username: '' })).toEqual(done);
    expect([settings.relay(), settings.read().relay.hasPassword]).toEqual([undefined, false]);
    expect(JSON.stringify(store.read())).not.toContain(own.password);
  });

  it('the relay password applies only to the server it was entered for', async () => {
    const { settings, set } = fixture();
    const { server, username } = own;
    await set(own);
    expect(await set({ server, username: 'berg' })).toEqual(done);
    expect(settings.relay()).toEqual({ ...own, username: 'berg' });
    expect(await set({ server: 'turns:elsewhere.example:443', username })).toEqual(refused('relay-account'));
    expect(settings.relay()?.server).toBe(server);
  });

  it.each(['https://relay.example', 'turn:', 'relay.example:3478', 'stun:relay.example'])(
    'the relay address %j is refused, and the old setting stays',
    async (server) => {
      const { settings, set } = fixture();
      await set(own);
      expect(await set({ ...own, server })).toEqual(refused('bad-relay'));
      expect(settings.relay()).toEqual(own);
    },
  );

  it('the person’s relay needs a user name and a password, and is locked if policy names relays', async () => {
    const { server } = own;
    expect(await fixture().set({ ...own, username: '' })).toEqual(refused('relay-account'));
    expect(await fixture().set({ ...own, password: '' })).toEqual(refused('relay-account'));
    expect(await fixture({ TurnServers: [server] }).set(own)).toEqual(refused('locked'));
  });

  it('the person’s relay is unavailable while the program is locked and returns afterwards', async () => {
    const { settings, store, set } = fixture();
    await set(own);
    settings.lock();
    expect(settings.relay()).toBeUndefined();
    settings.attach(store);
    expect(settings.relay()).toEqual(own);
  });
});
