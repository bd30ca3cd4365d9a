// The person a link points at, until the window has shown them: a proposal of who to look at, never a call and never a contact.
// One at a time, the latest; kept in memory only.

/** The proposal in force, as an address in wire form. */
export interface Proposal {
  readonly read: () => string | undefined;
  readonly propose: (address: string) => void;
  readonly dismiss: () => void;
}

/** No proposal yet; `onChange` is called after every change. */
export function createProposal(onChange: () => void): Proposal {
  let address: string | undefined;
  const set = (next: string | undefined): void => {
    if (next === address) return;
    address = next;
    onChange();
  };
  return { read: () => address, propose: set, dismiss: () => set(undefined) };
}
