// After the use of a key, the worker has neither its key object nor a byte of what was granted, and main has wiped the
// secret (protocol §6, §7). Key objects are looked for in the heap itself, so an overlooked list cannot hide one.
import { queryObjects } from 'node:v8';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bindToClock, type RealWorker, unbind } from './support/real-worker.ts';
import { SealedLine, withRealWorkers } from './support/sealed-line.ts';
import { SecretWatch } from './support/secrets.ts';
import { call, hangUp, type Person, strangers, type World } from './support/world.ts';

const MINUTE = 60_000;
const AHEAD = 7; // the step in use and six ahead
const PER_WORKER = 3 + 3 * AHEAD; // three streams: one key to seal, seven to open

let secrets: SecretWatch;
let world: World;
let anna: Person;
let ben: Person;
let workers: ReadonlyMap<Person, RealWorker>;
let line: SealedLine;
let identities: number;

beforeEach(async () => {
  secrets = new SecretWatch();
  ({ world, anna, ben } = strangers());
  identities = secrets.held().length; // the two keys of each device
  bindToClock(world.clock);
  workers = withRealWorkers(world, anna, ben);
  await call(anna, ben, 'video');
  line = new SealedLine(world, workers, anna, ben, 'gone');
  await line.speak(5000, 20);
});
afterEach(() => {
  unbind();
  vi.restoreAllMocks();
});

const NONE = queryObjects(CryptoKey, { format: 'count' }); // counts the prototypes
/** The key objects that are still reachable anywhere in this process after a garbage collection. */
const keysInMemory = (): number => queryObjects(CryptoKey, { format: 'count' }) - NONE;

/** The salts not yet erased, of all that the workers were ever granted. The raw keys must be zeros by now. */
function saltsLeft(): readonly string[] {
  return [...workers].flatMap(([person, { delivered }]) =>
    delivered.flatMap(({ kind, stream, generation, step, key, salt }) => {
      expect(key.every((byte) => byte === 0)).toBe(true);
      const name = `${person.address} ${kind} ${stream}: ${generation}/${step}`;
      return salt.some((byte) => byte !== 0) ? [name] : [];
    }),
  );
}

describe('two seconds after a step', () => {
  test('two seconds after a step neither the workers nor main hold a key of the old step', async () => {
    const before = new Set(secrets.held());
    expect(keysInMemory()).toBe(2 * PER_WORKER);
    await line.speak(10 * MINUTE, 500);
    await line.speak(4000, 20);
    expect([anna, ben].map(({ view }) => view?.numbers.step)).toEqual([1, 1]);
    expect(keysInMemory()).toBe(2 * PER_WORKER);
    expect(saltsLeft().filter((name) => name.endsWith('0/0'))).toEqual([]);
    expect(saltsLeft()).toHaveLength(2 * PER_WORKER);
    // The base keys of both directions have moved on. The session keys and the chain key stay for the whole generation.
    const old = secrets.held().filter((secret) => before.has(secret));
    expect(old).toHaveLength(identities + 2 * 3);
  });
});

describe('after a rekey', () => {
  test('a rekey erases the old media keys after two seconds and the last old session key after a minute', async () => {
    const before = new Set(secrets.held());
    anna.page.port = () => expect.fail('one worker a call');
    workers.get(anna)?.tell({ kind: 'lost-window', stream: 0 });
    await line.speak(4000, 20);
    expect([anna, ben].map(({ view }) => view?.numbers.generation)).toEqual([1, 1]);
    expect(keysInMemory()).toBe(2 * PER_WORKER);
    expect(saltsLeft().filter((name) => / 0\/\d$/.test(name))).toEqual([]);
    // What remains is the key that opens late messages of the old session: one on each side (protocol §6).
    const old = (): readonly unknown[] => secrets.held().filter((secret) => before.has(secret));
    expect(old()).toHaveLength(identities + 2);
    await line.speak(60_000, 500);
    expect(old()).toHaveLength(identities);
  });

  test('the secrets of an unfinished rekey are erased when the call ends', async () => {
    world.broker.mischief = (parcel) => (parcel.from === ben.device ? [] : [parcel]); // `rekeyed` never arrives
    workers.get(anna)?.tell({ kind: 'lost-window', stream: 0 });
    await line.speak(10_000, 100);
    expect([anna, ben].map(({ view }) => view?.numbers.generation)).toEqual([0, 1]);
    world.broker.mischief = (parcel) => [parcel];
    await hangUp(anna, ben);
    await world.clock.advance(1000);
    expect(secrets.held()).toHaveLength(identities);
    expect(keysInMemory()).toBe(0);
  });
});

describe('after a call', () => {
  test.each(['the caller', 'the callee'])(
    'no key or secret of the call remains at either side after %s hangs up',
    async (who) => {
      const [ends, hears] = who === 'the caller' ? [anna, ben] : [ben, anna];
      ends.hangUp();
      await hears.waitFor('ended');
      await world.clock.advance(10);
      expect(keysInMemory()).toBe(0);
      expect(saltsLeft()).toEqual([]);
      expect(secrets.held()).toHaveLength(identities);
      expect(secrets.count).toBeGreaterThan(100); // proves that the watch has seen secrets
    },
  );

  test('a side that never receives the hang-up erases its keys when it ends the call itself', async () => {
    world.broker.setOnline(ben.device, false);
    for (const { page } of [anna, ben]) page.lose();
    anna.hangUp();
    await ben.waitFor('ended', 60_000);
    await world.clock.advance(10);
    expect(keysInMemory()).toBe(0);
    expect(secrets.held()).toHaveLength(identities);
  });
});

describe('calls that this device does not answer', () => {
  test.each(['cancelled', 'declined', 'not answered', 'answered on another device'])(
    'a call that is %s leaves no secret behind',
    async (how) => {
      await hangUp(anna, ben);
      const phone = world.person(ben.address, 'two', ben);
      await world.clock.advance(70_000);
      const before = secrets.held().length; // the long-lived keys alone
      anna.place(ben);
      await ben.waitFor('ringing');
      await phone.waitFor('ringing');
      if (how === 'cancelled') anna.hangUp();
      if (how === 'declined') phone.desk.decline(phone.id);
      if (how === 'not answered') await world.clock.advance(60_000);
      if (how === 'answered on another device') {
        phone.answer();
        await anna.waitFor('live');
        await ben.waitFor('ended');
        anna.hangUp();
      }
      for (const person of [anna, ben, phone]) await person.waitFor('ended');
      await world.clock.advance(10);
      expect(keysInMemory()).toBe(0);
      expect(secrets.held()).toHaveLength(before);
    },
  );
});

test('a forged INVITE leaves no secret behind', async () => {
  await hangUp(anna, ben);
  const seen = world.broker.sent.find(({ from, to }) => from === anna.device && to === ben.device);
  if (seen === undefined) throw new Error('no INVITE was sent');
  for (const at of [1, 40, 90, seen.bytes.length - 1]) {
    // Byte 5 changes the call id, so that the INVITE belongs to another call.
    const bytes = seen.bytes.map((byte, i) => (i === at || i === 5 ? byte ^ 1 : byte));
    world.broker.inject({ ...seen, bytes, delayMs: 0 });
    await world.clock.advance(1000);
  }
  expect(secrets.held()).toHaveLength(identities);
});
