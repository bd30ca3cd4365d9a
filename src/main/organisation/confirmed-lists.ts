// A directory that has every list it reads looked at by the organisation too: whose devices a list names is what marks are for.
// Reading is not held up by it, and what the list says is not changed.
import type { DeviceList } from '../../core/keys/device-list.ts';
import type { Directory } from '../signalling/directory.ts';
import type { Confirmations } from './confirmations.ts';

const TIMEOUT_MS = 3000;

/** The same directory; each list that is read afresh is handed to `confirmations`. */
export function confirmedLists(directory: Directory, confirmations: Pick<Confirmations, 'checkAll'>): Directory {
  const seen = new WeakSet<DeviceList>();
  return {
    ...directory,
    readListFor: async (address, timeoutMs, maxAgeMs) => {
      const reading = await directory.readListFor(address, timeoutMs, maxAgeMs);
      if (reading.kind !== 'list' || seen.has(reading.list)) return reading;
      seen.add(reading.list);
      const { uik: person, devices } = reading.list;
      const proven = devices.map(({ id, s }) => ({ address, person, device: id, key: s }));
      void confirmations.checkAll(address, proven, TIMEOUT_MS);
      return reading;
    },
  };
}
