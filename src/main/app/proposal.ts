// A proposal names a person whom the main window should show, from a link or from a call that has ended. It is dropped
// once the window has shown the person. It never starts a call or adds a contact. Only the latest proposal counts, and
// proposals are kept in memory only.
import type { Proposal } from '../../contract/proposal.ts';

/** The current proposal, with its address in wire form. */
export interface Proposals {
  readonly read: () => Proposal | undefined;
  readonly propose: (proposal: Proposal) => void;
  readonly dismiss: () => void;
}

/** No proposal yet; `onChange` is called after every change. */
export function createProposals(onChange: () => void): Proposals {
  let current: Proposal | undefined;
  const set = (next: Proposal | undefined): void => {
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    onChange();
  };
  return { read: () => current, propose: set, dismiss: () => set(undefined) };
}
