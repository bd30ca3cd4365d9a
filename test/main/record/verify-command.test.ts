// An auditor checks a file that somebody handed over: the answer on the console and the exit code, whatever was done to
// the file.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { toB64u, utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { exportRecord } from '../../../src/main/record/export-record.ts';
import { verifyRecordFile } from '../../../src/main/record/verify-command.ts';
import { fill, freshPlace, NOON_MS, openLog, random } from './record-fixture.ts';

const key = makeSigningKey(random(32));
const file = join(mkdtempSync(join(tmpdir(), 'siegel-verify-')), 'record.jsonl');
let bytes: Uint8Array;
beforeAll(async () => {
  const place = freshPlace();
  fill(openLog(place), 6);
  bytes = utf8(unwrap(await exportRecord(place, key, NOON_MS), 'the disk works'));
});

function verify(changed: string | Uint8Array, language: 'de' | 'en' = 'en'): ReturnType<typeof verifyRecordFile> {
  writeFileSync(file, changed);
  return verifyRecordFile(file, language);
}
const lines = (): string[] => new TextDecoder().decode(bytes).split('\n');

describe('intact records', () => {
  it('verifying an intact record exits 0, prints the record’s size and key, and says in both languages that the chain is intact', () => {
    const english = verify(bytes);
    expect(english.code).toBe(0);
    expect(english.text).toContain('Entries: 7, from 2024-10-04T12:00:00.000Z');
    expect(english.text).toContain('Chain: intact.');
    expect(english.text).toContain(toB64u(key.publicKey));
    expect(verify(bytes, 'de').text).toContain('Kette: unversehrt.');
  });
});

describe('damaged records', () => {
  it('verifying a damaged record exits 1 and names the broken entry or line, the missing end, or the invalid signature', () => {
    const at4 = lines()[4] ?? '';
    const changed = verify(lines().with(4, at4.replace('idle', 'screen')).join('\n'));
    expect([changed.code, changed.text.includes('broken at entry 4')]).toEqual([1, true]);
    const gap = verify(lines().toSpliced(3, 1).join('\n'));
    expect([gap.code, gap.text.includes('broken at entry 3. One or more entries before it are missing.')]).toEqual([
      1,
      true,
    ]);
    const cut = verify(lines().toSpliced(-3, 1).join('\n'));
    expect([cut.code, cut.text.includes('broken at entry 7. From there on')]).toEqual([1, true]);
    expect(verify(lines().toSpliced(-2, 1).join('\n'))).toMatchObject({
      code: 1,
      text: expect.stringMatching(/signed last line/),
    });
    expect(verify(lines().with(2, '{}').join('\n'))).toMatchObject({ code: 1, text: expect.stringMatching(/line 3/) });
    const signature = verify(
      lines()
        .with(lines().length - 2, (lines().at(-2) ?? '').replace(/"signature":"..../, '"signature":"AAAA'))
        .join('\n'),
    );
    expect([signature.code, signature.text.includes('Signature: not valid')]).toEqual([1, true]);
  });

  it('verifying a record with any byte changed, cut or added never exits 0', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(60), fc.uint8Array({ maxLength: 8 }), (from, length, more) => {
        const changed = new Uint8Array([...bytes.subarray(0, from), ...more, ...bytes.subarray(from + length)]);
        fc.pre(Buffer.compare(changed, bytes) !== 0);
        expect(verify(changed).code).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('files that are not a record', () => {
  it('verifying anything other than a record exits 2', () => {
    expect(verifyRecordFile(`${file}.none`, 'de')).toEqual({
      code: 2,
      text: 'Nicht geprüft: Die Datei lässt sich nicht lesen (ENOENT).',
    });
    expect(verifyRecordFile(tmpdir(), 'en').code).toBe(2);
    expect(verify('a letter').code).toBe(2);
    expect(verify('').code).toBe(2);
  });
});
