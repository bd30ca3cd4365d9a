// How the model joins its parts: what policy they get, and when a person is created and the broker connection begins.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { curves, nobleCurves } from '../../../src/core/keys/curves.ts';
import { createModel } from '../../../src/main/app/model.ts';
import type { ModelParts } from '../../../src/main/app/model-parts.ts';
import { parseOptions } from '../../../src/main/policy/options.ts';
import { createLog } from '../../../src/main/log.ts';
import * as securityRecord from '../../../src/main/record/security-record.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

vi.mock('electron', () => {
  const safeStorage = { isEncryptionAvailable: () => false };
  return { app: { getVersion: () => '0.2.0', isPackaged: false }, safeStorage, shell: {}, dialog: {}, session: {} };
});
vi.mock(import('../../../src/main/record/security-record.ts'), { spy: true });

function partsOver(policy: ModelParts['policy']): ModelParts {
  const folder = mkdtempSync(join(tmpdir(), 'model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    options: parseOptions([]),
    folder,
    versions: { app: '0.2.0', electron: '45.0.0', chromium: '156.0.0' },
    languages: ['de'],
    isPackaged: false,
    whenShown: Promise.resolve(),
    log: createLog('error', () => undefined),
    recentLines: () => [],
    policy,
    consent: () => Promise.resolve('no'),
    keysInForce: () => ({ from: 'nobody' }),
    headsets: () => ({ found: [], isLost: false }),
    systemDnd: { state: () => 'unreadable', onChange: () => undefined },
    devicesTried: () => ({}),
    trialCall: () => Promise.resolve({ kind: 'lost' }),
    onAccount: () => undefined,
  };
}

it('the program uses the platform’s curves', () => {
  createModel(partsOver(fixedPolicy({})));
  expect(curves()).not.toBe(nobleCurves);
});

it('the security record follows the retention that policy sets', () => {
  const policy = fixedPolicy({ RecordDays: 30 });
  createModel(partsOver(policy));
  const [given] = vi.mocked(securityRecord.createSecurityRecord).mock.calls.at(-1) ?? [];
  expect(given?.days()).toBe(30);
  policy.set({ RecordDays: 3650 });
  expect(given?.days()).toBe(3650);
});

it('a running local broker stops when policy forbids local brokers, and does not start again', async () => {
  const policy = fixedPolicy({});
  const { broker } = createModel(partsOver(policy));
  expect(await broker.start({ host: '127.0.0.1', port: 0 })).toBe('running');
  policy.set({ AllowLocalBroker: false });
  await vi.waitUntil(() => broker.view().kind === 'stopped', { timeout: 20_000 });
  expect(await broker.start({ host: '127.0.0.1', port: 0 })).toBe('locked');
});

it('setting up creates no person without a broker, and creates a person who comes online once the local broker runs', async () => {
  const model = createModel(partsOver(fixedPolicy({ KeyStoreMinimum: 'passphrase' })));
  onTestFinished(() => model.end());
  model.begin();
  const anna = { address: 'anna@klinik.example', name: 'Anna', passphrase: 'correct horse' };
  expect(await model.settingUp.create(anna)).toBe('no-server');
  expect(model.profile.account()).toBeUndefined();
  expect(await model.broker.start({ host: '127.0.0.1', port: 0 })).toBe('running');
  expect(await model.settingUp.create(anna)).toBe('done');
  await vi.waitUntil(() => model.view.read().link.kind === 'online', { timeout: 20_000 });
});

it('the broker connection begins only once the first window is shown', async () => {
  let shown = (): void => undefined;
  const whenShown = new Promise<void>((resolve) => (shown = resolve));
  const model = createModel({ ...partsOver(fixedPolicy({ KeyStoreMinimum: 'passphrase' })), whenShown });
  onTestFinished(() => model.end());
  model.begin();
  await model.broker.start({ host: '127.0.0.1', port: 0 });
  await model.settingUp.create({ address: 'anna@klinik.example', name: 'Anna', passphrase: 'correct horse' });
  const views: string[] = [];
  model.view.onView(({ link }) => void views.push(link.kind));
  model.status.set('away');
  await vi.waitUntil(() => views.length > 0, { timeout: 20_000 });
  expect(views).toEqual(['off']);
  shown();
  await vi.waitUntil(() => model.view.read().link.kind === 'online', { timeout: 20_000 });
});
