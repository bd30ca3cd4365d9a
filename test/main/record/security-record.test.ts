// The record while the vault is closed and open, on a disk that is sometimes full.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { defaultPolicyValues } from '../../../src/main/policy/policy-in-force.ts';
import { policyHash } from '../../../src/main/record/policy-hash.ts';
import { walkRecord } from '../../../src/main/record/record-check.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { type RecordFiles, systemRecordFiles } from '../../../src/main/record/record-files.ts';
import { createSecurityRecord, type DatedEvent, recordPlaceOf } from '../../../src/main/record/security-record.ts';
import { verifyExport } from '../../../src/main/record/verify-export.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault, type Vault } from '../../../src/main/vault/vault.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { DAY_MS, locked } from './record-fixture.ts';

let directory: string;
let vault: Vault;
let clock: ReturnType<typeof heldClock>;
let isFull: boolean;
let notices: number;
let days: number;
const files: RecordFiles = {
  ...systemRecordFiles,
  append: (path, bytes, offset) => {
    if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    systemRecordFiles.append(path, bytes, offset);
  },
};

function record() {
  return createSecurityRecord({
    vault,
    directory,
    clock,
    random: systemRandom,
    days: () => days,
    onDisk: () => void notices++,
    files,
  });
}

async function events(): Promise<(RecordEvent | 'unreadable')[]> {
  const found: (RecordEvent | 'unreadable')[] = [];
  await walkRecord(recordPlaceOf(vault, directory, files), (read) => {
    found.push(read === 'unreadable' ? read : read.entry.event);
  });
  return found;
}
const kinds = async (): Promise<string[]> =>
  (await events()).map((event) => (event === 'unreadable' ? event : event.kind));

beforeEach(() => {
  directory = join(mkdtempSync(join(inject('quickFolder'), 'record-')), 'vault');
  clock = heldClock();
  isFull = false;
  notices = 0;
  days = 365;
  vault = openVault({
    directory,
    keyStore: createKeyStore(new FakeKeyring().safeStorage, 'linux'),
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
  });
});

describe('events while the vault is closed', () => {
  it('an event while the vault is closed is kept with its time and written once the vault opens', async () => {
    const kept = record();
    kept.note({ kind: 'refused-switch', name: 'inspect' });
    const early = clock.nowMs();
    clock.advance(60_000);
    await vault.create();
    kept.attach('nothing');
    kept.detach();
    vault.lock();
    kept.note(locked);
    expect((await kept.check()).chain).toEqual({ kind: 'broken', at: 0, cause: 'unreadable' });
    clock.advance(60_000); // the entry has the time of the event, not that of its writing
    vault.reopen();
    kept.attach('identity');
    expect(await kinds()).toEqual(['begun', 'refused-switch', 'locked']);
    expect(await kept.check()).toMatchObject({ entries: 3, lastAt: early + 60_000, chain: { kind: 'intact' } });
  });

  it('at most 256 events are kept while the vault is closed, and the others are counted', async () => {
    const kept = record();
    for (let i = 0; i < 300; i++) kept.note(locked);
    await vault.create();
    kept.attach('nothing');
    expect((await kinds()).slice(-2)).toEqual(['locked', 'lost']);
    expect((await kinds()).length).toBe(1 + 256 + 1);
    expect((await events()).at(-1)).toEqual({ kind: 'lost', events: 300 - 256 });
  });
});

