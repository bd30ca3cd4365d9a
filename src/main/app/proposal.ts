// Whom the main window is to show, until it has: the person of a link, or of a call that has ended. Who to look at, never a call and
// never a contact. One at a time, the latest; kept in memory only.
import type { Proposal } from '../../contract/proposal.ts';

/** The proposal in force; its address in wire form. */
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
