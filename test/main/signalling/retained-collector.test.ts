// Readings of the directory and watched hints, with a clock and a connection to a broker under the test's control.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, utf8 } from '../../../src/core/bytes.ts';
import { chainFilter, chainTopic, hintTopic, readTopic } from '../../../src/core/signal/topics.ts';
import { createMarkers, type Markers } from '../../../src/main/signalling/marker.ts';
import { createRetainedCollector, type RetainedCollector } from '../../../src/main/signalling/retained-collector.ts';
import type { DirectoryPart } from '../../../src/main/signalling/transport.ts';
import { FakeConnection } from './fake-connection.ts';
import { ANNA, BERT, CARL, castOf } from './connection-scene.ts';
import { heldClock, systemRandom } from './test-clock.ts';

const TAG = castOf(0).tag;
const BOUNDS = { timeoutMs: 3000, mostPayloads: 80, mostBytes: 1024 * 1024 };
const HOUR_MS = 3_600_000;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const stranger = (n: number): string => castOf(n).annaId;

let clock: ReturnType<typeof heldClock>;
let markers: Markers;
let collector: RetainedCollector;
let floods: number;
let line: FakeConnection;

beforeEach(() => {
  clock = heldClock();
  markers = createMarkers('own', clock, (length) => new Uint8Array(length).fill(97));
  floods = 0;
  collector = createRetainedCollector(markers, clock, systemRandom, () => floods++);
  line = new FakeConnection();
  collector.attach(line);
});

/** Delivers a message of the broker. Without `by` it names no subscription, like RabbitMQ's retained messages. */
function come(topic: string, payload: string | Bytes, by?: number, retained = true): void {
  const read = readTopic(topic);
  if (read?.kind !== 'chain' && read?.kind !== 'hint') throw new Error('no topic of the directory');
  const bytes = typeof payload === 'string' ? utf8(payload) : payload;
  const device = read.kind === 'chain' ? read.device : undefined;
  const identifiers = by === undefined ? [] : [by];
  collector.arrived({ topic, userTag: read.userTag, device, payload: bytes, retained, identifiers });
}

/** The broker accepts the last marker, does not send it back, and is then quiet for a moment. */
async function markerPasses(at = line): Promise<void> {
  await settled();
  at.published.at(-1)?.answer('sent');
  await settled();
  clock.advance(1000); // as long as an echo is awaited
  await settled();
  clock.advance(250);
  await settled();
}

const part = (
  chains: Readonly<Record<string, string>>,
  isWhole: boolean,
  hint?: string,
  isFlooded = false,
): DirectoryPart => ({
  chains: new Map(Object.entries(chains).map(([device, text]) => [device, utf8(text)])),
  hint: hint === undefined ? undefined : utf8(hint),
  isWhole,
  ...(isFlooded && { isFlooded }),
});

