// An exported record in somebody else's hands: every change, gap, insertion and truncation is noticed.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { exportRecord } from '../../../src/main/record/export-record.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import type { RecordPlace } from '../../../src/main/record/record-place.ts';
import { verifyExport } from '../../../src/main/record/verify-export.ts';
import {
  alter,
  at,
  DAY_MS,
  fill,
  framesOf,
  freshPlace,
  NOON_MS,
  openLog,
  random,
  segmentNames,
} from './record-fixture.ts';

const key = makeSigningKey(random(32));
let text = '';
/** A short export, for the test that changes each byte. */
let short = '';

async function exported(place: RecordPlace, atMs = NOON_MS + DAY_MS): Promise<string> {
  return unwrap(await exportRecord(place, key, atMs), 'the disk works');
}
beforeAll(async () => {
  text = await filledWith(6);
  short = await filledWith(2);
});

async function filledWith(entries: number): Promise<string> {
  const place = freshPlace();
  fill(openLog(place), entries);
  openLog(place).append(callWith('bernd@klinik.example'), NOON_MS + DAY_MS, NOON_MS + DAY_MS);
  return exported(place);
}

function callWith(peer: string): RecordEvent {
  return {
    kind: 'call',
    direction: 'out',
    media: 'audio',
    handshake: 'Noise_XXhfs_25519+MLKEM768_ChaChaPoly_SHA512',
    suite: 'AES_256_GCM_SHA512_128',
    verification: 'person',
    path: 'direct',
    reason: 'hung-up',
    durationMs: 61_000,
    policy: '0123456789abcdef',
    peer,
  };
}

function holds(changed: string | Uint8Array): boolean {
  const verdict = verifyExport(typeof changed === 'string' ? utf8(changed) : changed);
  return verdict.kind === 'checked' && verdict.isSignatureGood && verdict.state.chain.kind === 'intact';
}

const join = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const linesOf = (whole: string): string[] => whole.split('\n').slice(0, -1);

describe('exported records', () => {
  it('an unchanged export verifies with its size and the key that signed it', () => {
    const verdict = verifyExport(utf8(text));
    expect(verdict).toMatchObject({
      kind: 'checked',
      isSignatureGood: true,
      state: { entries: 8, firstAt: NOON_MS, lastAt: NOON_MS + DAY_MS, chain: { kind: 'intact' } },
    });
    expect(verdict.kind === 'checked' && verdict.key).toEqual(key.publicKey);
  });

  it('an export with any one byte changed does not verify', () => {
    const bytes = utf8(short);
    expect(holds(bytes)).toBe(true);
    const free: number[] = [];
    for (let offset = 0; offset < bytes.length; offset++) {
      for (const mask of [1, 0x20]) {
        const bent = bytes.slice();
        bent[offset] = (bent[offset] ?? 0) ^ mask;
        if (holds(bent)) free.push(offset);
      }
    }
    expect(free).toEqual([]);
  });

  it('an export with an invalid byte in place of a replacement character does not verify', async () => {
    const place = freshPlace();
    openLog(place).append(callWith('\uFFFD@klinik.example'), NOON_MS, NOON_MS);
    const bytes = Buffer.from(await exported(place));
    const from = bytes.indexOf('\uFFFD');
    expect([from > 0, holds(bytes)]).toEqual([true, true]);
    expect(holds(Buffer.concat([bytes.subarray(0, from), Buffer.of(0xff), bytes.subarray(from + 3)]))).toBe(false);
  });

  it('an export that is cut, lengthened or spliced does not verify', () => {
    const bytes = utf8(text);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(400), fc.uint8Array({ maxLength: 40 }), (from, length, more) => {
        const to = Math.min(bytes.length, from + length);
        const changed = new Uint8Array([...bytes.subarray(0, from), ...more, ...bytes.subarray(to)]);
        fc.pre(Buffer.compare(changed, bytes) !== 0);
        expect(holds(changed)).toBe(false);
      }),
      { numRuns: 500 },
    );
    for (let end = 0; end < bytes.length; end++) if (holds(bytes.subarray(0, end))) throw new Error(`cut at ${end}`);
  });

  it('an export whose lines are removed, swapped, repeated or replaced by foreign lines does not verify', async () => {
    const lines = linesOf(text);
    for (let i = 0; i < lines.length; i++) {
      expect(holds(join(lines.toSpliced(i, 1)))).toBe(false);
      expect(holds(join(lines.toSpliced(i, 0, at(lines, i))))).toBe(false);
      for (let j = 0; j < i; j++) expect(holds(join(lines.with(i, at(lines, j)).with(j, at(lines, i))))).toBe(false);
    }
    const other = freshPlace();
    fill(openLog(other), 7);
    const foreign = linesOf(await exported(other));
    for (let i = 0; i < lines.length; i++) expect(holds(join(lines.with(i, at(foreign, i))))).toBe(false);
  });

  it('verifying an export names the first change, the gap or the missing end', () => {
    const lines = linesOf(text);
    expect(verifyExport(utf8(join(lines.with(4, at(lines, 4).replace('idle', 'suspend')))))).toMatchObject({
      state: { chain: { kind: 'broken', at: 4, cause: 'changed' } },
    });
    expect(verifyExport(utf8(join(lines.toSpliced(4, 2))))).toMatchObject({
      state: { chain: { kind: 'broken', at: 4, cause: 'gap' } },
    });
    expect(verifyExport(utf8(join(lines.toSpliced(-2, 1))))).toMatchObject({
      state: { chain: { kind: 'broken', at: 8, cause: 'cut-off' } },
    });
    expect(verifyExport(utf8(join(lines.slice(0, -1))))).toEqual({ kind: 'no-end' });
    expect(verifyExport(utf8(join(lines.with(2, `${at(lines, 2)} `))))).toEqual({ kind: 'not-one-text', line: 3 });
    expect(verifyExport(utf8('a letter'))).toEqual({ kind: 'not-a-record' });
    expect(verifyExport(new Uint8Array(0))).toEqual({ kind: 'not-a-record' });
  });

  it('the export of a damaged record is signed and shows the damage', async () => {
    const place = freshPlace();
    fill(openLog(place), 4);
    alter(place, at(segmentNames(place), 0), (bytes) => {
      const middle = at(framesOf(bytes), 2).from + 10;
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
      return bytes;
    });
    expect(verifyExport(utf8(await exported(place, NOON_MS)))).toMatchObject({
      kind: 'checked',
      isSignatureGood: true,
      state: { chain: { kind: 'broken', at: 3, cause: 'changed' } },
    });
  });
});
