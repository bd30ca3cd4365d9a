// The first start on a machine whose policy knows the person: the identity is made without a question, also where no window shows. Where
// somebody is under the address already it is for the person to decide, and where nobody knows, it is tried again.
import type { RefusalCode } from '../../contract/failure.ts';
import type { SettingUp } from '../devices/setting-up.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Clock } from '../time/clock.ts';
import { knownPerson } from '../policy/known-person.ts';
import type { Profile } from './profile.ts';

/** What it is made of. */
export interface WelcomeParts {
  readonly profile: Pick<Profile, 'vault' | 'account' | 'lockCause'>;
  readonly settingUp: Pick<SettingUp, 'create'>;
  readonly policy: Pick<PolicyInForce, 'values' | 'onChange'>;
  readonly login: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly wantsChoice: () => boolean;
}

const AGAIN_MS = 15_000;
/** What may be another answer a moment later, without anybody doing anything. */
const PASSING: readonly ('done' | RefusalCode)[] = [
  'no-server',
  'server-silent',
  'server-proxy',
  'proxy-login',
  'server-refused',
  'directory-silent',
];

/** Makes the identity of a person whom policy knows, now or when policy comes to know, where nobody need be asked for anything and nobody wants to be. */
export function welcomeKnown({ profile, settingUp, policy, login, clock, wantsChoice }: WelcomeParts): void {
  let cancel = (): void => undefined;
  async function welcome(): Promise<void> {
    cancel();
    const person = knownPerson(policy.values(), login);
    if (person.address === '' || person.name === '' || wantsChoice()) return;
    if (profile.account() !== undefined || profile.lockCause() !== undefined) return;
    // Another way to keep the key needs a passphrase, and what is damaged needs a decision.
    if (profile.vault.view().kind !== 'os') return;
    const outcome = await settingUp.create(person);
    if (PASSING.includes(outcome)) cancel = clock.after(AGAIN_MS, () => void welcome());
  }
  void welcome();
  policy.onChange(() => void welcome());
}
