// Since when a person is verified, in each state of trust.
import { expect, test } from 'vitest';
import type { Trust } from '../../src/contract/view.ts';
import { verifiedSince } from '../../src/contract/verified-since.ts';

test.each<[Trust, number | undefined]>([
  [{ kind: 'new' }, undefined],
  [{ kind: 'pinned', since: 1 }, undefined],
  [{ kind: 'pinned', since: 1, recovered: { seenAt: 2 } }, undefined],
  [{ kind: 'pinned', since: 1, recovered: { seenAt: 3, verifiedAt: 2 } }, 2],
  [{ kind: 'verified', at: 2, way: 'code' }, 2],
  [{ kind: 'verified', at: 2, way: 'own-device' }, 2],
  [{ kind: 'changed', seenAt: 3 }, undefined],
  [{ kind: 'changed', seenAt: 3, verifiedAt: 2 }, 2],
])('a person in the trust state %j counts as verified since %s', (trust, since) => {
  expect(verifiedSince(trust)).toBe(since);
});
