// Keeps the system's notifications in line with the view (notification-due.ts): shows each once, closes those no longer
// due, and reports presses. A notification closed by hand is not shown again.
import type { View } from '../../contract/view.ts';
import type { DesktopTexts } from '../../text/desktop.ts';
import type { NotificationAction } from './notification-actions.ts';
import { type DueNotification, notificationsDue } from './notification-due.ts';

/**
 * Shows one notification and returns a function that closes it. `onPress` gets the index of the button, or `itself`.
 * `onGone` is called when the notification is gone.
 */
export type Notify = (
  notification: DueNotification,
  onPress: (what: number | 'itself') => void,
  onGone: () => void,
) => () => void;

/** What the notifications follow and where they report. */
export interface NotificationsParts {
  readonly notify: Notify;
  readonly isScreenLocked: () => boolean;
  readonly onAction: (action: NotificationAction) => void;
}

interface Known {
  readonly said: string; // as JSON
  readonly close: (() => void) | undefined; // undefined if it is not on the screen
}

/** The notifications of this program. */
export class Notifications {
  readonly #parts: NotificationsParts;
  readonly #known = new Map<string, Known>(); // by key
  #isFollowing = false; // while there is an account; before that nothing counts as news

  constructor(parts: NotificationsParts) {
    this.#parts = parts;
  }

  /**
   * Shows what this view demands. Of what the first view with an account demands, only a ringing call is shown, because
   * tray and window show the rest.
   */
  follow(view: View, texts: DesktopTexts): void {
    const due = notificationsDue(view, texts, this.#parts.isScreenLocked());
    const keys = new Set(due.map(({ key }) => key));
    for (const [key, { close }] of this.#known) {
      if (keys.has(key)) continue;
      this.#known.delete(key);
      close?.();
    }
    const isNews = this.#isFollowing;
    this.#isFollowing = view.identity !== undefined;
    for (const each of due) this.#show(each, isNews, view.status === 'dnd');
  }

  /** Closes all notifications. */
  remove(): void {
    for (const { close } of this.#known.values()) close?.();
    this.#known.clear();
  }

  // During do not disturb, new notifications wait, and are shown at its end if still due. The notification of a ringing
  // call does not wait, because do not disturb has let that call through.
  #show(notification: DueNotification, isNews: boolean, isDoNotDisturb: boolean): void {
    const { key, kind } = notification;
    const said = JSON.stringify(notification);
    const known = this.#known.get(key);
    if (known?.said === said) return;
    const isShown = known?.close !== undefined;
    if (known === undefined && isDoNotDisturb && isNews && kind !== 'ringing') return;
    known?.close?.();
    const shows = isShown || (known === undefined && (isNews || kind === 'ringing'));
    this.#known.set(key, { said, close: shows ? this.#notify(notification, said) : undefined });
  }

  #notify(notification: DueNotification, said: string): () => void {
    const isCurrent = (): boolean => this.#known.get(notification.key)?.said === said;
    return this.#parts.notify(
      notification,
      (what) => {
        if (!isCurrent() || this.#parts.isScreenLocked()) return;
        const action = what === 'itself' ? notification.press : notification.buttons[what]?.action;
        if (action !== undefined) this.#parts.onAction(action);
      },
      () => {
        if (isCurrent()) this.#known.set(notification.key, { said, close: undefined });
      },
    );
  }
}
