// A refused start gives its reason and leaves an entry for the record. Whatever lies at the path of that entry, nothing
// is written through it and nothing fails.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  forgetRefusedStarts,
  noteRefusedStart,
  readRefusedStarts,
  refusalSentence,
} from '../../../src/main/app/refused-start.ts';
import { refusedSwitches, refusedVariables } from '../../../src/main/app/switches.ts';

let folder = '';
const file = (): string => join(folder, 'refused-starts.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siegel-refused-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the refusal text', () => {
  it.each([...refusedSwitches, ...refusedVariables])('the refusal text names %s in both languages', (name) => {
    for (const language of ['de', 'en'] as const) {
      const sentence = refusalSentence(name, language);
      expect(sentence).toMatch(new RegExp(`[ -]${name} `));
      expect(sentence.startsWith(language === 'de' ? 'Siegel startet nicht' : 'Siegel does not start')).toBe(true);
    }
  });

  it('the refusal text says what to do: start without the switch, or unset the variable', () => {
    expect(refusalSentence('inspect', 'de')).toMatch(/--inspect .+ Starten Sie ohne ihn\.$/u);
    expect(refusalSentence('SSLKEYLOGFILE', 'en')).toMatch(/environment variable SSLKEYLOGFILE .+ Unset it and start/u);
  });
});

describe('the entry for the record', () => {
  it('refused starts are kept in order until they are forgotten, readable by the person only', () => {
    const inner = join(folder, 'not-made-yet');
    noteRefusedStart(inner, { at: 1, name: 'inspect' });
    noteRefusedStart(inner, { at: 2, name: 'SSLKEYLOGFILE' });
    expect(statSync(join(inner, 'refused-starts.json')).mode & 0o777).toBe(0o600);
    const both = [
      { at: 1, name: 'inspect' },
      { at: 2, name: 'SSLKEYLOGFILE' },
    ];
    expect(readRefusedStarts(inner)).toEqual(both);
    expect(readRefusedStarts(inner)).toEqual(both);
    forgetRefusedStarts(inner, both);
    expect(readdirSync(inner)).toEqual([]);
  });

  it('a start that is refused while earlier refusals are being recorded is not forgotten with the earlier refusals', () => {
    noteRefusedStart(folder, { at: 1, name: 'inspect' });
    const recorded = readRefusedStarts(folder);
    noteRefusedStart(folder, { at: 2, name: 'inspect' });
    forgetRefusedStarts(folder, recorded);
    expect(readRefusedStarts(folder)).toEqual([{ at: 2, name: 'inspect' }]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('the list of refused starts holds 64 at most', () => {
    for (let at = 0; at < 100; at++) noteRefusedStart(folder, { at, name: 'inspect' });
    expect(readRefusedStarts(folder)).toHaveLength(64);
  });

  it('a refused start is never written through a symbolic link', () => {
    const other = join(folder, 'precious');
    writeFileSync(other, 'keep me');
    symlinkSync(other, file());
    noteRefusedStart(folder, { at: 1, name: 'inspect' });
    expect(readFileSync(other, 'utf8')).toBe('keep me');
    expect(readRefusedStarts(folder)).toEqual([{ at: 1, name: 'inspect' }]);
  });

  it.each([
    '',
    '{',
    'null',
    '[{"at":1,"name":"anna@klinik.example"}]',
    '[{"at":-1,"name":"inspect"}]',
    'x'.repeat(20_000),
  ])('a malformed list of refused starts counts as empty and is removed: $0', (text) => {
    writeFileSync(file(), text);
    expect(readRefusedStarts(folder)).toEqual([]);
    forgetRefusedStarts(folder, []);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a refused start that cannot be written causes no error, and a missing list counts as empty', () => {
    mkdirSync(join(folder, 'refused-starts.json'));
    noteRefusedStart(folder, { at: 1, name: 'inspect' });
    expect(readRefusedStarts(join(folder, 'nowhere'))).toEqual([]);
  });
});
