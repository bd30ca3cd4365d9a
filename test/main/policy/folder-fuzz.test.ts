// Policy files that were damaged in transit, or were never meant for us, read by the real reader from the real disk.
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { policies as table, policyNames, type PolicyValues } from '../../../src/core/policy/table.ts';
import type { Clock } from '../../../src/main/time/clock.ts';
import { createFolderSource } from '../../../src/main/policy/folder-source.ts';
import { createPolicyInForce, type PolicyInForce } from '../../../src/main/policy/policy-in-force.ts';
import { printedPolicy } from '../../../src/main/policy/print-policy.ts';
import { loosened } from '../../core/policy/any-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { makePolicyFolder, ownId, type PolicyFolder } from './policy-folder.ts';

const values = {
  AllowVideo: false,
  RelayOnly: true,
  AllowedPeers: ['@klinik.example'],
  BlockedPeers: ['@gast.klinik.example'],
  RequireVerifiedPeer: 'listed',
  PeersToVerify: ['@*.klinik.example'],
  KeyStoreMinimum: 'system',
  IdleLockMinutes: 10,
  HistoryDays: 30,
  BrokerUrl: 'mqtts://broker.klinik.example',
  TlsRoots: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
};
const text = JSON.stringify(values, undefined, 2);
let folder: PolicyFolder;
beforeEach(() => {
  folder = makePolicyFolder();
  folder.write('managed/10-site.json', text);
});
afterEach(() => folder.remove());

/** The site's file with some of its bytes changed, truncated or doubled. */
const anyDamage = fc
  .array(
    fc.record({
      at: fc.nat(text.length - 1),
      byte: fc.integer({ min: 0, max: 255 }),
      kind: fc.constantFrom('set', 'cut', 'double'),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((damages) => {
    let bytes = [...Buffer.from(text)];
    for (const { at, byte, kind } of damages) {
      if (kind === 'set') bytes[at] = byte;
      else bytes = kind === 'cut' ? bytes.slice(0, at) : [...bytes.slice(0, at), ...bytes.slice(Math.floor(at / 2))];
    }
    return Uint8Array.from(bytes);
  });
const anyFile = fc.oneof(
  anyDamage,
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((json) => new TextEncoder().encode(json)),
);

/** Starts the program on the folder; `close` ends it. */
function startIn(clock: Clock): { readonly policy: PolicyInForce; readonly close: () => void } {
  const source = createFolderSource({ folder: folder.folder, owner: ownId, login: 'anna' }, clock);
  return { policy: createPolicyInForce(source), close: source.close };
}

function expectSound(values: PolicyValues): void {
  const bad = policyNames.filter((name) => readValue(table[name], values[name]).kind !== 'value');
  expect(bad).toEqual([]);
}

describe('damaged policy files', () => {
  it('a damaged policy file beside a good policy file loosens nothing, and the policy in force can still be printed', () => {
    const site = startIn(heldClock());
    const before = site.policy.values();
    site.close();
    let damaged = 0;
    fc.assert(
      fc.property(anyFile, anyFile, (first, then) => {
        const clock = heldClock();
        writeFileSync(folder.at('managed/20-ward.json'), first, { mode: 0o644 });
        const { policy, close } = startIn(clock);
        expectSound(policy.values());
        // A changed file that is still valid may set anything. Only a file that is reported as a problem counts as
        // damaged.
        const isDamaged = (): boolean => policy.report().problems.some(({ name }) => name === undefined);
        if (isDamaged()) damaged++;
        expect(isDamaged() ? loosened(before, policy.values()) : []).toEqual([]);
        const held = policy.values();
        writeFileSync(folder.at('managed/20-ward.json'), then);
        clock.advance(60_000);
        expectSound(policy.values());
        expect(isDamaged() ? loosened(held, policy.values()) : []).toEqual([]);
        close();
        expect(JSON.parse(printedPolicy(policy.report(), '0').out)).toHaveProperty('policies');
      }),
      { numRuns: 400 },
    );
    expect(damaged).toBeGreaterThan(50);
  });
});
