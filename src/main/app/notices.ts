// What went wrong, shown until the person has dismissed it. Notices are kept in memory only: a problem that still
// exists after a start is found again. Failed secure calls belong to the trust book and are only shown here.
import type { Notice } from '../../contract/notice.ts';

/** A notice that is stored here and not in the trust book. */
export type OwnNotice = Exclude<Notice, { readonly kind: 'failed-secure-calls' }>;

/** Counts of failed secure calls, and how to clear such a count (contacts/book.ts). */
export interface FailedCalls {
  readonly failedSecureCalls: () => readonly { readonly address: string; readonly count: number }[];
  readonly clearFailedSecureCalls: (address: string) => void;
}

/** All notices: first the added ones, the newest last, then the failed secure calls. */
export interface Notices {
  readonly list: () => Notice[];
  /** Adds a notice, or renews the one of the same kind and, if it is about a person, about the same person. */
  readonly add: (notice: OwnNotice) => void;
  /** The person has read the notice at this index of `list`. */
  readonly dismiss: (index: number) => void;
}

/**
 * Notices. `failed` returns the failed secure calls once the vault is open. `onChange` is called after every change
 * made here.
 */
export function createNotices(failed: () => FailedCalls | undefined, onChange: () => void): Notices {
  let own: readonly OwnNotice[] = [];
  const list = (): Notice[] => [
    ...own,
    ...(failed()?.failedSecureCalls() ?? []).map((each) => ({ kind: 'failed-secure-calls' as const, ...each })),
  ];
  return {
    list,
    add: (notice) => {
      own = [...own.filter((other) => keyOf(other) !== keyOf(notice)), notice];
      onChange();
    },
    dismiss: (index) => {
      const notice = list()[index];
      if (notice?.kind === 'failed-secure-calls') failed()?.clearFailedSecureCalls(notice.address);
      else if (notice !== undefined) {
        own = own.filter((other) => other !== notice);
        onChange();
      }
    },
  };
}

function keyOf(notice: OwnNotice): string {
  return notice.kind === 'own-chain-old' ? `${notice.kind} ${notice.peer}` : notice.kind;
}
