// The page of a call for tests: one in each state, with everything else left at a default.
import { type DescribedPage, type NewPage, NO_PAGE, type PageState } from '../../../src/core/call/page-state.ts';

const none = { kind: 'none' } as const;
const { past } = NO_PAGE;

/** The first page, told to make a connection; without a worker. */
export const OPENING: NewPage = {
  kind: 'opening',
  nr: 1,
  theirs: undefined,
  worker: none,
  isInterrupted: false,
  reopening: none,
  past,
};

/** The first page of a call, once it has described its connection. */
export const DESCRIBED: DescribedPage = { ...OPENING, kind: 'described', reopening: none };

/** The page of a call in each state. */
export const PAGES = {
  none: NO_PAGE,
  opening: OPENING,
  present: { ...OPENING, kind: 'present' },
  described: DESCRIBED,
  owed: { kind: 'owed', nr: 1, theirs: undefined, past },
  closed: { kind: 'closed' },
} as const satisfies Readonly<Record<PageState['kind'], PageState>>;
