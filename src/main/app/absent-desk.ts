// The desk while there is none: every call is refused, nothing is pretended. Its types are what this room needs of a desk.
import * as v from 'valibot';
import type { Reply } from '../../contract/ipc.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import type { CallView, Media } from '../../contract/view.ts';
import type { Transport } from '../signalling/transport.ts';
import type { WorkerPort } from './worker-port.ts';

export const CallIds = v.strictObject({ entries: v.array(v.unknown()) });
export type CallIds = v.InferOutput<typeof CallIds>;

/** Calls, as the rest of main moves them. */
export interface Desk {
  readonly place: (address: string, media: Media) => Reply<string>;
  readonly answer: (call: string, media: Media) => Reply<undefined>;
  readonly decline: (call: string) => Reply<undefined>;
  readonly silence: (call: string) => Reply<undefined>;
  readonly hangUp: (call: string) => Reply<undefined>;
  readonly dismiss: (call: string) => Reply<undefined>;
  readonly mute: (call: string, mute: boolean) => Reply<undefined>;
  readonly camera: (call: string, on: boolean) => Reply<undefined>;
  readonly confirmCode: (call: string, code: string) => Reply<undefined>;
  readonly mediaFact: (fact: MediaFact) => void;
  readonly attachWorker: (port: WorkerPort) => void;
  readonly pageLost: (call: string) => void;
  readonly view: () => CallView | undefined;
  readonly onView: (listener: (call: CallView | undefined) => void) => void;
  readonly onMediaCommand: (listener: (command: MediaCommand) => void) => void;
  readonly close: () => Promise<void>;
}

export interface DeskParts {
  readonly transport: Transport;
  readonly [name: string]: unknown;
}

/** Refuses. */
export function createDesk({ transport }: DeskParts): Desk {
  const refuse = (): { readonly ok: false; readonly code: 'not-connected' } => ({ ok: false, code: 'not-connected' });
  const nothing = (): void => undefined;
  transport.onMessage(nothing);
  return {
    ...{ place: refuse, answer: refuse, decline: refuse, silence: refuse, hangUp: refuse, dismiss: refuse },
    ...{ mute: refuse, camera: refuse, confirmCode: refuse },
    ...{ mediaFact: nothing, attachWorker: nothing, pageLost: nothing, onView: nothing, onMediaCommand: nothing },
    view: () => undefined,
    close: () => Promise.resolve(),
  };
}
