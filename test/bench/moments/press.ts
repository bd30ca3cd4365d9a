// When a person pressed a button, and when the page first showed another text because of it, measured in the page. The
// function that runs there must be self-contained.
import type { Locator } from '@playwright/test';

/** Both times are in ms since 1970. */
export interface Press {
  readonly atMs: number;
  readonly shownAtMs: number;
}

// When the second callback runs, the page has drawn a frame with the first change of elements or texts after the press.
// The button's own pressed state is an attribute, and does not count.
async function nextPressInPage(button: Element): Promise<Press> {
  const atMs = await new Promise<number>((resolve) => {
    button.addEventListener('click', () => resolve(Date.now()), { capture: true, once: true });
  });
  await new Promise<void>((resolve) => {
    const watch = new MutationObserver(() => {
      watch.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return { atMs, shownAtMs: Date.now() };
}

/** The next press on this button. Call it before the press. */
export async function nextPress(button: Locator): Promise<Press> {
  return button.evaluate(nextPressInPage);
}