describe('readings by exact names', () => {
  test('a reading by name sends one SUBSCRIBE, ends when the last chain arrives, and unsubscribes all names', async () => {
    const reading = collector.read(TAG, { devices: [ANNA, BERT] }, BOUNDS);
    const topics = [chainTopic(TAG, ANNA), chainTopic(TAG, BERT)];
    expect(line.subscribes.map((one) => one.topics)).toEqual([topics]);
    await settled();
    come(chainTopic(TAG, BERT), 'of bert', line.identifiers[0]);
    come(chainTopic(TAG, ANNA), 'of anna', line.identifiers[0]);
    expect(await reading).toEqual(part({ [BERT]: 'of bert', [ANNA]: 'of anna' }, true));
    expect(line.unsubscribed).toEqual(topics);
  });

  test('a reading ends without the chain of a device that has none, once the broker accepts the marker and is silent', async () => {
    const reading = collector.read(TAG, { devices: [ANNA, BERT] }, BOUNDS);
    come(chainTopic(TAG, ANNA), 'of anna');
    await markerPasses();
    expect(await reading).toEqual(part({ [ANNA]: 'of anna' }, true));
  });

  test('a reading continues while messages still arrive after the marker', async () => {
    const reading = collector.read(TAG, { devices: [ANNA, BERT, CARL] }, BOUNDS);
    await settled();
    line.published[0]?.answer('sent');
    await settled();
    clock.advance(1000);
    for (const device of [ANNA, BERT]) {
      await settled();
      clock.advance(200);
      come(chainTopic(TAG, device), 'late');
    }
    await settled();
    clock.advance(100);
    await settled();
    clock.advance(250);
    expect(await reading).toEqual(part({ [ANNA]: 'late', [BERT]: 'late' }, true));
  });

  test('a hint rewritten five times a second does not prolong a reading', async () => {
    const reading = collector.read(TAG, { devices: [ANNA], isEverybody: true }, BOUNDS);
    await settled();
    come(hintTopic(TAG), 'first');
    line.published[0]?.answer('sent');
    await settled();
    clock.advance(1000);
    await settled();
    clock.advance(200);
    come(hintTopic(TAG), 'second');
    await settled();
    clock.advance(50);
    expect(await reading).toEqual(part({}, true, 'second'));
  });

  test('a name that the broker refuses leaves the reading incomplete', async () => {
    line.answerSubscribe = async () => 'refused';
    const reading = collector.read(TAG, { devices: [ANNA] }, BOUNDS);
    await markerPasses();
    expect(await reading).toEqual(part({}, false));
  });

  test('after the broker refuses a name, no name is subscribed for a minute, even on a new connection', async () => {
    line.answerSubscribe = async () => 'refused';
    const reading = collector.read(TAG, { devices: [ANNA] }, BOUNDS);
    await settled();
    collector.detach(); // RabbitMQ ends the connection as well
    line = new FakeConnection();
    collector.attach(line);
    expect(await reading).toEqual(part({}, false));
    expect(await collector.read(TAG, { devices: [BERT] }, BOUNDS)).toEqual(part({}, false));
    expect(line.subscribes).toEqual([]);
    clock.advance(60_000);
    void collector.read(TAG, { devices: [ANNA] }, BOUNDS);
    expect(line.subscribed).toEqual([chainTopic(TAG, ANNA)]);
  });

  test('a reading that runs out of time returns what has arrived, or `timeout` if the broker has sent nothing', async () => {
    line.answerSubscribe = () => new Promise(() => undefined);
    const silent = collector.read(TAG, { devices: [BERT] }, BOUNDS);
    const slow = collector.read(TAG, { devices: [ANNA, CARL] }, BOUNDS);
    come(chainTopic(TAG, ANNA), 'of anna');
    clock.advance(3000);
    expect(await silent).toBe('timeout');
    expect(await slow).toEqual(part({ [ANNA]: 'of anna' }, false));
  });

  test('a reading of no names asks nothing and is complete', async () => {
    expect(await collector.read(TAG, {}, BOUNDS)).toEqual(part({}, true));
    expect(line.subscribes).toEqual([]);
  });
});

