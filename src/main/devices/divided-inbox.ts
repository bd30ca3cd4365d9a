// One inbox, two readers: LINK messages go to the linking, everything else to the calls, which never see them.
import type { Bytes } from '../../core/bytes.ts';
import { isLink } from '../../core/signal/link.ts';
import type { Transport } from '../signalling/transport.ts';

/** The transport as calls have it, and the LINK messages of the same inbox. */
export interface DividedInbox {
  readonly calls: Transport;
  /** The one listener of LINK messages. */
  readonly onLink: (listener: (from: string, bytes: Bytes) => void) => void;
  /** Takes what came before, as what waited at the broker. */
  readonly takeEarlier: (from: string, bytes: Bytes) => void;
}

/** Divides what comes in from here on. */
export function divideInbox(transport: Transport): DividedInbox {
  let toCalls: Parameters<Transport['onMessage']>[0] = () => undefined;
  let toLinking: (from: string, bytes: Bytes) => void = () => undefined;
  transport.onMessage((from, bytes, backlog) => {
    if (isLink(bytes)) toLinking(from, bytes);
    else toCalls(from, bytes, backlog);
  });
  return {
    calls: { ...transport, onMessage: (listener) => void (toCalls = listener) },
    onLink: (listener) => void (toLinking = listener),
    takeEarlier: (from, bytes) => toCalls(from, bytes, true),
  };
}
