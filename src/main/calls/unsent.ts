// Messages handed to the transport that have not left yet. Quitting and locking wait for these messages, so that the
// peer learns of the end.
import type { Transport } from '../signalling/transport.ts';

/**
 * A transport that counts what it sends. `settled` resolves when every message handed over so far has left or failed.
 */
export function counted<T extends Pick<Transport, 'send'>>(
  transport: T,
): { readonly transport: T; readonly settled: () => Promise<void> } {
  const unsent = new Set<Promise<unknown>>();
  const send: Transport['send'] = (to, bytes, expirySeconds) => {
    const sending = transport.send(to, bytes, expirySeconds);
    unsent.add(sending);
    void sending.finally(() => unsent.delete(sending));
    return sending;
  };
  return {
    transport: { ...transport, send },
    settled: async () => void (await Promise.allSettled(unsent)),
  };
}
