// The windows of calls that are small and above all others, and how large each was before.
import { screen, type Rectangle } from 'electron';
import type { CallWindow } from './call-window.ts';
import { smallCallSize } from './window-options.ts';

const MARGIN = 24;

/** None is small yet. */
export class SmallCalls {
  readonly #large = new Map<string, Rectangle>(); // by call

  /** Keeps this window small and above all others, or gives it back its size, as its state has it. */
  follow({ call, window, state: { small } }: CallWindow): void {
    if (window.isAlwaysOnTop() === small) return;
    window.setAlwaysOnTop(small, 'floating');
    const before = this.#large.get(call);
    if (small) {
      this.#large.set(call, window.getBounds());
      const { workArea } = screen.getDisplayMatching(window.getBounds());
      const { width, height } = smallCallSize;
      // One above the other, where two calls are small.
      const below = this.#large.size - 1;
      window.setBounds({
        x: workArea.x + workArea.width - width - MARGIN,
        y: workArea.y + workArea.height - (height + MARGIN) * (below + 1),
        width,
        height,
      });
    } else if (before !== undefined) {
      window.setBounds(before);
      this.#large.delete(call);
    }
  }

  /** The window of this call is gone. */
  forget(call: string): void {
    this.#large.delete(call);
  }
}
