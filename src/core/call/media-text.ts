// When typed text leaves (protocol §5 rule 13): one line at a time, the oldest first, and each with its newest text.
// The text itself stays outside the call machine, which knows a line by its number.
import { isOnHold, type MediaState } from './media-state.ts';
import { type EventOf, type Media, stays } from './media-step.ts';

/** The pause between two `text` messages. Typed text must leave within half a second (EN 301 549 §6.2.4). */
export const TEXT_EVERY_MS = 250;

/**
 * A person has typed: the line leaves at once, or in its turn. There is no text before READY or CONFIRM, nor after a
 * wrong code.
 */
export function textTyped(before: MediaState, { atMs, line }: EventOf<'text-typed'>): Media | undefined {
  if (before.kind !== 'open') return undefined;
  const { unsent } = before.text;
  const state: MediaState = unsent.includes(line)
    ? before
    : { ...before, text: { ...before.text, unsent: [...unsent, line] } };
  return textOnTime(state, atMs) ?? stays(state);
}

/** The clock: the next line has its turn. Text typed before a hold waits until the hold ends. */
export function textOnTime(state: MediaState, atMs: number): Media | undefined {
  const { mayAtMs, unsent } = state.text;
  const [line, ...others] = unsent;
  if (line === undefined || isOnHold(state) || atMs < mayAtMs) return undefined;
  return stays({ ...state, text: { mayAtMs: atMs + TEXT_EVERY_MS, unsent: others } }, { kind: 'send-text', line });
}
