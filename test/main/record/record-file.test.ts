// Exporting the record to a file: only if policy allows it, always complete, and with an entry about the export itself.
import { lstatSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { createSecurityRecord, type SecurityRecord } from '../../../src/main/record/security-record.ts';
import { verifyExport } from '../../../src/main/record/verify-export.ts';
import { saveRecord } from '../../../src/main/record/record-file.ts';
import { saveText } from '../../../src/main/desktop/save-text.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { systemFiles } from '../../../src/main/vault/files.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';

const key = makeSigningKey(systemRandom(32));
let folder: string;
let record: SecurityRecord;
let signer: typeof key | undefined;
let asked: string[];
let place: string | undefined;
let isAllowed: boolean;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'siegel-save-'));
  const directory = join(folder, 'vault');
  const keyStore = createKeyStore(new FakeKeyring().safeStorage, 'linux');
  const vault = openVault({ directory, keyStore, profile: 'default', random: systemRandom, appVersion: '0' });
  await vault.create();
  record = createSecurityRecord({
    vault,
    directory,
    clock: heldClock(),
    random: systemRandom,
    days: () => 30,
    onDisk: () => undefined,
  });
  record.attach('nothing');
  signer = key;
  asked = [];
  place = join(folder, 'record.jsonl');
  isAllowed = true;
});

const save = (): ReturnType<typeof saveRecord> =>
  saveRecord({
    record,
    signer: () => signer,
    policy: () => ({ DiagnosticsExport: isAllowed }),
    language: () => 'de',
    today: () => '2026-05-03',
    ask: ({ name }) => {
      asked.push(name);
      return Promise.resolve(place);
    },
  });

describe('saving the security record', () => {
  it('the saved record verifies and contains the entry about its own export', async () => {
    expect(await save()).toBe('done');
    expect(asked).toEqual(['siegel-protokoll-2026-05-03.jsonl']);
    const text = readFileSync(join(folder, 'record.jsonl'), 'utf8');
    expect(text).toContain('{"kind":"exported","what":"record"}');
    expect(verifyExport(utf8(text))).toMatchObject({ isSignatureGood: true, state: { chain: { kind: 'intact' } } });
  });

  it('saving the record is refused if policy forbids it or there is no signing key', async () => {
    isAllowed = false;
    expect(await save()).toBe('export-not-allowed');
    isAllowed = true;
    signer = undefined;
    expect(await save()).toBe('no-identity');
    expect(asked).toEqual([]);
  });

  it('a cancelled save leaves no file and no entry', async () => {
    place = undefined;
    expect(await save()).toBe('cancelled');
    expect((await record.check()).entries).toBe(0);
    expect(readdirSync(folder)).toEqual(['vault']);
  });

  it('saving to a place that cannot be written reports “disk” and leaves the old file', async () => {
    place = join(folder, 'none', 'record.jsonl');
    expect(await save()).toBe('disk');
    const there = join(folder, 'there.txt');
    writeFileSync(there, 'before');
    const full = (): never => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    const request = { title: '', name: '', filter: { name: '', extension: 'txt' } };
    const files = { write: full, rename: full, remove: full };
    expect(
      await saveText(
        () => Promise.resolve(there),
        request,
        () => 'after',
        files,
      ),
    ).toBe('disk');
    expect([readFileSync(there, 'utf8'), readdirSync(folder)]).toEqual(['before', ['there.txt', 'vault']]);
  });

  it('a symbolic link in the place of the saved record is replaced, and the file that it names stays as it was', async () => {
    const mine = join(folder, 'mine.txt');
    writeFileSync(mine, 'mine');
    place = join(folder, 'record.jsonl');
    symlinkSync(mine, place);
    expect(await save()).toBe('done');
    expect(readFileSync(mine, 'utf8')).toBe('mine');
    expect(lstatSync(place).isFile()).toBe(true);
  });

  it('a saved text is written first under a random name, and each time under a new name', async () => {
    const there = join(folder, 'there.txt');
    const request = { title: '', name: '', filter: { name: '', extension: 'txt' } };
    const names: string[] = [];
    const files = { ...systemFiles, write: (path: string) => void names.push(path), rename: () => undefined };
    const saved = () =>
      saveText(
        () => Promise.resolve(there),
        request,
        () => 'text',
        files,
      );
    expect([await saved(), await saved()]).toEqual(['saved', 'saved']);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/there\.txt\.[0-9a-f]{16}\.part$/u);
  });
});