describe('events that a file keeps until they are written', () => {
  const refused: readonly DatedEvent[] = [
    { event: { kind: 'refused-switch', name: 'inspect' }, atMs: 1_700_000_000_000 },
    { event: { kind: 'refused-switch', name: 'inspect' }, atMs: 1_700_000_060_000 },
  ];

  it('events kept in a file are written with their own time, and reported as written only once the record has them', async () => {
    const onWritten = vi.fn();
    record().noteOnce(refused, onWritten); // a run that ends while the vault is closed
    await vault.create();
    const next = record();
    const written = new Promise<void>((resolve) => next.noteOnce(refused, resolve));
    next.attach('nothing');
    await written;
    expect(onWritten).not.toHaveBeenCalled();
    expect(await kinds()).toEqual(['begun', 'refused-switch', 'refused-switch']);
    expect(await next.check()).toMatchObject({ firstAt: clock.nowMs(), lastAt: refused[1]?.atMs });
  });

  it('events kept in a file are not reported as written while the disk is full', async () => {
    await vault.create();
    const kept = record();
    const onWritten = vi.fn();
    isFull = true;
    kept.noteOnce(refused, onWritten);
    kept.attach('nothing');
    await vi.waitFor(() => expect(notices).toBe(1));
    expect(onWritten).not.toHaveBeenCalled();
    isFull = false;
    clock.advance(60_000);
    expect(onWritten).toHaveBeenCalledOnce();
    expect(await kinds()).toEqual(['begun', 'refused-switch', 'refused-switch']);
  });

  it('events kept in a file are not written twice if the program ended before the file was removed', async () => {
    await vault.create();
    const [first, second] = [record(), record()];
    first.attach('nothing');
    await new Promise<void>((resolve) => first.noteOnce(refused.slice(0, 1), resolve));
    first.detach();
    second.attach('identity');
    await new Promise<void>((resolve) => second.noteOnce(refused, resolve));
    second.detach();
    const third = record();
    third.attach('identity');
    await new Promise<void>((resolve) => third.noteOnce(refused, resolve));
    expect(await kinds()).toEqual(['begun', 'refused-switch', 'refused-switch']);
  });

  it('events kept in a file are written at the next opening if the vault is locked while the record is searched for them', async () => {
    await vault.create();
    const kept = record();
    kept.attach('nothing');
    kept.note(locked);
    clock.advance(DAY_MS);
    kept.note(locked); // in a second segment, which is read after the lock
    const written = new Promise<void>((resolve) => kept.noteOnce(refused, resolve));
    kept.detach();
    vault.lock();
    await new Promise((resolve) => void setImmediate(resolve));
    vault.reopen();
    kept.attach('identity');
    await written;
    expect(await kinds()).toEqual(['begun', 'locked', 'locked', 'refused-switch', 'refused-switch']);
  });
});

describe('unknown events', () => {
  it('an event of no known form is written as “lost”, and later events are written as usual', async () => {
    await vault.create();
    const kept = record();
    kept.attach('nothing');
    kept.note({ kind: 'refused-switch', name: 'anna@klinik.example' });
    kept.note(locked);
    expect(await kinds()).toEqual(['begun', 'lost', 'locked']);
  });
});

describe('full disks', () => {
  it('a full disk gives a notice, and the entries follow in order once there is room', async () => {
    await vault.create();
    const kept = record();
    kept.attach('nothing');
    isFull = true;
    kept.note({ kind: 'quit' });
    kept.note(locked);
    expect(notices).toBeGreaterThan(0);
    isFull = false;
    clock.advance(60_000);
    expect(await kinds()).toEqual(['begun', 'quit', 'locked']);
  });
});

describe('retention of entries', () => {
  it('entries are removed after policy’s number of days, even without new events', async () => {
    await vault.create();
    const kept = record();
    kept.attach('nothing');
    kept.note({ kind: 'quit' });
    days = 7;
    clock.advance(7 * DAY_MS);
    expect(await kinds()).toEqual(['begun', 'quit']);
    clock.advance(DAY_MS);
    expect(await kinds()).toEqual(['removed']);
    expect((await kept.check()).chain).toEqual({ kind: 'intact' });
  });
});

describe('exported records', () => {
  it('an exported record verifies, and no record is exported while the vault is locked', async () => {
    await vault.create();
    const kept = record();
    kept.note({ kind: 'start', app: '0.2.0', electron: '45.4.1', chromium: '156.0.1', isPackaged: true });
    kept.attach('nothing');
    kept.note({ kind: 'identity-made', protection: 'system' });
    const key = makeSigningKey(systemRandom(32));
    const verdict = verifyExport(utf8(unwrap(await kept.write(key), 'the disk works')));
    expect(verdict).toMatchObject({ kind: 'checked', isSignatureGood: true, state: { chain: { kind: 'intact' } } });
    vault.lock();
    expect(await kept.write(key)).toBeUndefined();
  });
});

describe('the hash of policy', () => {
  it('the hash of policy changes with a value and not with a secret', () => {
    const values = defaultPolicyValues();
    const before = policyHash(values);
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(policyHash({ ...values, RelayOnly: true })).not.toBe(before);
    expect(policyHash({ ...values, TurnPassword: 'canary' })).toBe(before);
  });
});
