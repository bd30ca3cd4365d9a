// Since when a person is verified, whatever else is told of them meanwhile: one answer for main, which lets such a person be replaced by
// a compared code only, and for the page, which offers nothing else.
import { unreachable } from '../core/assert.ts';
import type { Trust } from './view.ts';

/**
 * When the code was last compared with the pinned person, here or on another own device, in ms since 1970; undefined where it never was.
 * A recovery that was not read and a dispute that was not decided leave it as it is.
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
