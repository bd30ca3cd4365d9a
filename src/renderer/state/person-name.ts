// The name of a person on screen.

interface Named {
  readonly name: string;
  readonly address: string;
}

/**
 * The name of a caller where no address stands beside it: a name that the caller only claims is followed by the
 * address, because any stranger can claim the name of a contact.
 */
export function callerName(call: Named & { readonly claimed: boolean }): string {
  return call.claimed && call.name !== '' ? `${call.name} (${call.address})` : personName(call);
}

/** The name, or the address where there is none. */
export function personName(person: Named): string {
  return person.name === '' ? person.address : person.name;
}
