// Trial calls of a program: one at a time. However a trial call ends, another trial call can be made afterwards. The
// test fakes the page.
import { expect, it, vi } from 'vitest';
import { createTrialCall, type TrialOutcome } from '../../../src/main/doctor/trial-call.ts';
import { createLog } from '../../../src/main/log.ts';

vi.mock('electron', () => ({ app: {} }));

const servers = ['turn:127.0.0.1:1?transport=udp'];
const account = { username: 'u', password: 'p' };

it('a trial call is not made while another trial call runs, and can be made after the other has ended or failed', async () => {
  const running: PromiseWithResolvers<TrialOutcome>[] = [];
  const call = createTrialCall(
    () => {
      const next = Promise.withResolvers<TrialOutcome>();
      running.push(next);
      return next.promise;
    },
    createLog('error', () => undefined),
    () => 0,
  );
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const first = call(servers, account);
  expect(await call(servers, account)).toEqual({ kind: 'not-now' });
  await settle();
  running[0]?.resolve({ kind: 'lost' });
  expect([await first, running.length]).toEqual([{ kind: 'lost' }, 1]);
  const second = call(servers, account);
  await settle();
  running[1]?.reject(new Error('no page'));
  await expect(second).rejects.toThrow('no page');
  const third = call(servers, account);
  await settle();
  running[2]?.resolve({ kind: 'carried', milliseconds: 80 });
  expect(await third).toEqual({ kind: 'carried', milliseconds: 80 });
});

it('a trial call is not made if all trial calls were ended while its paths were prepared', async () => {
  let ends = 0;
  const run = vi.fn<() => Promise<TrialOutcome>>();
  const outcome = createTrialCall(
    run,
    createLog('error', () => undefined),
    () => ends,
  )(servers, account);
  ends++;
  expect(await outcome).toEqual({ kind: 'not-now' });
  expect(run).not.toHaveBeenCalled();
});