describe('readings of everybody’s chains, and floods', () => {
  test('a reading of everybody’s chains sends the wildcard in a SUBSCRIBE with its own identifier', async () => {
    const reading = collector.read(TAG, { isEverybody: true, devices: [ANNA] }, BOUNDS);
    expect(line.subscribes.map(({ topics }) => topics)).toEqual([
      [chainTopic(TAG, ANNA), hintTopic(TAG)],
      [chainFilter(TAG)],
    ]);
    expect(new Set(line.identifiers).size).toBe(2);
    come(hintTopic(TAG), 'a hint', line.identifiers[0]);
    come(chainTopic(TAG, BERT), 'of bert', line.identifiers[1]);
    await markerPasses();
    expect(await reading).toEqual(part({ [BERT]: 'of bert' }, true, 'a hint'));
    expect(line.unsubscribed).toEqual([chainTopic(TAG, ANNA), hintTopic(TAG), chainFilter(TAG)]);
  });

  test('a refused wildcard leaves the named part complete and is not tried for an hour', async () => {
    line.answerSubscribe = async (topics) => (topics.includes(chainFilter(TAG)) ? 'refused' : 'subscribed');
    const reading = collector.read(TAG, { isEverybody: true, devices: [ANNA] }, BOUNDS);
    await settled();
    // RabbitMQ ends the connection as well.
    collector.detach();
    line = new FakeConnection();
    collector.attach(line);
    expect(line.subscribed).toEqual([chainTopic(TAG, ANNA), hintTopic(TAG)]);
    come(chainTopic(TAG, ANNA), 'of anna');
    come(hintTopic(TAG), 'a hint');
    expect(await reading).toEqual(part({ [ANNA]: 'of anna' }, true, 'a hint'));
    clock.advance(HOUR_MS);
    void collector.read(TAG, { isEverybody: true }, BOUNDS);
    expect(line.subscribed).toContain(chainFilter(TAG));
  });

  test('the 81st chain ends a reading, and the chains of that address are not read by wildcard for a day', async () => {
    const reading = collector.read(TAG, { isEverybody: true }, BOUNDS);
    come(hintTopic(TAG), 'a hint', line.identifiers[0]);
    for (let n = 0; n < 80; n++) come(chainTopic(TAG, stranger(n)), 'claim', line.identifiers[1]);
    await settled();
    expect(line.unsubscribed).toEqual([]);
    come(chainTopic(TAG, stranger(80)), 'claim', line.identifiers[1]);
    const read = await reading;
    if (read === 'timeout') throw new Error(read);
    expect([read.chains.size, read.isWhole]).toEqual([80, false]);
    // A late message is dropped and causes no UNSUBSCRIBE.
    const asked = line.unsubscribed.length;
    for (let n = 81; n < 90; n++) come(chainTopic(TAG, stranger(n)), 'claim', line.identifiers[1]);
    expect(line.unsubscribed).toHaveLength(asked);
    const count = (): number => line.subscribed.filter((filter) => filter === chainFilter(TAG)).length;
    const next = collector.read(TAG, { isEverybody: true }, BOUNDS);
    come(hintTopic(TAG), 'a hint', line.identifiers[2]);
    expect([await next, count()]).toEqual([part({}, false, 'a hint', true), 1]);
    void collector.read(castOf(1).tag, { isEverybody: true }, BOUNDS);
    expect(line.subscribed).toContain(chainFilter(castOf(1).tag));
    clock.advance(24 * HOUR_MS);
    void collector.read(TAG, { isEverybody: true }, BOUNDS);
    expect(count()).toBe(2);
  });

  test('a flood in two readings of one address asks for one new connection', async () => {
    const flood = { ...BOUNDS, mostPayloads: 1 };
    const all = [1, 2].map(() => collector.read(TAG, { isEverybody: true }, flood));
    const [, first = 0, , second = 0] = line.identifiers;
    for (const by of [first, second]) come(chainTopic(TAG, stranger(0)), 'claim', by);
    expect(floods).toBe(0);
    for (const by of [first, second]) come(chainTopic(TAG, stranger(1)), 'claim', by);
    expect(floods).toBe(1);
    // On the new connection the readings ask for the hint and for no chains.
    collector.detach();
    line = new FakeConnection();
    collector.attach(line);
    expect(new Set(line.subscribed)).toEqual(new Set([hintTopic(TAG)]));
    for (const by of line.identifiers) come(hintTopic(TAG), 'a hint', by);
    expect(await Promise.all(all)).toEqual([1, 2].map(() => part({ [stranger(0)]: 'claim' }, false, 'a hint', true)));
  });

  test('too many chains by exact name end a reading and ask for no new connection', async () => {
    const reading = collector.read(TAG, { devices: [ANNA, BERT] }, { ...BOUNDS, mostPayloads: 1 });
    for (const device of [ANNA, BERT]) come(chainTopic(TAG, device), 'chain', line.identifiers[0]);
    expect(await reading).toEqual(part({ [ANNA]: 'chain' }, false, undefined, true));
    expect(floods).toBe(0);
  });

  test('more than a mebibyte of chains ends a reading', async () => {
    const reading = collector.read(TAG, { isEverybody: true }, BOUNDS);
    come(hintTopic(TAG), 'a hint', line.identifiers[0]);
    const large = 'x'.repeat(60_000);
    for (let n = 0; n < 18; n++) come(chainTopic(TAG, stranger(n)), large, line.identifiers[1]);
    const read = await reading;
    if (read === 'timeout') throw new Error(read);
    expect([read.chains.size, read.isWhole]).toEqual([17, false]);
  });

  test('a flood that precedes the hint ends the reading once the hint arrives', async () => {
    const reading = collector.read(TAG, { isEverybody: true }, { ...BOUNDS, mostPayloads: 2 });
    for (let n = 0; n < 9; n++) come(chainTopic(TAG, stranger(n)), 'claim', line.identifiers[1]);
    come(hintTopic(TAG), 'a hint', line.identifiers[0]);
    const chains = { [stranger(0)]: 'claim', [stranger(1)]: 'claim' };
    expect(await reading).toEqual(part(chains, false, 'a hint', true));
  });
});

