// The first start on a machine whose policy knows the person: the identity is made without a question, also where no window shows.
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { knownPerson } from './known-person.ts';
import type { Profile } from './profile.ts';

/** Makes the identity of a person whom policy knows, now or when policy comes to know, where nobody need be asked for anything and nobody wants to be. */
export function welcomeKnown(
  profile: Pick<Profile, 'vault' | 'account' | 'lockCause' | 'createIdentity'>,
  policy: Pick<PolicyInForce, 'values' | 'onChange'>,
  login: string,
  wantsChoice: () => boolean,
): void {
  const welcome = (): void => {
    const person = knownPerson(policy.values(), login);
    if (person.address === '' || person.name === '' || wantsChoice()) return;
    if (profile.account() !== undefined || profile.lockCause() !== undefined) return;
    // Another way to keep the key needs a passphrase, and what is damaged needs a decision.
    if (profile.vault.view().kind === 'os') void profile.createIdentity(person);
  };
  welcome();
  policy.onChange(welcome);
}
