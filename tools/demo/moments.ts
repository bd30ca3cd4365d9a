// The times of a call seen from outside: every phase as main pushes it to the page, and the first picture shown. The
// functions with `InPage` run in the app's pages and must be self-contained.
import type { Page } from '@playwright/test';
import type { MainView } from '../../src/contract/page-view.ts';

/** A phase of a call and when the page received it, in ms since 1970. */
export interface Moment {
  readonly phase: string;
  readonly atMs: number;
}

interface Scope {
  moments: Moment[] | undefined;
}

function watchInPage(): void {
  const scope = globalThis as unknown as Scope;
  const moments: Moment[] = [];
  scope.moments = moments;
  const note = (calls: MainView['calls']): void => {
    const call = calls.at(-1);
    const phase = call === undefined ? 'none' : call.phase.kind;
    const detail = call?.phase.kind === 'calling' && call.phase.ringing ? 'calling, it rings' : phase;
    if (moments.at(-1)?.phase !== detail) moments.push({ phase: detail, atMs: Date.now() });
  };
  window.siegel.on('view', (view) => note((view as MainView).calls));
  window.siegel.on('change', ({ parts }) => parts.calls && note(parts.calls));
}

function readInPage(): readonly Moment[] {
  return (globalThis as unknown as Scope).moments ?? [];
}

// Waits for changes of the document. Looking at every drawn picture would burden the page that is measured.
function firstPictureInPage(label: string): Promise<number> {
  return new Promise((resolve) => {
    const find = (): boolean => {
      const video: HTMLVideoElement | null = document.querySelector(`video[aria-label="${label}"]`);
      video?.requestVideoFrameCallback(() => resolve(Date.now()));
      return video !== null;
    };
    if (find()) return;
    const observer = new MutationObserver(() => find() && observer.disconnect());
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  });
}

/** From now on, records the phases of the newest call that main sends to the page. */
export async function watchMoments(page: Page): Promise<void> {
  await page.evaluate(watchInPage);
}

/** All recorded phases, oldest first. */
export async function momentsOf(page: Page): Promise<readonly Moment[]> {
  return page.evaluate(readInPage);
}

/** When the first decoded picture under this label was shown, in ms since 1970. Call it before the picture appears. */
export async function firstPicture(page: Page, label: string): Promise<number> {
  return page.evaluate(firstPictureInPage, label);
}