describe('which messages count', () => {
  test('a reading ignores chains of another subscription or another name, chains not retained, and chains of more than 64,000 bytes', async () => {
    const reading = collector.read(TAG, { devices: [ANNA] }, BOUNDS);
    const [own = 0] = line.identifiers;
    come(chainTopic(TAG, ANNA), 'of an earlier start', 7);
    come(chainTopic(TAG, BERT), 'asked by nobody', own);
    come(chainTopic(TAG, ANNA), 'not retained', own, false);
    come(chainTopic(TAG, ANNA), new Uint8Array(64_001), own);
    expect(await reading).toEqual(part({}, true));
  });

  test('a chain replaced or deleted during a reading is read in its latest state', async () => {
    const reading = collector.read(TAG, { isEverybody: true }, BOUNDS);
    const [, all = 0] = line.identifiers;
    for (const text of ['first', 'second']) come(chainTopic(TAG, ANNA), text, all);
    for (const text of ['first', '']) come(chainTopic(TAG, BERT), text, all);
    await markerPasses();
    expect(await reading).toEqual(part({ [ANNA]: 'second' }, true));
  });

  test('two readings of one name get their own answers, and only the last to end unsubscribes the name', async () => {
    const first = collector.read(TAG, { devices: [ANNA] }, BOUNDS);
    const second = collector.read(TAG, { devices: [ANNA, BERT] }, BOUNDS);
    const [one = 0, two = 0] = line.identifiers;
    come(chainTopic(TAG, ANNA), 'then', one);
    expect(await first).toEqual(part({ [ANNA]: 'then' }, true));
    expect(line.unsubscribed).toEqual([]);
    come(chainTopic(TAG, ANNA), 'later', two);
    come(chainTopic(TAG, BERT), 'of bert', two);
    expect(await second).toEqual(part({ [ANNA]: 'later', [BERT]: 'of bert' }, true));
    expect(line.unsubscribed).toEqual([chainTopic(TAG, ANNA), chainTopic(TAG, BERT)]);
  });
});

describe('lost connections and leftover subscriptions', () => {
  test('a reading that loses its connection keeps its results and asks again on the next connection', async () => {
    const reading = collector.read(TAG, { devices: [ANNA, BERT] }, BOUNDS);
    const [old = 0] = line.identifiers;
    come(chainTopic(TAG, ANNA), 'of anna', old);
    collector.detach();
    line = new FakeConnection();
    collector.attach(line);
    come(chainTopic(TAG, BERT), 'left over', old);
    come(chainTopic(TAG, BERT), 'of bert', line.identifiers[0]);
    expect(await reading).toEqual(part({ [ANNA]: 'of anna', [BERT]: 'of bert' }, true));
  });

  test('the topics of a reading that ended offline are unsubscribed on the next connection', async () => {
    const reading = collector.read(TAG, { isEverybody: true }, BOUNDS);
    await settled();
    collector.detach();
    clock.advance(3000);
    expect(await reading).toEqual(part({}, false));
    line = new FakeConnection();
    collector.attach(line);
    expect(line.unsubscribed).toEqual([hintTopic(TAG), chainFilter(TAG)]);
    expect(line.subscribed).toEqual([]);
  });

  test('a subscription left over from an earlier start of the program is ended', () => {
    come(chainTopic(TAG, ANNA), 'stray', 7);
    expect(line.unsubscribed).toEqual([chainTopic(TAG, ANNA), chainFilter(TAG)]);
    come(hintTopic(TAG), 'stray', 7);
    expect(line.unsubscribed.slice(2)).toEqual([hintTopic(TAG)]);
  });
});

