// Waits until the secret service of a test desktop exists and is unlocked. It reads and writes no secret.
import { setTimeout as wait } from 'node:timers/promises';
import dbus from 'dbus-next';

/**
 * Resolves once the bus at `address` has a secret service with an unlocked default collection; rejects after
 * `timeoutMs`.
 */
export async function unlockedKeyring(address: string, timeoutMs: number): Promise<void> {
  const bus = dbus.sessionBus({ busAddress: address });
  bus.on('error', () => undefined); // a bus that has ended does not answer, so the wait times out
  const deadline = Date.now() + timeoutMs;
  const ask = async (
    path: string,
    iface: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown> => {
    const message = new dbus.Message({
      destination: 'org.freedesktop.secrets',
      path,
      interface: iface,
      member,
      signature,
      body,
    });
    const reply = await bus.call(message).catch(() => undefined);
    return reply?.body[0];
  };
  try {
    for (;;) {
      const service = 'org.freedesktop.Secret.Service';
      const collection = await ask('/org/freedesktop/secrets', service, 'ReadAlias', 's', ['default']);
      if (typeof collection === 'string' && collection !== '/') {
        const properties = 'org.freedesktop.DBus.Properties';
        const locked = await ask(collection, properties, 'Get', 'ss', ['org.freedesktop.Secret.Collection', 'Locked']);
        if (locked instanceof dbus.Variant && locked.value === false) return;
      }
      if (Date.now() > deadline) throw new Error('the keyring did not unlock in time');
      await wait(100);
    }
  } finally {
    bus.disconnect();
  }
}
