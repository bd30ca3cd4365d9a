// Whether a removed device leaves the broker, with a chain whose state the test sets.
import { expect, it } from 'vitest';
import { createOwnMembership } from '../../../src/main/devices/own-membership.ts';
import type { OwnState } from '../../../src/main/devices/own-chain.ts';

it('a removed device leaves the broker once the directory has confirmed the removal and its call is over', () => {
  let state: OwnState = 'in';
  let isInCall = true;
  const said: string[] = [];
  const membership = createOwnMembership({
    chain: { state: () => state },
    onRemoved: () => said.push('removed'),
    isInCall: () => isInCall,
    leave: () => said.push('left'),
  });
  membership.see('kept');
  state = 'removed';
  membership.see('timeout'); // removed on disk, and not confirmed by the directory yet
  expect([membership.isOff(), said]).toEqual([false, []]);
  membership.see('out');
  expect([membership.isOff(), said]).toEqual([true, ['removed']]);
  isInCall = false;
  membership.leaveIfOff();
  expect(said).toEqual(['removed', 'left']);
  state = 'in';
  expect(membership.isOff()).toBe(false);
});
