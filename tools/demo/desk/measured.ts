// What the desk scene measures: the sound of a loudspeaker and the text of a notification. If an expected sound never
// appears, the last recorded sound is reported, and its check fails; a missing notification throws.
import { setTimeout as wait } from 'node:timers/promises';
import { OTHER_SPEAKER, SPEAKER } from '../../desktop/desktop.ts';
import type { ShownNotification } from '../../desktop/notification-server.ts';
import { clearest, loudest, recordSpeaker } from '../../desktop/tone.ts';
import type { Seat } from './cast.ts';

/** How long anything may take, in ms. */
export const PATIENCE_MS = 40_000;
/** Above this share of the power, a tone is clearly audible; below `BARELY`, it counts as inaudible. */
export const CLEARLY = 0.5;
export const BARELY = 0.1;
const LISTENED_MS = 1500;

/** Calls `look` until `holds` accepts the value or `PATIENCE_MS` has passed; returns the last value. */
export async function settled<Value>(look: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await look();
    if (holds(value) || Date.now() > deadline) return value;
    await wait(100);
  }
}

/** Which of a desk's two loudspeakers. */
export type Speaker = 'first' | 'other';

/**
 * What a loudspeaker has played for 1.5 s. `tones`: each tone's share of the power, by the tone's Hz, in the fifth of a
 * second in which the tone is clearest. `loudest`: the loudest sample, of 32,767.
 */
export interface Heard {
  readonly tones: Readonly<Record<number, number>>;
  readonly loudest: number;
}

async function record({ desktop }: Seat, speaker: Speaker, tones: readonly number[]): Promise<Heard> {
  const heard = await recordSpeaker(desktop, LISTENED_MS, speaker === 'first' ? SPEAKER : OTHER_SPEAKER.sink);
  const rounded = (share: number): number => Math.round(share * 1000) / 1000;
  return {
    tones: Object.fromEntries(tones.map((hz) => [hz, rounded(clearest(heard, hz))])),
    loudest: loudest(heard.samples),
  };
}

/**
 * Records this loudspeaker until the first of `tones` is clearly audible, for about 40 s at most; returns the last
 * recording.
 */
export async function hears(seat: Seat, speaker: Speaker, ...tones: readonly [number, ...number[]]): Promise<Heard> {
  return settled(
    () => record(seat, speaker, tones),
    (heard) => (heard.tones[tones[0]] ?? 0) > CLEARLY,
  );
}

/** Records this loudspeaker until it is silent, for about 40 s at most; returns the last recording. */
export async function hearsNothing(seat: Seat, speaker: Speaker): Promise<Heard> {
  return settled(
    () => record(seat, speaker, []),
    (heard) => heard.loudest === 0,
  );
}

/** The oldest notification with this title on a desktop, once there is one; rejects after 40 s. */
export async function notified({ notifications, who }: Seat, title: string): Promise<ShownNotification> {
  const of = (): ShownNotification | undefined => notifications.shown().find((each) => each.title === title);
  const found = await settled(
    () => Promise.resolve(of()),
    (each) => each !== undefined,
  );
  if (found === undefined) throw new Error(`${who} gets no notification: ${title}`);
  return found;
}
