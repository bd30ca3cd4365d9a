// What the devices scene reads from a running program: the call that it shows, the frames that it opened, the newest
// record in its list.
import { setTimeout as wait } from 'node:timers/promises';
import type { CallView, View } from '../../../src/contract/view.ts';
import type { Person } from '../../desktop/person.ts';
import type { Listed } from './report.ts';

/** How long anything may take, in ms. */
export const PATIENCE_MS = 40_000;

/** What a person sees of the call. */
export type Seen = { readonly call?: CallView | undefined };

/** The present call; throws if there is none. */
export function callOf({ call }: Seen): CallView {
  if (call === undefined) throw new Error('there is no call');
  return call;
}

/** Frames opened in the present call so far. */
export function opened(view: Seen): number {
  return callOf(view).numbers.streams.reduce((sum, stream) => sum + stream.opened, 0);
}

/** Waits until this device has opened more than `from` frames; returns the time, in ms since 1970. */
export async function opensAgain(device: Person, from: number): Promise<number> {
  await device.until('frames opened', (view) => opened(view) > from, PATIENCE_MS);
  return Date.now();
}

/** Waits until this device opens no frame for 0.6 s; returns how many it has opened. */
export async function silent(device: Person): Promise<number> {
  let last = -1;
  let now = opened(await device.view());
  while (now !== last) {
    last = now;
    await wait(600); // the counters are updated twice a second
    now = opened(await device.view());
  }
  return now;
}

/** The newest record in the list of calls; undefined if the list is empty. */
export function listed({ history }: View): Listed {
  const [last] = history;
  if (last === undefined) return undefined;
  const { direction, outcome, unseen, verified } = last;
  return { direction, outcome, verified, ...(unseen === undefined ? {} : { unseen }) };
}
