// What policy knows about the person at this machine, so that nobody is asked for it. The person cannot change it.
// Pure.
import { canonicalAddress } from '../../core/keys/address.ts';
import { isName } from '../../core/signal/name.ts';
import type { PolicyValues } from '../../core/policy/table.ts';

/** Address and name from policy, with the login name for `${user}`; '' if unknown. */
export function knownPerson(
  { Address, DisplayName }: Pick<PolicyValues, 'Address' | 'DisplayName'>,
  login: string,
): { readonly address: string; readonly name: string } {
  const fill = (text: string): string => text.replaceAll('${user}', () => login);
  return { address: fill(Address), name: fill(DisplayName) };
}

/** The person to set up: as typed, except for what policy knows. `address` in wire form, `name` as core allows it. */
export function personToBe(
  typed: { readonly address: string; readonly name: string },
  values: Pick<PolicyValues, 'Address' | 'DisplayName'>,
  login: string,
): { readonly address: string; readonly name: string } | 'bad-address' | 'bad-name' {
  const known = knownPerson(values, login);
  const address = canonicalAddress(known.address === '' ? typed.address : known.address);
  if (address === undefined) return 'bad-address';
  const name = (known.name === '' ? typed.name : known.name).trim();
  return isName(name) ? { address, name } : 'bad-name';
}
