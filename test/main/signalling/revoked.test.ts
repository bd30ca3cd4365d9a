// A Mosquitto is configured with a revocation list as the guide says. As soon as it has reloaded the list, it rejects a
// device whose certificate was revoked.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { guideRecipe } from '../../../tools/guide-recipe.ts';
import { theAuthority } from './authority.ts';
import { causeOf, connectTo, onlineAt } from './connection-rig.ts';
import { ANNA, BERT } from './connection-scene.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';

test.skipIf(MOSQUITTO === undefined)(
  'a Mosquitto with a revocation list, set up as the guide says, rejects a revoked device and accepts another',
  async () => {
    const authority = theAuthority();
    authority.revoke();
    const line = guideRecipe('/etc/mosquitto/siegel/siegel-crl.conf');
    const config = line.replace('/etc/mosquitto/siegel/', join(authority.folder, '/'));
    const broker = await mosquitto('mqtts', [], { config });
    onTestFinished(broker.stop);
    const anna = connectTo(broker.target(ANNA));
    await onlineAt(anna.connection);
    authority.revoke(ANNA);
    broker.reload();
    await onlineAt(connectTo(broker.target(BERT)).connection);
    anna.connection.reconnect();
    expect(await causeOf(anna.connection)).toBe('tls');
  },
);
