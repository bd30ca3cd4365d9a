// A fake session bus: it answers calls as a test says, and sends the signals that a test wants.
import type { BusCall, BusMessage } from '../../../src/main/desktop/bus-message.ts';
import type { BusArgument } from '../../../src/main/desktop/bus-types.ts';
import type { SessionBus } from '../../../src/main/desktop/session-bus.ts';

/** A fake bus in the hands of a test. */
export interface PlayedBus {
  readonly bus: SessionBus;
  /** The methods that were called, with their arguments. */
  readonly called: unknown[][];
  /** The names whose signals, or whose owners, are followed. */
  readonly followed: string[];
  readonly signal: (signal: Partial<BusMessage>) => void;
  readonly lose: () => void;
}

const empty: BusMessage = {
  type: 'signal',
  sender: '',
  path: '',
  interface: '',
  member: '',
  replyTo: 0,
  errorName: '',
  body: [],
};

/** A bus whose names belong to `owners`, which a test may change, and whose methods return what `answer` says. */
export function playedBus(
  owners: Readonly<Record<string, string>>,
  answer: (method: BusCall, body: readonly BusArgument[]) => BusMessage['body'] | Promise<BusMessage['body']>,
): PlayedBus {
  const called: unknown[][] = [];
  const followed: string[] = [];
  const follow = (name: string): Promise<void> => {
    followed.push(name);
    return Promise.resolve();
  };
  let hear: (signal: BusMessage) => void = () => undefined;
  let lose = (): void => undefined;
  return {
    called,
    followed,
    signal: (signal) => hear({ ...empty, ...signal }),
    lose: () => lose(),
    bus: {
      uniqueName: ':1.7',
      call: async (method, _signature, body) => {
        called.push([method.member, ...body]);
        const sender = owners[method.destination] ?? method.destination;
        return { ...empty, type: 'reply', sender, body: await answer(method, body) };
      },
      listen: follow,
      watchOwner: follow,
      ownerOf: (name) => Promise.resolve(owners[name]),
      onSignal: (listener) => void (hear = listener),
      onClose: (listener) => void (lose = listener),
      close: () => lose(),
    },
  };
}
