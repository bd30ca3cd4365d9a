import type { CallEvent } from '../../../src/core/call/event.ts';

/** An event without its time. */
export type Bare = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'atMs'> : never) : never;
