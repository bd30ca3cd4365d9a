// The policy folders of Linux as a whole: levels, what applies while a file cannot be read, and how changes are
// noticed, with and without polling.
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyReport } from '../../../src/contract/managed.ts';
import { createFolderSource } from '../../../src/main/policy/folder-source.ts';
import { createPolicyInForce, type PolicyInForce } from '../../../src/main/policy/policy-in-force.ts';
import type { Clock } from '../../../src/main/time/clock.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { makePolicyFolder, ownId, type PolicyFolder } from './policy-folder.ts';

let policies: PolicyFolder;
let ends: (() => void)[] = [];
// Shortens short waits and never polls: every change noticed with this clock was reported by the system.
const told: Clock = {
  nowMs: Date.now,
  after: (delayMs, run) => {
    if (delayMs > 1000) return () => undefined;
    const timer = setTimeout(run, delayMs / 10);
    return () => clearTimeout(timer);
  },
};
beforeEach(() => {
  policies = makePolicyFolder();
});
afterEach(() => {
  for (const end of ends) end();
  ends = [];
  policies.remove();
});

function open(login = 'anna'): PolicyInForce {
  const source = createFolderSource({ folder: policies.folder, owner: ownId, login }, told);
  ends.push(source.close);
  return createPolicyInForce(source);
}

it('a policy that appears twice in one file takes its strict value and is reported', () => {
  policies.write('managed/a.json', '{"RequireVerifiedPeer":"always","AllowVideo":false,"RequireVerifiedPeer":"never"}');
  const policy = open();
  expect(policy.values()).toMatchObject({ RequireVerifiedPeer: 'always', AllowVideo: false });
  expect(policy.report().problems).toMatchObject([{ name: 'RequireVerifiedPeer', kind: 'wrong-type' }]);
});

/** Resolves once policy matches. A test that waits in vain runs into its own timeout. */
async function until(policy: PolicyInForce, matches: () => boolean): Promise<void> {
  if (matches()) return;
  await new Promise<void>((resolve) => {
    policy.onChange(() => {
      if (matches()) resolve();
    });
  });
}

const kinds = ({ problems }: PolicyReport): readonly string[] => problems.map(({ kind }) => kind);
const stateOf = (policy: PolicyInForce, name: string): object | undefined =>
  policy.report().policies.find((state) => state.name === name);

describe('policy folders on Linux', () => {
  it('a missing policy folder means no policy and no problem', () => {
    policies.remove();
    const policy = open();
    expect(policy.report().problems).toEqual([]);
    expect(policy.report().policies.every(({ level }) => level === 'default')).toBe(true);
    expect(policy.report().sources).toEqual([
      policies.at('recommended'),
      policies.at('user', 'anna'),
      policies.at('managed'),
    ]);
  });

  it('a policy file outside the expected folders is reported and does not count', () => {
    policies.write('managed/a.json', { AllowVideo: false });
    const stray = [policies.write('klinik.json', { RelayOnly: true }), policies.write('klinik2.JSON', 'no json')];
    policies.write('readme.txt', 'nothing');
    const policy = open();
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: false });
    expect(policy.report().problems).toEqual(stray.map((source) => ({ source, kind: 'misplaced' })));
  });

  it('policy files are merged in the order of their names, the later file wins, and the value names its file', () => {
    policies.write('managed/10-site.json', { BrokerUrl: 'mqtts://one.example', RelayOnly: true });
    const last = policies.write('managed/20-ward.json', { BrokerUrl: 'mqtts://two.example' });
    const policy = open();
    expect(policy.values()).toMatchObject({ BrokerUrl: 'mqtts://two.example', RelayOnly: true });
    expect(stateOf(policy, 'BrokerUrl')).toMatchObject({ level: 'machine', source: last });
  });

  it('a person may change recommended policies, and a user’s policies neither override nor set machine policies', () => {
    mkdirSync(policies.at('recommended'), { mode: 0o755 });
    mkdirSync(policies.at('user', 'anna'), { recursive: true, mode: 0o755 });
    policies.write('recommended/a.json', { UnknownCallers: 'silent' });
    policies.write('managed/a.json', { RelayOnly: true });
    policies.write('user/anna/a.json', { RelayOnly: false, AllowVideo: false, LogLevel: 'debug' });
    const policy = open();
    expect(policy.values()).toMatchObject({
      UnknownCallers: 'silent',
      RelayOnly: true,
      AllowVideo: false,
      LogLevel: 'info',
    });
    expect(policy.mayChoose('UnknownCallers', 'ring')).toBe(true);
    expect(policy.report().problems).toMatchObject([{ name: 'LogLevel', kind: 'wrong-scope' }]);
    expect(open('max').values().AllowVideo).toBe(true);
  });

  it.each(['', '.', '..', '../managed', 'a/b', '\0'])('no user folder is read for the login name %j', (login) => {
    expect(open(login).report().sources).toEqual([policies.at('recommended'), policies.at('managed')]);
  });

  it('an untrusted policy file makes policy strict from the start and is reported', () => {
    chmodSync(policies.write('managed/a.json', { AllowVideo: true, HistoryDays: 30 }), 0o666);
    const policy = open();
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: true, AllowedPeers: [], HistoryDays: 90 });
    expect(policy.report().problems).toEqual([{ source: policies.at('managed/a.json'), kind: 'not-trusted' }]);
    expect(stateOf(policy, 'AllowVideo')).toMatchObject({ problem: 'unreadable-source' });
  });

  it('an untrusted policy folder makes policy strict from the start', () => {
    policies.write('managed/a.json', { AllowVideo: true });
    chmodSync(policies.at('managed'), 0o777);
    const policy = open();
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: true });
    expect(policy.report().problems).toEqual([{ source: policies.at('managed'), kind: 'not-trusted' }]);
  });

  it('an untrusted folder of recommendations is reported and does not make policy strict', () => {
    mkdirSync(policies.at('recommended'), { mode: 0o777 });
    chmodSync(policies.at('recommended'), 0o777);
    const policy = open();
    expect(policy.values().AllowVideo).toBe(true);
    expect(kinds(policy.report())).toEqual(['not-trusted']);
  });
});

