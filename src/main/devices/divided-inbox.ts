// One inbox with two readers: LINK messages go to the linking, everything else to the calls, which never see LINK
// messages.
import type { Bytes } from '../../core/bytes.ts';
import { isLink } from '../../core/signal/link.ts';
import type { Transport } from '../signalling/transport.ts';

/** The transport as calls use it, and the LINK messages of the same inbox. */
export interface DividedInbox {
  readonly calls: Transport;
  /** The single listener of LINK messages. */
  readonly onLink: (listener: (from: string, bytes: Bytes) => void) => void;
  /** Hands the calls a message that arrived earlier, as if it had waited at the broker. */
  readonly takeEarlier: (from: string, bytes: Bytes) => void;
}

/** Divides the messages of `transport` that arrive from now on. */
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
