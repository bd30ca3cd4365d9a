// The broker connection of a locked program: messages are kept within limits and decrypted by nobody, and nothing rings
// for ever. The broker connection is faked.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { concat, utf8 } from '../../../src/core/bytes.ts';
import {
  earlyHeader,
  sessionHeader,
  writeHandledEnvelope,
  writeInviteEnvelope,
  writeMissedEnvelope,
  writeVerifiedEnvelope,
} from '../../../src/core/signal/envelope.ts';
import type { Secret } from '../../../src/core/keys/secret.ts';
import {
  createLockedConnection,
  type LockedConnection,
  ringersOf,
  waitingKeyForm,
} from '../../../src/main/app/locked-connection.ts';
import { openWaiting } from '../../../src/main/app/waiting-messages.ts';
import type { BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { systemFiles } from '../../../src/main/vault/files.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { quiet } from '../signalling/test-broker.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';

const anna = 'a'.repeat(26);
const bert = 'b'.repeat(26);
const id = (byte: number): Uint8Array => new Uint8Array(16).fill(byte);
const hex = (byte: number): string => byte.toString(16).padStart(2, '0').repeat(16);
const invite = (byte: number, ttl = 45): Uint8Array => writeInviteEnvelope(id(byte), 1n, ttl, utf8('noise'));
const early = (byte: number): Uint8Array => concat(earlyHeader(id(byte), new Uint8Array(8), 0n), new Uint8Array(16));
const session = (byte: number): Uint8Array => concat(sessionHeader(id(byte), 0, 0n), new Uint8Array(16));
const missed = (byte: number): Uint8Array => writeMissedEnvelope(id(byte), 1n, utf8(`sealed ${byte}`));

/** The broker connection that an account hands over at a lock. `did`: what was called on it. */
class PlayedConnection {
  receive: Parameters<BrokerConnection['onMessage']>[0] = () => undefined;
  readonly did: string[] = [];
  readonly connection = {
    release: () => void this.did.push('release'),
    onMessage: (listener: Parameters<BrokerConnection['onMessage']>[0]) => void (this.receive = listener),
    watchPresence: (devices: readonly string[]) => void this.did.push(`watch ${devices.length}`),
    watchHints: () => undefined,
    publishPresence: (status: string) => void this.did.push(status),
    reconnect: () => void this.did.push('reconnect'),
    retryNow: () => void this.did.push('retry'),
    drop: () => void this.did.push('drop'),
    close: () => Promise.resolve(void this.did.push('close')),
  } as unknown as BrokerConnection;
}

let folder: string;
let clock: ReturnType<typeof heldClock>;
let policy: ReturnType<typeof fixedPolicy>;
let store: MemoryStore<
  Parameters<LockedConnection['prepare']>[0] extends { write: (value: infer T) => unknown } ? T : never
>;
let locked: LockedConnection;
let connection: PlayedConnection;
let isDoNotDisturb: boolean;

function newLocked(): LockedConnection {
  return createLockedConnection({
    waiting: openWaiting(systemFiles, folder),
    policy,
    isDoNotDisturb: () => isDoNotDisturb,
    clock,
    random: systemRandom,
    log: quiet,
    onChange: () => undefined,
  });
}
function lock(mayRing?: ReadonlySet<string>): void {
  connection = new PlayedConnection();
  locked.prepare(store)?.({ connection: connection.connection, mayRing });
}
const hears = (from: string, bytes: Uint8Array): void => connection.receive(from, concat(bytes), false);
const onDisk = (): readonly Buffer[] => {
  const waiting = join(folder, 'waiting');
  try {
    return readdirSync(waiting).map((name) => readFileSync(join(waiting, name)));
  } catch {
    return [];
  }
};
const unlocked = (): readonly (readonly [string, string])[] => {
  locked.unlocked();
  const found = locked.arrived(store).map(({ from, bytes }) => [from, Buffer.from(bytes).toString('hex')] as const);
  locked.taken();
  return found;
};
const asHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

beforeEach(() => {
  folder = mkdtempSync(join(inject('quickFolder'), 'locked-connection-'));
  clock = heldClock();
  policy = fixedPolicy();
  store = new MemoryStore(waitingKeyForm);
  isDoNotDisturb = false;
  locked = newLocked();
  lock();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a call to a locked program', () => {
  it('a call to a locked program is announced for the life of its INVITE and handed to the unlocked account', () => {
    hears(anna, invite(1));
    expect(locked.knock()).toEqual({ call: hex(1), isSilenced: false });
    clock.advance(44_999);
    expect(locked.knock()).toEqual({ call: hex(1), isSilenced: false });
    expect(unlocked()).toEqual([[anna, asHex(invite(1))]]);
    expect([locked.knock(), connection.did.at(-1)]).toEqual([undefined, 'drop']);
  });

  it('a call to a locked program ends with its ttl and does not ring after a later unlock', () => {
    hears(anna, invite(1, 30));
    clock.advance(30_001);
    expect(locked.knock()).toBeUndefined();
    expect(unlocked()).toEqual([]);
  });

  it('a call to a locked program ends when its sender cancels it, and not when another sender does', () => {
    hears(anna, invite(1));
    hears(bert, early(1));
    hears(anna, session(1));
    expect(locked.knock()).toBeDefined();
    hears(anna, early(1));
    expect(locked.knock()).toBeUndefined();
    expect(unlocked().map(([, bytes]) => bytes)).toEqual([invite(1), session(1), early(1)].map(asHex));
  });

  it('a person can silence a call to a locked program, but only with the id of the call that is shown', () => {
    hears(anna, invite(1));
    expect([locked.silence(hex(2)), locked.silence(hex(1))]).toEqual([false, true]);
    expect(locked.knock()).toEqual({ call: hex(1), isSilenced: true });
  });

  it('a call under do not disturb, or from somebody who may not ring, is not shown by a locked program but is kept', () => {
    isDoNotDisturb = true;
    hears(anna, invite(1));
    expect(locked.knock()).toBeUndefined();
    expect(unlocked()).toEqual([[anna, asHex(invite(1))]]);
    isDoNotDisturb = false;
    lock(new Set([bert]));
    hears(anna, invite(2));
    expect(locked.knock()).toBeUndefined();
    hears(bert, invite(3));
    expect(locked.knock()?.call).toBe(hex(3));
    expect(unlocked()).toEqual([
      [anna, asHex(invite(2))],
      [bert, asHex(invite(3))],
    ]);
  });
});

it('the second caller of a locked program is shown once the first has cancelled or was silenced', () => {
  hears(anna, invite(1));
  hears(bert, invite(2));
  expect(locked.knock()?.call).toBe(hex(1));
  hears(anna, early(1));
  expect(locked.knock()).toEqual({ call: hex(2), isSilenced: false });
  hears(anna, invite(3));
  expect(locked.silence(hex(2))).toBe(true);
  expect(locked.knock()).toEqual({ call: hex(3), isSilenced: false });
  locked.silence(hex(3));
  expect(locked.knock()).toEqual({ call: hex(3), isSilenced: true }); // no other caller is waiting
  hears(bert, early(2));
  hears(anna, early(3));
  expect(locked.knock()).toBeUndefined();
});

it('a sender who calls a locked program many times takes no room from other callers', () => {
  for (let byte = 1; byte <= 64; byte++) hears(anna, invite(byte));
  hears(bert, invite(100));
  expect(unlocked().filter(([from]) => from === bert)).toHaveLength(1);
  expect(unlocked()).toEqual([]);
});

it('a locked program’s broker connection reconnects after a loss of the network, retries after a gain, and does neither once unlocked', () => {
  locked.networkChanged('lost');
  locked.networkChanged('found');
  expect(connection.did.slice(-2)).toEqual(['reconnect', 'retry']);
  locked.unlocked();
  for (const change of ['lost', 'found'] as const) locked.networkChanged(change);
  expect(connection.did.at(-1)).toBe('drop');
});

it('a locked program whose folder of stored notes is unreadable has no broker connection and erases nothing at the folder’s path', () => {
  locked.unlocked();
  writeFileSync(join(folder, 'waiting'), 'no folder');
  expect(locked.prepare(store)).toBeUndefined();
  expect(locked.arrived(store)).toEqual([]);
  locked.taken();
  expect(readFileSync(join(folder, 'waiting'), 'utf8')).toBe('no folder');
});

it('only contacts ring a locked program if strangers do not ring an unlocked program', () => {
  const devicesOf = (address: string): readonly string[] => (address === 'anna' ? [anna] : []);
  const contacts = [{ address: 'anna' }, { address: 'carl' }];
  expect(ringersOf({ unknownCallers: 'ring' }, contacts, devicesOf)).toBeUndefined();
  for (const unknownCallers of ['silent', 'refuse'] as const)
    expect(ringersOf({ unknownCallers }, contacts, devicesOf)).toEqual(new Set([anna]));
});

describe('limits of a locked program', () => {
  it('a cancelled call stops ringing at a locked program even if there is no room to keep the message that cancels it', () => {
    hears(anna, invite(1));
    for (let byte = 2; byte <= 20; byte++) hears(anna, invite(byte));
    expect(locked.knock()?.call).toBe(hex(1));
    for (let byte = 1; byte <= 20; byte++) hears(anna, early(byte));
    expect(locked.knock()).toBeUndefined();
    expect(unlocked().filter(([, bytes]) => bytes === asHex(invite(1)))).toEqual([]); // it does not ring later either
  });

  it('a flood of calls to a locked program causes six cards in ten minutes, and at most 64 messages are kept', () => {
    const cards = new Set<string>();
    for (let second = 0; second < 600; second++) {
      for (let each = 0; each < 3; each++) hears(anna, writeInviteEnvelope(systemRandom(16), 1n, 1, utf8('x')));
      const knock = locked.knock();
      if (knock !== undefined) cards.add(knock.call);
      clock.advance(1000);
    }
    expect(cards.size).toBe(6);
    for (let each = 0; each < 200; each++) hears(bert, writeInviteEnvelope(systemRandom(16), 1n, 60, utf8('x')));
    expect(unlocked().length).toBeLessThanOrEqual(64);
  });

  it('a note that is too long to be read is not stored', () => {
    hears(anna, writeMissedEnvelope(id(1), 1n, new Uint8Array(5000)));
    expect(onDisk()).toEqual([]);
  });

  it('a flood of notes by one sender takes no room from other senders', () => {
    for (let each = 0; each < 100; each++) hears(anna, missed(each));
    hears(bert, missed(200));
    const found = unlocked();
    expect(found.filter(([from]) => from === anna)).toHaveLength(32);
    expect(found.at(-1)).toEqual([bert, asHex(missed(200))]);
  });

  it('notes of handled calls are not stored and take no room from other notes of the same device', () => {
    for (let each = 0; each < 40; each++) hears(anna, writeHandledEnvelope(id(each), 1n, utf8('sealed')));
    const verified = writeVerifiedEnvelope(id(100), 1n, utf8('sealed'));
    hears(anna, verified);
    expect(unlocked()).toEqual([[anna, asHex(verified)]]);
  });

  it('a flood of notes by many senders closes the connection, and the delivery of the first note without room throws', () => {
    const sender = (each: number): string =>
      'c'.repeat(23) +
      String(each)
        .padStart(3, '2')
        .replaceAll(/[0189]/gu, 'd');
    let kept = 0;
    expect(() => {
      for (let each = 0; each < 2000; each++) {
        hears(sender(each), missed(each % 250));
        kept++;
      }
    }).toThrow('nothing more can be kept');
    expect([kept, connection.did.at(-1), locked.knock()]).toEqual([256, 'close', undefined]);
  });
});

describe('notes for a locked program', () => {
  it('a note for a locked program is on the disk, with sender, call id and text sealed, when its delivery returns', () => {
    hears(anna, missed(7));
    const [box, ...more] = onDisk();
    expect(more).toEqual([]);
    for (const part of [anna, 'sealed 7', Buffer.from(id(7)).toString('latin1')]) {
      expect(box?.includes(Buffer.from(part, 'latin1'))).toBe(false);
    }
  });

  it('notes for a locked program survive a restart and are delivered in order until they are taken', () => {
    hears(anna, missed(1));
    hears(bert, missed(2));
    locked = newLocked(); // the program was ended while it was locked
    expect(locked.arrived(store).map(({ from }) => from)).toEqual([anna, bert]);
    expect(locked.arrived(store)).toHaveLength(2); // the notes were not taken yet, so a crash here would lose nothing
    locked.taken();
    expect([locked.arrived(store), onDisk()]).toEqual([[], []]);
  });

  it('a stored note with one altered bit is dropped, and the other note remains', () => {
    hears(anna, missed(1));
    hears(bert, missed(2));
    const file = join(folder, 'waiting', '000000');
    const bytes = readFileSync(file);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    systemFiles.write(file, bytes);
    expect(unlocked()).toEqual([[bert, asHex(missed(2))]]);
  });

  it('the next lock keeps the key of undelivered notes, and a lock after their delivery makes a new key', () => {
    const keys = (): string => asHex(unwrap(store.read(), 'it is kept').keys.waiting.use((bytes) => bytes.slice()));
    const first = keys();
    hears(anna, missed(1));
    expect(locked.arrived(new MemoryStore(waitingKeyForm))).toEqual([]); // without the key nothing opens
    lock();
    expect([keys() === first, unlocked()]).toEqual([true, [[anna, asHex(missed(1))]]]);
    lock();
    expect(keys()).not.toBe(first);
  });

  it('a lock wipes the secret half of the key for stored notes once that half is written', () => {
    const written: Secret[] = [];
    locked.prepare({ read: () => undefined, write: ({ keys }) => (written.push(keys.waiting), 'written') });
    expect(() => written[0]?.use((bytes) => bytes.length)).toThrow('a wiped secret was asked for');
  });
});

describe('the broker connection of a locked program', () => {
  it('a locked program has no broker connection if its key for notes cannot be written or policy forbids ringing while locked', () => {
    expect(locked.prepare({ read: () => undefined, write: () => 'disk' })).toBeUndefined();
    policy.set({ RingWhenLocked: false });
    expect(connection.did.at(-1)).toBe('close');
    expect(locked.prepare(store)).toBeUndefined();
    policy.set({ RingWhenLocked: true });
    lock();
    policy.set({ BrokerUrl: 'mqtts://other.example' });
    expect(connection.did.at(-1)).toBe('close');
  });

  it('a locked program watches nobody and publishes away or do not disturb', () => {
    expect(connection.did).toEqual(['release', 'watch 0', 'away']);
    isDoNotDisturb = true;
    lock();
    expect(connection.did.at(-1)).toBe('dnd');
  });

  it('a locked program that ends closes its broker connection and its card', async () => {
    hears(anna, invite(1));
    await locked.close();
    expect([connection.did.at(-1), locked.knock()]).toEqual(['close', undefined]);
  });
});