describe('policy files that change while the program runs', () => {
  it('a changed policy file applies without polling, and a broken policy file keeps the last values', async () => {
    const file = policies.write('managed/a.json', { AllowVideo: false, BrokerUrl: 'mqtts://one.example' });
    const policy = open();
    policies.write('managed/a.json', { AllowVideo: false, BrokerUrl: 'mqtts://two.example' });
    await until(policy, () => policy.values().BrokerUrl === 'mqtts://two.example');
    appendFileSync(file, '}');
    await until(policy, () => kinds(policy.report()).includes('not-json'));
    expect(policy.values()).toMatchObject({
      AllowVideo: false,
      BrokerUrl: 'mqtts://two.example',
      RelayOnly: false,
      AllowedPeers: ['*'],
    });
    policies.write('managed/a.json', { BrokerUrl: 'mqtts://three.example' });
    await until(policy, () => policy.values().BrokerUrl === 'mqtts://three.example');
    expect(policy.values().AllowVideo).toBe(true);
    expect(policy.report().problems).toEqual([]);
  });

  it('a removed policy file no longer counts', async () => {
    const file = policies.write('managed/a.json', { AllowVideo: false });
    const policy = open();
    rmSync(file);
    await until(policy, () => policy.values().AllowVideo);
    // If the removed file were remembered, a broken file under its name would now keep the last values.
    writeFileSync(file, '{', { mode: 0o644 });
    await until(policy, () => kinds(policy.report()).includes('not-json'));
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: true });
  });

  it('a policy file that becomes writable by others keeps its last values', async () => {
    const file = policies.write('managed/a.json', { AllowVideo: false });
    const policy = open();
    chmodSync(file, 0o666);
    writeFileSync(file, '{}');
    await until(policy, () => kinds(policy.report()).includes('not-trusted'));
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: false });
  });

  it('a policy keeps its last values while its folder is not trusted', async () => {
    policies.write('managed/a.json', { AllowVideo: false });
    const policy = open();
    chmodSync(policies.at('managed'), 0o777);
    await until(policy, () => kinds(policy.report()).includes('not-trusted'));
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: false });
    chmodSync(policies.at('managed'), 0o755);
    await until(policy, () => policy.report().problems.length === 0);
    expect(policy.values().AllowVideo).toBe(false);
  });

  it('a changed policy file is found within a minute by polling, until the reader is closed', () => {
    const clock = heldClock();
    const source = createFolderSource({ folder: policies.folder, owner: ownId, login: '' }, clock);
    ends.push(source.close);
    const policy = createPolicyInForce(source);
    for (const allowed of [false, true]) {
      policies.write('managed/a.json', { AllowVideo: allowed });
      clock.advance(60_000);
      expect(policy.values().AllowVideo).toBe(allowed);
    }
    source.close();
    policies.write('managed/a.json', { AllowVideo: false });
    clock.advance(180_000);
    expect(policy.values().AllowVideo).toBe(true);
  });

  it('a policy file is found in folders created later, two levels deep, and in a folder that replaces them', async () => {
    const folder = policies.at('later', 'policies');
    const source = createFolderSource({ folder, owner: ownId, login: '' }, told);
    ends.push(source.close);
    const policy = createPolicyInForce(source);
    mkdirSync(policies.at('later', 'policies', 'managed'), { recursive: true, mode: 0o755 });
    policies.write('later/policies/managed/a.json', { AllowVideo: false });
    await until(policy, () => !policy.values().AllowVideo);
    mkdirSync(policies.at('next', 'managed'), { recursive: true, mode: 0o755 });
    policies.write('next/managed/a.json', { RelayOnly: true });
    renameSync(folder, policies.at('before'));
    renameSync(policies.at('next'), folder);
    await until(policy, () => policy.values().RelayOnly && policy.values().AllowVideo);
    policies.write('later/policies/managed/a.json', { RelayOnly: false });
    await until(policy, () => !policy.values().RelayOnly);
    expect(policy.report().problems).toEqual([]);
  });
});
