// The place of a message in the session of a call (protocol §4). It tells which of two messages of one side was sent
// later, whatever their order of arrival.

/** Generation and counter of a message. */
export interface Place {
  readonly generation: number;
  readonly counter: bigint;
}

/** The place before any message. */
export const NO_PLACE: Place = { generation: 0, counter: -1n };

/** Whether `one` was sent before `other`, a place of the same side. */
export function isBefore(one: Place, other: Place): boolean {
  return one.generation < other.generation || (one.generation === other.generation && one.counter < other.counter);
}
