// Since when a person is verified, whatever else is reported about them. Main lets only a compared code replace such a
// person, and the page offers no other way: both use this function.
import { unreachable } from '../core/assert.ts';
import type { Trust } from './view.ts';

/**
 * When the code was last compared with the pinned person, here or on another own device, in ms since 1970. Undefined if
 * never. A recovery that was not read and an undecided dispute do not change it.
 */
export function verifiedSince(trust: Trust): number | undefined {
  switch (trust.kind) {
    case 'new':
      return undefined;
    case 'pinned':
      return trust.recovered?.verifiedAt;
    case 'verified':
      return trust.at;
    case 'changed':
      return trust.verifiedAt;
    default:
      return unreachable(trust);
  }
}
