// Everyone who asks for a self-check while one runs gets the report of the running self-check. The test fakes the
// examination.
import { beforeEach, expect, it, vi } from 'vitest';
import type { DoctorReport } from '../../../src/contract/managed.ts';
import { createSupport, type SupportParts } from '../../../src/main/doctor/support.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const checks = vi.hoisted(() => ({ running: [] as PromiseWithResolvers<DoctorReport>[] }));
vi.mock('../../../src/main/doctor/doctor.ts', () => ({
  examine: () => {
    const next = Promise.withResolvers<DoctorReport>();
    checks.running.push(next);
    return next.promise;
  },
}));

beforeEach(() => {
  checks.running.length = 0;
});

it('simultaneous requests for a self-check get one report, and a request after a failed self-check gets a new one', async () => {
  const support = createSupport({ policy: fixedPolicy(), record: {} } as unknown as SupportParts);
  const [first, second] = [support.examine(), support.examine()];
  checks.running[0]?.resolve({ at: 1, checks: [] });
  expect([await first, await second, checks.running.length]).toEqual([{ at: 1, checks: [] }, { at: 1, checks: [] }, 1]);
  const failed = support.examine();
  checks.running[1]?.reject(new Error('no examination'));
  await expect(failed).rejects.toThrow('no examination');
  const third = support.examine();
  checks.running[2]?.resolve({ at: 3, checks: [] });
  expect((await third).at).toBe(3);
});
