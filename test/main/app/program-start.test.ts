// What a start does with policy: the log level that policy sets, the folder of the policy, and which starts read no
// policy.
import { beforeEach, expect, it, vi } from 'vitest';
import { beginProgram } from '../../../src/main/app/lifecycle.ts';
import { startProgram } from '../../../src/main/app/program-start.ts';
import { openSystemPolicy } from '../../../src/main/policy/system-policy.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const electron = vi.hoisted(() => ({ app: { isPackaged: false, whenReady: () => Promise.resolve() } }));
vi.mock('electron', () => electron);
vi.mock('../../../src/main/app/lifecycle.ts', () => ({ beginProgram: vi.fn<typeof beginProgram>() }));
vi.mock('../../../src/main/policy/system-policy.ts', () => ({
  openSystemPolicy: vi.fn<typeof openSystemPolicy>(),
  tellProblems: () => undefined,
}));

beforeEach(() => {
  electron.app.isPackaged = false;
  vi.mocked(beginProgram).mockReturnValue('may-start');
});

it('the log uses the level that policy sets, and a change of policy applies at once', async () => {
  const policy = fixedPolicy({ LogLevel: 'error' });
  vi.mocked(openSystemPolicy).mockResolvedValue(policy);
  const warned = vi.spyOn(console, 'warn').mockReturnValue();
  await startProgram(
    [],
    ({ log }) => {
      log.warn('too much');
      policy.set({ LogLevel: 'warn' });
      log.warn('just right');
    },
    vi.fn(),
  );
  expect(warned.mock.calls).toEqual([['warn main: just right']]);
});

it('only a build under test reads policy from a folder named on the command line', async () => {
  vi.mocked(openSystemPolicy).mockResolvedValue(fixedPolicy());
  const folderFor = async (isPackaged: boolean): Promise<unknown> => {
    electron.app.isPackaged = isPackaged;
    await startProgram(['--policy-folder=/home/anna/policies'], () => undefined, vi.fn());
    return vi.mocked(openSystemPolicy).mock.lastCall?.[0];
  };
  expect(await folderFor(false)).toBe('/home/anna/policies');
  expect(await folderFor(true)).toBeUndefined();
});

it('a refused start and a second instance read no policy and run nothing', async () => {
  vi.mocked(openSystemPolicy).mockClear();
  const run = vi.fn<Parameters<typeof startProgram>[1]>();
  for (const start of ['refused', 'second-instance'] as const) {
    vi.mocked(beginProgram).mockReturnValue(start);
    await startProgram(['--print-policy'], run, () => undefined);
  }
  expect(run).not.toHaveBeenCalled();
  expect(openSystemPolicy).not.toHaveBeenCalled();
});
