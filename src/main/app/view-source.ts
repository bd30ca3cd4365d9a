// Joins the pieces of the one View, of which every window shows a part, and reports when it has changed. All changes
// until the next push become one push. Nothing is decided or stored here.
import type { View } from '../../contract/view.ts';

/** One reader per piece of the view. */
export type ViewParts = { readonly [K in keyof View]-?: () => View[K] };

/** The current view, and its changes. */
export interface ViewSource {
  readonly read: () => View;
  /** Some part has changed: listeners get the whole view when `defer` runs the push. */
  readonly changed: () => void;
  /** Each listener gets every view, even if another listener throws. The first error is thrown again afterwards. */
  readonly onView: (listener: (view: View) => void) => void;
}

/** The view of these parts. `defer` runs a function once, after the current turn or later (view-pace.ts). */
export function createViewSource(parts: ViewParts, defer: (run: () => void) => void): ViewSource {
  const listeners: ((view: View) => void)[] = [];
  let pending = false;
  const read = (): View => {
    const identity = parts.identity();
    const proposal = parts.proposal();
    const offer = parts.offer();
    const recovery = parts.recovery();
    const proxyLogin = parts.proxyLogin();
    const knock = parts.knock();
    return {
      versions: parts.versions(),
      keyStore: parts.keyStore(),
      ...(identity !== undefined && { identity }),
      link: parts.link(),
      status: parts.status(),
      statusReason: parts.statusReason(),
      mayFollowSystem: parts.mayFollowSystem(),
      contacts: parts.contacts(),
      claims: parts.claims(),
      disputes: parts.disputes(),
      calls: parts.calls(),
      history: parts.history(),
      broker: parts.broker(),
      notices: parts.notices(),
      settings: parts.settings(),
      relaysOf: parts.relaysOf(),
      ...(proxyLogin !== undefined && { proxyLogin }),
      keysInForce: parts.keysInForce(),
      headsets: parts.headsets(),
      managed: parts.managed(),
      enrolment: parts.enrolment(),
      update: parts.update(),
      devices: parts.devices(),
      ...(recovery !== undefined && { recovery }),
      ...(offer !== undefined && { offer }),
      ...(proposal !== undefined && { proposal }),
      ...(knock !== undefined && { knock }),
      isLocked: parts.isLocked(),
    };
  };
  const push = (): void => {
    pending = false;
    const view = read();
    const failures: unknown[] = [];
    for (const listener of listeners) {
      try {
        listener(view);
      } catch (error) {
        failures.push(error); // a bug in one listener must not keep others from following a lock or a call's end
      }
    }
    if (failures.length > 0) throw failures[0]; // the same object, because the log names the place where it was made
  };
  return {
    read,
    changed: () => {
      if (pending) return;
      pending = true;
      defer(push);
    },
    onView: (listener) => void listeners.push(listener),
  };
}