describe('watched hints', () => {
  const heard: string[] = [];
  const watch = (...tags: readonly string[]): void =>
    collector.watchHints(tags, (tag, hint) => heard.push(`${tag} ${new TextDecoder().decode(hint)}`));

  beforeEach(() => heard.splice(0));

  test('watched hints are subscribed at each connection and passed on', () => {
    watch(TAG);
    expect(line.subscribed).toEqual([hintTopic(TAG)]);
    come(hintTopic(TAG), 'a hint', line.identifiers[0]);
    collector.detach();
    line = new FakeConnection();
    collector.attach(line);
    expect(line.subscribed).toEqual([hintTopic(TAG)]);
    come(hintTopic(TAG), 'another', line.identifiers[0]);
    come(hintTopic(TAG), 'x'.repeat(1876), line.identifiers[0]); // too long to be a hint
    come(hintTopic(castOf(1).tag), 'of somebody else', line.identifiers[0]);
    expect(heard).toEqual([`${TAG} a hint`, `${TAG} another`]);
  });

  test('a watched hint that arrives in a reading is passed on, and stays subscribed after the reading', async () => {
    watch(TAG);
    const reading = collector.read(TAG, { isEverybody: true }, BOUNDS);
    watch(TAG, castOf(1).tag);
    come(hintTopic(TAG), 'read', line.identifiers[1]);
    await markerPasses();
    expect(await reading).toEqual(part({}, true, 'read'));
    expect(line.unsubscribed).toEqual([chainFilter(TAG)]);
    come(hintTopic(TAG), 'later', line.identifiers[1]);
    expect([heard, line.unsubscribed]).toEqual([[`${TAG} read`, `${TAG} later`], [chainFilter(TAG)]]);
  });

  test('a hint that is being read is not subscribed a second time', () => {
    void collector.read(TAG, { isEverybody: true }, BOUNDS);
    watch(TAG);
    expect(line.subscribed.filter((topic) => topic === hintTopic(TAG))).toHaveLength(1);
  });

  test('a hint no longer watched is unsubscribed unless it is being read', () => {
    watch(TAG, castOf(1).tag);
    void collector.read(TAG, { isEverybody: true }, BOUNDS);
    watch();
    expect(line.unsubscribed).toEqual([hintTopic(castOf(1).tag)]);
  });

  test('after sixteen hints of one address, its hints are not watched until the next connection', () => {
    watch(TAG);
    for (let n = 0; n < 20; n++) come(hintTopic(TAG), `hint ${n}`, line.identifiers[0]);
    expect([heard.length, heard.at(-1), line.unsubscribed]).toEqual([16, `${TAG} hint 15`, [hintTopic(TAG)]]);
    collector.detach();
    collector.attach(line);
    come(hintTopic(TAG), 'again', line.identifiers[1]);
    expect(heard).toHaveLength(17);
  });

  test('watched hints that the broker refused are subscribed again on a connection a minute later', async () => {
    line.answerSubscribe = async () => 'refused';
    watch(TAG);
    await settled();
    collector.detach(); // RabbitMQ ends the connection as well
    line = new FakeConnection();
    collector.attach(line);
    expect(line.subscribed).toEqual([]);
    collector.detach();
    clock.advance(60_000);
    collector.attach(line);
    expect(line.subscribed).toEqual([hintTopic(TAG)]);
  });
});
