// What a page knows: main's view, mirrored, the live numbers of a call, and the current message to the person. No
// decision is made here. Only bind.ts writes main's view and the numbers; ask.ts and the screens write messages.
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { RefusalCode } from '../../contract/failure.ts';
import type { PageView } from '../../contract/page-view.ts';
import type { CallNumbers, HistoryKey } from '../../contract/view.ts';

/** A message to the person. A new one replaces the one before. */
export type Message =
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'contact-removed'; readonly address: string; readonly name: string }
  | { readonly kind: 'call-removed'; readonly call: HistoryKey }
  | { readonly kind: 'side-chosen'; readonly name: string }
  | { readonly kind: 'own-side-chosen' }
  | { readonly kind: 'known-anew'; readonly name: string }
  | { readonly kind: 'person-chosen'; readonly name: string }
  | { readonly kind: 'history-cleared' }
  | { readonly kind: 'welcome'; readonly name: string; readonly address: string }
  | { readonly kind: 'recovered'; readonly isDisputed: boolean }
  | { readonly kind: 'saved'; readonly what: 'diagnosis' | 'record' | 'request' | 'protection' }
  | { readonly kind: 'device-removed'; readonly name: string }
  | { readonly kind: 'code-taken-back' }
  | { readonly kind: 'copied' };

/** Main's view of this kind of page. `stuck`: it could not be read. */
export type Mirror =
  | { readonly kind: 'loading' }
  | { readonly kind: 'stuck' }
  | { readonly kind: 'ready'; readonly view: PageView };

/** Everything that a page knows. */
export interface PageState {
  readonly mirror: Mirror;
  /** The live numbers of the call, once main has sent some. Main sends them only to the security page. */
  readonly numbers: CallNumbers | undefined;
  readonly message: Message | undefined;
}

/** The store of one page. */
export type PageStore = StoreApi<PageState>;

/** An empty page: nothing is known from main yet. */
export function createPageStore(): PageStore {
  return createStore<PageState>(() => ({ mirror: { kind: 'loading' }, numbers: undefined, message: undefined }));
}
