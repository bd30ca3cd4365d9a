// The name of a person on screen.

interface Named {
  readonly name: string;
  readonly address: string;
}

/**
 * The name of a caller, for a place that does not show the address. A name that the caller only claims comes after the
 * address: any stranger can claim the name of a contact, and a long text is cut at its end.
 */
export function callerName(call: Named & { readonly claimed: boolean }): string {
  return call.claimed && call.name !== '' ? `${call.address} (${call.name})` : personName(call);
}

/** The name, or the address where there is none. */
export function personName(person: Named): string {
  return person.name === '' ? person.address : person.name;
}
