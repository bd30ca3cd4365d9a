// Which of the many devices that claim an address are read by name at a first contact (protocol §2, §12): those that
// show a certificate of the organisation for themselves under this address. Whether a certificate names the right
// person is judged once their chain was read.
import type { Steps } from '../../core/steps.ts';
import type { Credentials } from './address-reading.ts';
import type { SignatureBudget } from './signature-budget.ts';

/** The question. `devices`: 105 at most, 64 of a hint, 40 that a wildcard reading brought, and the caller. */
export interface ConfirmedNamesQuestion {
  readonly credentials: Credentials;
  readonly address: string;
  readonly devices: readonly string[];
  readonly timeoutMs: number;
  /** The budget of all strangers: each certificate counts as one of their 64 checks a second. */
  readonly budget: SignatureBudget;
}

/** Those of the question's devices, in their order, that show a certificate of the organisation for themselves. */
export async function confirmedNames(question: ConfirmedNamesQuestion): Promise<readonly string[]> {
  const { credentials, address, devices, timeoutMs, budget } = question;
  const isConfirmed = await Promise.all(
    devices.map(async (device) => {
      const shown = await credentials.read(device, timeoutMs);
      if (shown === undefined || shown === 'timeout') return false;
      return (
        (await budget.run(
          afterPause(() => credentials.isFor(shown, address, device)),
          1,
        )) === true
      );
    }),
  );
  return devices.filter((_, index) => isConfirmed[index]);
}

function* afterPause<T>(run: () => T): Steps<T> {
  yield;
  return run();
}
