// Links of tests that are about the way to the broker: opened, watched, closed with the test.
import { expect, onTestFinished } from 'vitest';
import type { LinkView } from '../../../src/contract/link-view.ts';
import { createLink, type Link, type LinkTarget } from '../../../src/main/signalling/link.ts';
import { until } from './link-scene.ts';
import { quiet } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';

/** A link under watch; its waits of `fromMs` or more take `1 / speed` of their time. */
export function linkTo(
  target: LinkTarget,
  speed = 1,
  fromMs = 0,
): { readonly link: Link; readonly views: readonly LinkView[]; readonly heard: readonly string[] } {
  const link = createLink({ clock: realClock(speed, fromMs), random: systemRandom, log: quiet });
  const views: LinkView[] = [];
  const heard: string[] = [];
  link.onMessage((_from, bytes) => heard.push(new TextDecoder().decode(bytes)));
  link.onView((view) => views.push(view));
  expect(link.open(target)).toBe('opening');
  onTestFinished(() => link.close());
  return { link, views, heard };
}

/** Why the link waits, once it does. */
export function causeOf(link: Link): Promise<string> {
  return until(() => {
    const view = link.view();
    if (view.kind !== 'waiting') throw new Error(view.kind);
    return view.cause;
  });
}

/** Where the link is online, once it is. */
export function onlineAt(link: Link, url?: string): Promise<string> {
  return until(() => {
    const view = link.view();
    if (view.kind !== 'online' || (url !== undefined && view.url !== url)) throw new Error(JSON.stringify(view));
    return view.url;
  });
}
