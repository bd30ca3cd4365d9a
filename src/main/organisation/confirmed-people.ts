// Extends `People`: a look-up also reads and judges what the found person's devices show at the broker. So the
// organisation's marks are for the devices that the person has now. This neither delays a look-up nor changes its
// result.
import type { PeerPerson, People } from '../people/people.ts';
import type { Confirmations } from './confirmations.ts';
import { provenDevice } from '../../core/organisation/proven-device.ts';

const TIMEOUT_MS = 3000;

/** The same people. Persons found in the directory are passed to `confirmations`, except the `claims` of `look`. */
export function confirmedPeople(people: People, confirmations: Pick<Confirmations, 'checkAll'>): People {
  const seen = new WeakSet<PeerPerson>();

  function see(peer: PeerPerson): void {
    if (seen.has(peer)) return;
    seen.add(peer);
    const proven = peer.devices.map((device) => provenDevice(peer, device));
    void confirmations.checkAll(peer.address, proven, TIMEOUT_MS);
  }

  return {
    ...people,
    look: async (address, options) => {
      const sight = await people.look(address, options);
      // An unconfirmed caller must not replace the person whom the address means.
      if (sight.kind === 'changed' || (sight.kind === 'person' && sight.isConfirmed)) see(sight.peer);
      return sight;
    },
    others: async (address, options) => {
      const found = await people.others(address, options);
      if (typeof found !== 'string') for (const peer of found) see(peer);
      return found;
    },
    glance: async (address, options) => {
      const peer = await people.glance(address, options);
      if (typeof peer !== 'string') see(peer);
      return peer;
    },
  };
}
