// What each page was told, and what it is told next: its whole view when it has loaded, and again whenever the view has
// changed. The main window gets only the changed parts. The numbers of a call are sent separately, to its security page
// only, since they change each second and the view does not.
import type { Sender } from '../../contract/command-shapes.ts';
import type { MainView, PageView } from '../../contract/page-view.ts';
import type { CallNumbers, CallView, View } from '../../contract/view.ts';
import { unreachable } from '../../core/assert.ts';
import type { Clock } from '../time/clock.ts';
import { mainChange } from './main-change.ts';
import type { Page } from './page.ts';
import {
  cardView,
  mainView,
  recoveryView,
  securityView,
  stageView,
  tryoutView,
  type CallWindowState,
} from './page-views.ts';

/**
 * What the page may see of `view` now. `state` is that of the window of its call. Undefined if there is nothing to
 * show, as when its call is gone, or if viewFor does not serve pages of this kind.
 */
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
    case 'tryout':
      return tryoutView(view);
    case 'picker':
    case 'headset':
    case 'trial':
      return undefined; // their owners push to them (share-picker.ts, headset-page.ts, trial-page.ts)
    default:
      return unreachable(kind);
  }
}

/** The delay after which the main window learns that a call connects, unless somebody works in that window. */
const CONNECTING_MS = 500;

const isBeingConnected = ({ phase }: CallView): boolean => phase.kind === 'securing' || phase.kind === 'connecting';

/** The existing pages, and the state of the window of each. */
export interface PagesThere {
  readonly pages: readonly Page[];
  /** Whether the main window has the keyboard. */
  readonly isMainInFront: boolean;
  readonly stateOf: (page: Sender) => CallWindowState;
}

/** The pushes to all pages. */
export class ViewPushes {
  readonly #there: PagesThere;
  readonly #clock: Pick<Clock, 'after'>;
  #view: View | undefined;
  #late: (() => void) | undefined; // cancels the delay of the main window while a call connects
  #connecting: ReadonlySet<string> = new Set(); // those of the existing calls that are or were being connected
  readonly #main = new WeakMap<Page, MainView>();
  readonly #told = new WeakMap<Page, string>(); // what pages of all other kinds were told, as JSON
  readonly #numbers = new WeakMap<Page, CallNumbers>();

  constructor(there: PagesThere, clock: Pick<Clock, 'after'>) {
    this.#there = there;
    this.#clock = clock;
  }

  /**
   * Tells every page what has changed in this view. Drawing the main window takes as long as a step of a connecting
   * call, for which somebody waits. So, unless somebody works in the main window, it is told everything together, half
   * a second after the call began to connect. This happens once for each call. A lock and the end of a call do not
   * wait.
   */
  follow(view: View): void {
    this.#view = view;
    const before = this.#connecting;
    const connecting = view.calls.filter((call) => before.has(call.id) || isBeingConnected(call)).map(({ id }) => id);
    this.#connecting = new Set(connecting);
    if (connecting.some((id) => !before.has(id)) && !this.#there.isMainInFront)
      this.#late ??= this.#clock.after(CONNECTING_MS, () => this.tellMain());
    const isUrgent = view.isLocked || view.calls.some(({ phase }) => phase.kind === 'ended');
    for (const page of this.#there.pages)
      if (page.kind !== 'main' || isUrgent || this.#late === undefined) this.tell(page);
  }

  /** Tells the main window whatever it was not told yet: somebody works in it now, or the delay is over. */
  tellMain(): void {
    this.#late?.();
    this.#late = undefined;
    for (const page of this.#there.pages) if (page.kind === 'main') this.tell(page);
  }

  /** Tells everything to a page that has just loaded. */
  begin(page: Page): void {
    this.#main.delete(page);
    this.#told.delete(page);
    this.#numbers.delete(page);
    this.tell(page);
  }

  /**
   * Tells a page what has changed since it was last told. Nothing while the page loads: `begin` tells it everything
   * afterwards.
   */
  tell(page: Page): void {
    const view = this.#view;
    if (view === undefined || !page.isLoaded) return;
    if (page.kind === 'main') return this.#followMain(page, mainView(view));
    const own = viewFor(page, view, this.#there.stateOf(page));
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
