// The first start on a machine whose policy knows the person: the identity is made without a question, even without a
// window. If somebody is found under the address already, the person decides. If the broker cannot tell, the program
// tries again.
import type { RefusalCode } from '../../contract/failure.ts';
import type { SettingUp } from '../devices/setting-up.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Clock } from '../time/clock.ts';
import { knownPerson } from '../policy/known-person.ts';
import type { Profile } from './profile.ts';

/** What `welcomeKnown` needs. */
export interface WelcomeParts {
  readonly profile: Pick<Profile, 'vault' | 'account' | 'lockCause'>;
  readonly settingUp: Pick<SettingUp, 'create'>;
  readonly policy: Pick<PolicyInForce, 'values' | 'onChange'>;
  readonly login: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly wantsChoice: () => boolean;
}

const AGAIN_MS = 15_000;
/** Results that another attempt may change. */
const PASSING: readonly ('done' | RefusalCode)[] = [
  'no-server',
  'server-silent',
  'server-proxy',
  'proxy-login',
  'server-refused',
  'directory-silent',
];

/**
 * Makes the identity of a person whom policy knows, now or once policy knows them, if no question is needed and the
 * person has not asked for a choice.
 */
export function welcomeKnown({ profile, settingUp, policy, login, clock, wantsChoice }: WelcomeParts): void {
  let cancel = (): void => undefined;
  async function welcome(): Promise<void> {
    cancel();
    const person = knownPerson(policy.values(), login);
    if (person.address === '' || person.name === '' || wantsChoice()) return;
    if (profile.account() !== undefined || profile.lockCause() !== undefined) return;
    // Any other protection of the key needs a passphrase, and damage needs a decision.
    if (profile.vault.view().kind !== 'os') return;
    const outcome = await settingUp.create(person);
    if (PASSING.includes(outcome)) cancel = clock.after(AGAIN_MS, () => void welcome());
  }
  void welcome();
  policy.onChange(() => void welcome());
}
