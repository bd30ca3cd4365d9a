// A start that only prints ends even if its command fails.
import { expect, it, vi } from 'vitest';
import { devicesAsPrinted } from '../../../src/main/app/devices-command.ts';
import { printAndEnd } from '../../../src/main/app/printed-start.ts';
import { createLog } from '../../../src/main/log.ts';
import { parseOptions } from '../../../src/main/policy/options.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const electron = vi.hoisted(() => ({ app: { exit: vi.fn<(code: number) => void>() }, powerMonitor: {} }));
vi.mock('electron', () => electron);
vi.mock('../../../src/main/app/devices-command.ts', () => ({ devicesAsPrinted: vi.fn<typeof devicesAsPrinted>() }));
vi.mock('../../../src/main/app/trial-command.ts', () => ({ trialCallAsPrinted: () => undefined }));
vi.mock('../../../src/main/curves/choose-curves.ts', () => ({ chooseCurves: () => undefined }));
vi.mock('../../../src/core/keys/curves.ts', () => ({ useCurves: () => undefined }));
vi.mock('../../../src/main/doctor/commands.ts', () => ({ runSupportCommand: () => 'no' }));
vi.mock('../../../src/main/app/opened.ts', () => ({ openState: () => undefined }));

it('the failure of a command that only prints is logged, and the program ends with exit code 1', async () => {
  vi.mocked(devicesAsPrinted).mockRejectedValue(new Error('no folder'));
  const lines: string[] = [];
  const log = createLog('error', (_level, line) => void lines.push(line));
  printAndEnd(parseOptions(['--check-devices']), fixedPolicy(), log, () => undefined);
  await vi.waitFor(() => expect(electron.app.exit).toHaveBeenCalledWith(1));
  expect(lines).toEqual([expect.stringContaining('a command failed')]);
});
