// What each page has been told, and what it is told next: its own view whole when it has loaded, and from then on only what changed.
// The numbers of a call travel apart, to its security page alone: they change each second, and the view does not.
import type { Sender } from '../../contract/ipc.ts';
import type { MainView, PageView } from '../../contract/page-view.ts';
import type { CallNumbers, View } from '../../contract/view.ts';
import { unreachable } from '../../core/assert.ts';
import { mainChange } from './main-change.ts';
import type { Page } from './page.ts';
import { cardView, mainView, recoveryView, securityView, stageView, type CallWindowState } from './page-views.ts';

/** What `page` may see of `view` now; undefined where its call is gone. `state` is that of the window of its call. */
export function viewFor({ kind, call }: Sender, view: View, state: CallWindowState): PageView | undefined {
  switch (kind) {
    case 'main':
      return mainView(view);
    case 'card':
      return cardView(view, call);
    case 'stage':
      return stageView(view, call, state);
    case 'security':
      return securityView(view, call, state);
    case 'recovery':
      return recoveryView(view);
    default:
      return unreachable(kind);
  }
}

/** The pushes to all pages. */
export class ViewPushes {
  readonly #main = new WeakMap<Page, MainView>();
  readonly #told = new WeakMap<Page, string>(); // of every other kind, as JSON
  readonly #numbers = new WeakMap<Page, CallNumbers>();

  /** Tells a page that has just loaded everything. */
  begin(page: Page, view: View, state: CallWindowState): void {
    this.#main.delete(page);
    this.#told.delete(page);
    this.#numbers.delete(page);
    this.follow(page, view, state);
  }

  /** Tells a page what changed since it was told last; nothing while it loads, for then it is told everything. */
  follow(page: Page, view: View, state: CallWindowState): void {
    if (!page.isLoaded) return;
    if (page.kind === 'main') return this.#followMain(page, mainView(view));
    const own = viewFor(page, view, state);
    if (own === undefined) return;
    const text = JSON.stringify(own);
    if (this.#told.get(page) !== text) page.push('view', own);
    this.#told.set(page, text);
    if (page.kind !== 'security') return;
    const numbers = view.calls.find(({ id }) => id === page.call)?.numbers;
    if (numbers === undefined || this.#numbers.get(page) === numbers) return;
    this.#numbers.set(page, numbers);
    page.push('numbers', numbers);
  }

  #followMain(page: Page, next: MainView): void {
    const before = this.#main.get(page);
    this.#main.set(page, next);
    if (before === undefined) return page.push('view', next);
    const change = mainChange(before, next);
    if (change !== undefined) page.push('change', change);
  }
}
