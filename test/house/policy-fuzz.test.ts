// A damaged policy file in a real folder: reading does not fail, and no policy that the file still names becomes looser
// than the file says.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closedPolicies } from '../../src/core/policy/gather.ts';
import { readValue } from '../../src/core/policy/read-value.ts';
import { policies, type PolicyName, policyNames } from '../../src/core/policy/table.ts';
import { isSameValue, tighterOf } from '../../src/core/policy/tighter.ts';
import { createFolderSource } from '../../src/main/policy/folder-source.ts';
import { createPolicyInForce } from '../../src/main/policy/policy-in-force.ts';
import { heldClock } from '../main/signalling/test-clock.ts';
import { diceOf, mutate } from '../support/fuzz/mutate.ts';

const folder = mkdtempSync(join(tmpdir(), 'policy-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const managed = join(folder, 'managed');
mkdirSync(managed, { mode: 0o755 });
for (const each of [folder, managed]) chmodSync(each, 0o755);
const strict = Object.fromEntries(policyNames.map((name) => [name, policies[name].strict]));
const bytes = new TextEncoder().encode(JSON.stringify(strict));

function contentOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The policies of this file that, at a first start with it, are neither strict nor at least as tight as it says. If it
 * cannot be read: the policies that are not strict although their strict value is not the default.
 */
function loosened(file: Uint8Array): readonly string[] {
  writeFileSync(join(managed, 'siegel.json'), file, { mode: 0o644 });
  const place = { folder, owner: process.getuid?.() ?? 0, login: 'anna' };
  const policy = createPolicyInForce(createFolderSource(place, heldClock()));
  const values = policy.values();
  const content = contentOf(new TextDecoder().decode(file));
  const isStrict = (name: PolicyName): boolean => isSameValue(values[name], policies[name].strict);
  if (content === undefined) return closedPolicies.filter((name) => !isStrict(name));
  return policyNames.filter((name) => {
    if (!Object.hasOwn(content, name) || content[name] === '' || isStrict(name)) return false;
    const said = readValue(policies[name], content[name]);
    // High confidentiality implies more than the file says; a tighter value is allowed.
    return said.kind !== 'value' || !isSameValue(tighterOf(policies[name], said.value, values[name]), values[name]);
  });
}

describe('policy files in a real folder', () => {
  it('a policy file that sets every policy strictly makes every policy strict', () => {
    expect(loosened(bytes)).toEqual([]);
  });

  it('a damaged policy file makes no policy that it still names looser than it says', () => {
    const dice = diceOf(20_261_125);
    for (let count = 0; count < 1500; count++)
      expect(loosened(mutate([bytes], dice)), `with damage ${count}`).toEqual([]);
  });

  it.each([0, 1, 100, bytes.length - 1])(
    'every policy whose strict value is not the default becomes strict if the policy file is cut off after %i bytes',
    (length) => {
      expect(loosened(bytes.subarray(0, length))).toEqual([]);
    },
  );
});
