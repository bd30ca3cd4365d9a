// What is wrong now and stays until it is not, or until the person has put it away. Kept in memory: what still holds after a
// start is found again. Failed secure calls are the trust book's and only shown here.
import type { Notice } from '../../contract/notice.ts';

/** Something to tell that is not counted elsewhere. */
export type OwnNotice = Exclude<Notice, { readonly kind: 'failed-secure-calls' }>;

/** Counts of failed secure calls, and the way to put one away (contacts/book.ts). */
export interface FailedCalls {
  readonly failedSecureCalls: () => readonly { readonly address: string; readonly count: number }[];
  readonly clearFailedSecureCalls: (address: string) => void;
}

/** All notices, newest kinds last. */
export interface Notices {
  readonly list: () => Notice[];
  /** Adds a notice, or renews the one of the same kind, and about the same person where it is about one. */
  readonly add: (notice: OwnNotice) => void;
  /** None of this kind holds any longer. */
  readonly remove: (kind: OwnNotice['kind']) => void;
  /** The person has read the notice at this place of `list`. */
  readonly dismiss: (index: number) => void;
}

/** Notices; `failed` is there once the vault is open, `onChange` is called after every change made here. */
export function createNotices(failed: () => FailedCalls | undefined, onChange: () => void): Notices {
  let own: readonly OwnNotice[] = [];
  const removeWhere = (isOver: (notice: OwnNotice) => boolean): void => {
    if (!own.some(isOver)) return;
    own = own.filter((notice) => !isOver(notice));
    onChange();
  };
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
    remove: (kind) => removeWhere((notice) => notice.kind === kind),
    dismiss: (index) => {
      const notice = list()[index];
      if (notice?.kind === 'failed-secure-calls') failed()?.clearFailedSecureCalls(notice.address);
      else if (notice !== undefined) removeWhere((other) => other === notice);
    },
  };
}

function keyOf(notice: OwnNotice): string {
  return notice.kind === 'own-chain-old' ? `${notice.kind} ${notice.peer}` : notice.kind;
}
