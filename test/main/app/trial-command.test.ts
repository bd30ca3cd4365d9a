// A command without a page starts a second process for its trial call. The file that names the relays to that process
// does not stay on the disk, and a change of policy ends the call. Electron is faked (played-electron.ts).
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, inject, it, onTestFinished, vi } from 'vitest';
import { trialCallAsPrinted } from '../../../src/main/app/trial-command.ts';
import { createLog } from '../../../src/main/log.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { played, playedSession } from './played-electron.ts';

const start = vi.hoisted(() => ({ profile: '' }));
vi.mock('electron', async () => ({
  ...(await import('./played-electron.ts')).played.module,
  app: { whenReady: () => Promise.resolve(), getPath: () => start.profile },
}));
vi.mock('../../../src/main/app/command-page-setting.ts', () => ({
  commandPageSetting: () => ({
    preload: '',
    icon: '',
    packaged: true,
    chromium: '156.0.0.0',
    sessionOf: playedSession,
  }),
}));

const log = createLog('error', () => undefined);
const asked = (question: string): string => {
  start.profile = mkdtempSync(join(inject('quickFolder'), 'trial-command-'));
  onTestFinished(() => rmSync(start.profile, { recursive: true, force: true }));
  const file = join(start.profile, 'question.json');
  writeFileSync(file, question);
  return file;
};
beforeEach(() => played.reset());

it('the file with the password of a relay is deleted before the trial call begins', async () => {
  const file = asked(JSON.stringify({ servers: [], username: 'u', password: 'p' }));
  const printed = trialCallAsPrinted(fixedPolicy(), log);
  await vi.waitFor(() => expect(played.pages).toHaveLength(1));
  expect(existsSync(file)).toBe(false);
  played.page('trial').close();
  expect(await printed).toEqual({ text: '{"kind":"lost"}', code: 0 });
});

it('a file with a question that cannot be read is deleted, and no trial call begins', async () => {
  const file = asked('{"servers":');
  expect(await trialCallAsPrinted(fixedPolicy(), log)).toEqual({ text: '', code: 1 });
  expect([existsSync(file), played.pages.length]).toEqual([false, 0]);
});

it('a change of policy ends the trial call that a command asked for', async () => {
  const policy = fixedPolicy();
  asked(JSON.stringify({ servers: [], username: 'u', password: 'p' }));
  const printed = trialCallAsPrinted(policy, log);
  await vi.waitFor(() => expect(played.pages).toHaveLength(1));
  policy.set({ RelayOnly: true });
  expect([played.page('trial').isGone, await printed]).toEqual([true, { text: '{"kind":"not-now"}', code: 0 }]);
});
