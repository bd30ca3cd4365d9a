import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, readTrustedFolder } from '../../../src/main/policy/trusted-folder.ts';
import { makePolicyFolder, ownId, type PolicyFolder, readOneOf } from './policy-folder.ts';

let policies: PolicyFolder;
beforeEach(() => {
  policies = makePolicyFolder();
});
afterEach(() => policies.remove());

const readOne = (): unknown => readOneOf(policies);

describe('policy folders', () => {
  it('only the visible .json files of a policy folder are read, in the order of their names', () => {
    for (const name of ['20.json', '10.json', 'b.json', 'B.json', '.hidden.json', 'note.txt', 'a.json~']) {
      policies.write(`managed/${name}`, { from: name });
    }
    const reading = readTrustedFolder(policies.at('managed'), ownId);
    const names = reading.kind === 'files' ? reading.files.map(({ path }) => path.split('/').at(-1)) : [];
    expect(names).toEqual(['10.json', '20.json', 'B.json', 'b.json']);
  });

  it('a missing policy folder is not a failure', () => {
    expect(readTrustedFolder(policies.at('recommended'), ownId)).toEqual({ kind: 'absent' });
  });

  it.each([
    ['that is a symbolic link', () => symlinkSync(policies.at('managed'), policies.at('linked')), 'linked'],
    ['that is a file', () => writeFileSync(policies.at('file'), ''), 'file'],
    ['below a file', () => writeFileSync(policies.at('file'), ''), 'file/managed'],
    ['that is a dangling symbolic link', () => symlinkSync(policies.at('nowhere'), policies.at('linked')), 'linked'],
  ])('a policy folder %s is not trusted', (_what, prepare, name) => {
    prepare();
    expect(readTrustedFolder(policies.at(name), ownId)).toEqual({ kind: 'failed', failure: 'not-trusted' });
  });

  it.each(['775', '757', '777'])(
    'a policy folder that others may write to (mode %s) is not trusted, and neither is a folder below it',
    (octal) => {
      const mode = Number.parseInt(octal, 8);
      policies.write('managed/a.json', { AllowVideo: false });
      chmodSync(policies.at('managed'), mode);
      expect(readOne()).toEqual({ kind: 'failed', failure: 'not-trusted' });
      chmodSync(policies.at('managed'), 0o755);
      chmodSync(policies.folder, mode);
      expect(readOne()).toEqual({ kind: 'failed', failure: 'not-trusted' });
    },
  );

  it('a world-writable policy folder with the sticky bit is not trusted', () => {
    chmodSync(policies.at('managed'), 0o1777);
    expect(readOne()).toEqual({ kind: 'failed', failure: 'not-trusted' });
  });

  it('a policy folder that the system cannot examine is unreadable, not absent', () => {
    const tooLong = policies.at('x'.repeat(300));
    expect(readTrustedFolder(tooLong, ownId)).toEqual({ kind: 'failed', failure: 'unreadable' });
  });

  it('a policy folder of another owner is not trusted', () => {
    const owner = policies.giveAway(policies.at('managed')) ? ownId : ownId + 1;
    expect(readTrustedFolder(policies.at('managed'), owner)).toEqual({ kind: 'failed', failure: 'not-trusted' });
  });

  it('a policy folder that cannot be listed is unreadable', () => {
    chmodSync(policies.at('managed'), 0o000);
    const script = `import { readTrustedFolder } from ${JSON.stringify(`${process.cwd()}/src/main/policy/trusted-folder.ts`)};
      process.setuid?.(${ownId === 0 ? 65_533 : ownId});
      console.log(JSON.stringify(readTrustedFolder(process.argv[1], ${ownId})));`;
    chmodSync(policies.folder, 0o755);
    const args = ['--no-warnings', '--input-type=module-typescript', '-e', script];
    const { stdout } = spawnSync(process.execPath, [...args, policies.at('managed')], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ kind: 'failed', failure: 'unreadable' });
    chmodSync(policies.at('managed'), 0o755);
  });
});

describe('policy files', () => {
  it('a policy file whose name is not in UTF-8 is read', () => {
    const name = Buffer.from('f\u00FCr.json', 'latin1');
    writeFileSync(Buffer.concat([Buffer.from(policies.at('managed/')), name]), '{"AllowVideo":false}', { mode: 0o644 });
    expect(readOne()).toEqual({ AllowVideo: false });
  });

  it('a policy file may begin with a byte order mark', () => {
    policies.write('managed/a.json', '\uFEFF{"AllowVideo":false}');
    expect(readOne()).toEqual({ AllowVideo: false });
  });

  it.each([
    ['garbage', '{"AllowVideo":', 'not-json'],
    ['nothing', '', 'not-json'],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'not-json'],
    ['a list', '[]', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['text', '"AllowVideo"', 'not-an-object'],
    ['more brackets than the stack can hold', '['.repeat(MAX_FILE_BYTES), 'not-json'],
    ['more than a mebibyte', `{"a":"${'x'.repeat(MAX_FILE_BYTES)}"}`, 'too-large'],
  ])('a policy file that holds %s fails as a whole', (_what, content, failure) => {
    writeFileSync(policies.at('managed/a.json'), content, { mode: 0o644 });
    expect(readOne()).toBe(failure);
  });

  it('a policy file of up to one mebibyte is read', () => {
    policies.write('managed/a.json', `{"a":"${'x'.repeat(MAX_FILE_BYTES - 8)}"}`);
    expect(readOne()).toMatchObject({ a: expect.any(String) as string });
  });

  it('a policy file with a __proto__ name does not change the prototype of objects', () => {
    policies.write('managed/a.json', '{"__proto__":{"AllowVideo":false},"constructor":1}');
    const content = readOne() as object;
    expect(Object.keys(content)).toEqual(['__proto__', 'constructor']);
    expect(({} as { readonly AllowVideo?: boolean }).AllowVideo).toBeUndefined();
  });

  it('a policy that appears twice in a file has no value, and names inside values may repeat', () => {
    policies.write(
      'managed/a.json',
      String.raw`{"AllowVideo":false,"A":{"B":1,"B":"{\"A\":"},"B":["A",":"],"\u0041llowVideo" : true}`,
    );
    expect(readOne()).toEqual({ AllowVideo: undefined, A: { B: '{"A":' }, B: ['A', ':'] });
    expect(Object.keys(readOne() as object)).toContain('AllowVideo');
  });

  it.each(['664', '646', '666'])('a policy file that others may write to (mode %s) is not trusted', (mode) => {
    chmodSync(policies.write('managed/a.json', { AllowVideo: false }), Number.parseInt(mode, 8));
    expect(readOne()).toBe('not-trusted');
  });

  // Only root can give a file to another owner. The test of the folder proves the same rule without root.
  it.runIf(ownId === 0)('a policy file of another owner is not trusted', () => {
    policies.giveAway(policies.write('managed/a.json', {}));
    expect(readOne()).toBe('not-trusted');
  });

  it.each([
    ['a symbolic link', () => symlinkSync(policies.write('real', { AllowVideo: true }), policies.at('managed/a.json'))],
    ['a folder', () => mkdirSync(policies.at('managed/a.json'))],
    [
      'a pipe into which nobody writes',
      () => spawnSync('/usr/bin/mkfifo', ['-m', '644', policies.at('managed/a.json')]),
    ],
  ])('a policy file that is %s is not trusted and not waited for', (_what, prepare) => {
    prepare();
    expect(readOne()).toBe('not-trusted');
  });
});
