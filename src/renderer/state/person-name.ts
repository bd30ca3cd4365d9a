// The name of a person on screen.

/** The name, or the address where there is none. */
export function personName(person: { readonly name: string; readonly address: string }): string {
  return person.name === '' ? person.address : person.name;
}
