// Presence as the broker retains it (protocol §3): an indication, not authenticated, that never prevents a call.
import * as v from 'valibot';
import type { Bytes } from '../bytes.ts';
import { Whole } from './field.ts';
import { readJson, writeJson } from './json.ts';

const STATUSES = ['online', 'busy', 'away', 'dnd', 'gone'] as const;

/** `{v, status, session, at}`: `session` is 16 hex digits, new at each start; `at` is in seconds since 1970. */
export const PresenceMessage = v.strictObject({
  v: v.literal(1),
  status: v.picklist(STATUSES),
  session: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  at: Whole,
});
export type PresenceMessage = v.InferOutput<typeof PresenceMessage>;

/** The retained payload. */
export function writePresence(presence: PresenceMessage): Bytes {
  return writeJson(presence);
}

/** The presence in a retained payload. Undefined for anything else, such as a status of a later version. */
export function readPresence(bytes: Uint8Array): PresenceMessage | undefined {
  return readJson(PresenceMessage, bytes);
}
