// Two Mosquitto brokers joined by the guide's bridge: people at different brokers reach each other, and a person whose
// first broker dies is reached at the second broker.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { guideRecipe } from '../../../tools/guide-recipe.ts';
import { theAuthority } from './authority.ts';
import { connectTo, onlineAt } from './connection-rig.ts';
import { castOf, until } from './connection-scene.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';

/** Both brokers, joined by the bridge on the second one. */
async function joined() {
  const authority = theAuthority();
  authority.issue('bridge', 'bridge', 'extendedKeyUsage=clientAuth');
  const first = await mosquitto('mqtts', [], { acl: guideRecipe('/etc/mosquitto/siegel/siegel-bridge.acl') });
  onTestFinished(first.stop);
  const config = guideRecipe('/etc/mosquitto/conf.d/siegel-bridge.conf')
    .replace('broker-1.klinik.example:8883', new URL(first.target('').url).host)
    .replaceAll('/etc/mosquitto/siegel/roots.pem', join(authority.folder, 'authority.pem'))
    .replaceAll('/etc/mosquitto/siegel/bridge.', join(authority.folder, 'bridge.'));
  const second = await mosquitto('mqtts', [], { config });
  onTestFinished(second.stop);
  return [first, second] as const;
}

test.skipIf(MOSQUITTO === undefined)(
  'messages, chains, hints and presence cross the bridge, and a message that expired at the second broker is not delivered',
  async () => {
    const [first, second] = await joined();
    const { annaId, bertId, carlId, tag } = castOf(1);
    const anna = connectTo(first.target(annaId));
    const bert = connectTo(second.target(bertId));
    await onlineAt(anna.connection);
    await onlineAt(bert.connection);
    const large = 'x'.repeat(65_535);
    await until(async () => {
      expect(await anna.connection.send(bertId, utf8('hello'), 30)).toBe('sent');
      expect(bert.heard).toContain('hello'); // the bridge is up
    });
    expect(await bert.connection.send(annaId, utf8(large), 30)).toBe('sent');
    await until(() => expect(anna.heard).toEqual([large]));
    expect(await anna.connection.publishChain(tag, utf8('the chain'))).toBe('sent');
    expect(await anna.connection.publishHint(tag, utf8('the hint'))).toBe('sent');
    const bounds = { timeoutMs: 5000, mostPayloads: 1, mostBytes: 64_000 };
    await until(async () =>
      expect(await bert.connection.readDirectory(tag, { devices: [annaId], isEverybody: true }, bounds)).toMatchObject({
        chains: new Map([[annaId, utf8('the chain')]]),
        hint: utf8('the hint'),
      }),
    );
    const seen: string[] = [];
    bert.connection.watchPresence([annaId], (_device, status) => seen.push(status));
    anna.connection.publishPresence('dnd');
    await until(() => expect(seen).toEqual(['dnd']));

    const carl = connectTo(second.target(carlId));
    await onlineAt(carl.connection);
    await carl.connection.close();
    await anna.connection.send(carlId, utf8('short'), 1);
    await anna.connection.send(carlId, utf8('long'), 60);
    const sentAtMs = Date.now();
    await until(() => expect(Date.now() - sentAtMs).toBeGreaterThan(2100));
    const again = connectTo(second.target(carlId));
    await until(() => expect(again.heard).toContain('long'));
    expect(again.heard).toEqual(['long']);
  },
);

test.skipIf(MOSQUITTO === undefined)('a person whose broker dies is reached at the second broker', async () => {
  const [first, second] = await joined();
  const { annaId, bertId } = castOf(2);
  const fallbackUrls = [second.target('').url];
  const anna = connectTo({ ...first.target(annaId), fallbackUrls });
  const bert = connectTo(second.target(bertId));
  await onlineAt(anna.connection, first.target('').url);
  await onlineAt(bert.connection);
  const seen: string[] = [];
  bert.connection.watchPresence([annaId], (_device, status) => seen.push(status));
  anna.connection.publishPresence('online');
  await until(() => expect(seen).toEqual(['online']));
  await first.kill();
  await onlineAt(anna.connection, second.target('').url);
  expect(await bert.connection.send(annaId, utf8('still there?'), 30)).toBe('sent');
  await until(() => expect(anna.heard).toEqual(['still there?']));
  expect(seen).toEqual(['online']);
});
