// Who is online has not always published a device yet, and is not found before that.
import { unwrap } from '../../src/core/assert.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { chainTopic } from '../../src/core/signal/topics.ts';
import type { Person } from '../../tools/desktop/person.ts';
import type { SiteBroker } from './site-broker.ts';

/** Waits until the broker has what this person's device publishes of itself. */
export async function untilPublished(broker: SiteBroker, person: Person): Promise<void> {
  const { identity } = await person.view();
  const { address, device } = unwrap(identity, 'the person is set up');
  await broker.retains(chainTopic(userTag(address), device));
}
