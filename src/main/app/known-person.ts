// What policy knows of the person in front of this machine, so that nobody is asked for it. It is not the person's to choose. Pure.
import type { PolicyValues } from '../../core/policy/table.ts';

/** Address and name as policy has them, with the login name for `${user}`; '' for what it does not know. */
export function knownPerson(
  { Address, DisplayName }: Pick<PolicyValues, 'Address' | 'DisplayName'>,
  login: string,
): { readonly address: string; readonly name: string } {
  const fill = (text: string): string => text.replaceAll('${user}', () => login);
  return { address: fill(Address), name: fill(DisplayName) };
}
