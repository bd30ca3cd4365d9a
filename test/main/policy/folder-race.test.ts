import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePolicyFolder, type PolicyFolder, readOneOf } from './policy-folder.ts';

let policies: PolicyFolder;
beforeEach(() => {
  policies = makePolicyFolder();
});
afterEach(() => policies.remove());

describe('policy files during a race', () => {
  // A reader that checks first and opens later would lose this race.
  it('a policy file that is repeatedly swapped for a symbolic link is never read through the link', async () => {
    const evil = policies.write('evil', { AllowVideo: true });
    policies.write('managed/a.json', { AllowVideo: false });
    const script = `const { renameSync, symlinkSync, copyFileSync } = require('node:fs');
      const [evil, good, file] = process.argv.slice(1);
      process.stdout.write('.');
      for (;;) { symlinkSync(evil, file + '.l'); renameSync(file + '.l', file); copyFileSync(good, file + '.g'); renameSync(file + '.g', file); }`;
    const args = ['-e', script, evil, policies.write('good', { AllowVideo: false }), policies.at('managed/a.json')];
    const swapper = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(swapper.stdout, 'data');
    const seen = new Set<string>();
    for (let at = 0; at < 20_000; at++) seen.add(JSON.stringify(readOneOf(policies)));
    const gone = once(swapper, 'exit');
    swapper.kill('SIGKILL');
    await gone;
    expect([...seen].toSorted()).toEqual(['"not-trusted"', '{"AllowVideo":false}']);
  });
});
