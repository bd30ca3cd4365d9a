import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { policyNames } from '../../../src/core/policy/table.ts';
import { createLog } from '../../../src/main/log.ts';
import { printedPolicy } from '../../../src/main/policy/print-policy.ts';
import { openSystemPolicy, tellProblems } from '../../../src/main/policy/system-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { makePolicyFolder, type PolicyFolder } from './policy-folder.ts';

let policies: PolicyFolder;
let lines: string[];
beforeEach(() => {
  policies = makePolicyFolder();
  lines = [];
});
afterEach(() => policies.remove());

const open = () => openSystemPolicy(policies.folder, heldClock());

it('the printed policy lists every policy with its source as JSON, without secret values', async () => {
  const source = policies.write('managed/a.json', {
    TurnPassword: 'correct horse',
    TurnUsername: 'turn',
    AllowVideo: false,
  });
  const { out, error, code } = printedPolicy((await open()).report(), '0.2.0');
  const printed = JSON.parse(out) as { version: string; policies: { name: string }[] };
  const named = (name: string): unknown => printed.policies.find((policy) => policy.name === name);
  expect(printed.version).toBe('0.2.0');
  expect(printed.policies.map(({ name }) => name)).toEqual(policyNames);
  expect(named('AllowVideo')).toMatchObject({ value: false, level: 'machine', source });
  expect(named('TurnPassword')).toMatchObject({ isSecret: true, level: 'machine', source });
  expect(named('TurnPassword')).not.toHaveProperty('value');
  expect(out).not.toContain('horse');
  expect([error, code]).toEqual(['', 0]);
});

it('the printed policy lists each problem on its own line, and the command exits with 1', async () => {
  const file = policies.write('managed/a.json', { AllowVideo: 'no', 'No\nSuch': 1 });
  const bad = policies.write('managed/b.json', {});
  chmodSync(bad, 0o666);
  const { error, code } = printedPolicy((await open()).report(), '0.2.0');
  expect(error.trimEnd().split('\n')).toEqual([
    `siegel: wrong-type: ${file}: "AllowVideo"`,
    String.raw`siegel: unknown-name: ${file}: "No\nSuch"`,
    `siegel: not-trusted: ${bad}`,
  ]);
  expect(code).toBe(1);
});

it('each policy problem is logged once, and again when it returns', async () => {
  policies.write('managed/a.json', { AllowVideo: 'no' });
  const clock = heldClock();
  const log = createLog('info', (_level, line) => lines.push(line));
  tellProblems(await openSystemPolicy(policies.folder, clock), log);
  for (const content of [{ AllowVideo: 'no', RelayOnly: true }, { AllowVideo: false }, { AllowVideo: 'no' }]) {
    policies.write('managed/a.json', content);
    clock.advance(60_000);
  }
  const line = 'error main: a policy cannot be followed as it is kind=wrong-type name=AllowVideo';
  expect(lines).toEqual([line, line]);
});
