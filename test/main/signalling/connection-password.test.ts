// A password belongs to the broker for which it was typed. Another broker does not receive it when the address changes.
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { brokerTargetOf } from '../../../src/main/signalling/broker-target.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { theAuthority } from './authority.ts';
import { causeOf, onlineAt } from './connection-rig.ts';
import { ANNA, until } from './connection-scene.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';
import { quiet } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';

/** A server that records everything it receives and answers nothing. */
async function eavesdropper() {
  let heard = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `mqtt://127.0.0.1:${port}`, heard: () => heard };
}

test.skipIf(MOSQUITTO === undefined).each(['the page', 'policy'] as const)(
  'a broker at a new address from %s does not receive the password entered for another broker',
  async (by) => {
    const broker = await mosquitto('wss', [ANNA]);
    onTestFinished(broker.stop);
    const { url, password } = broker.target(ANNA);
    const text = password?.text ?? '';
    const other = await eavesdropper();
    const policy = fixedPolicy({ TlsRoots: [theAuthority().root] });
    const settings = createSettings(defaultSettings(['en']), {}, policy);
    const connection = createBrokerConnection({ clock: realClock(10), random: systemRandom, log: quiet });
    connection.onMessage(() => undefined);
    onTestFinished(() => connection.close());
    const follow = (): void => {
      const target = brokerTargetOf({
        device: ANNA,
        settings: settings.read(),
        password: settings.brokerPassword(),
        embedded: { kind: 'stopped' },
        policy: policy.values(),
        isLocked: policy.lockOf('BrokerUrl') !== undefined,
        clientCertificate: () => undefined,
        tunnel: () => Promise.resolve(undefined),
      });
      if (target !== undefined) connection.open(target);
    };
    settings.onChange(follow);

    settings.set({ brokerUrl: url, brokerPassword: text });
    await onlineAt(connection, new URL(url).href);
    if (by === 'policy') policy.set({ BrokerUrl: other.url });
    else settings.set({ brokerUrl: other.url });
    await until(() => expect(other.heard()).toContain(ANNA));
    expect(other.heard()).not.toContain(text);

    if (by === 'policy') policy.set({ BrokerUrl: '' });
    else {
      // After a change by the person the password is deleted for good.
      settings.set({ brokerUrl: url });
      await until(async () => {
        if ((await causeOf(connection)) !== 'not-authorised') throw new Error('not yet');
      });
      settings.set({ brokerPassword: text });
    }
    await onlineAt(connection, new URL(url).href);
  },
);
