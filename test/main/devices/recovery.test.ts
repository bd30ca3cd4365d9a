// What a recovery makes of the chains that were read: whose code is used, after which link the recovery continues, and
// which chain counts afterwards.
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { type Chain, devicesOf, membersOf, sharedLinks } from '../../../src/core/keys/chain.ts';
import { type Change, extendChain } from '../../../src/core/keys/chain-build.ts';
import type { DeviceKeys, SigningKey } from '../../../src/core/keys/identity.ts';
import { joinDevice, joinRecovery, recoveryIdOf, type Signer } from '../../../src/core/keys/member.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { signerOf } from '../../../src/main/devices/kept-chain.ts';
import { recoverySteps } from '../../../src/main/devices/recovery.ts';
import type { PersonRead } from '../../../src/main/people/address-reading.ts';
import { choose, firstHeld } from '../../../src/main/people/held.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { chainOf } from './two-devices.ts';

const keys = (n: number): DeviceKeys => deviceKeysOf(new Uint8Array(32).fill(n));
const [one, two, fresh] = [keys(1), keys(2), keys(3)];
const code: SigningKey = { publicKey: keys(4).d, sign: keys(4).sign, wipe: () => undefined };
const id = recoveryIdOf(code.publicKey);

function next(chain: Chain, by: DeviceKeys, change: Omit<Change, 'by' | 'at'>): Chain {
  return signed(chain, signerOf(by), { by: by.id, at: 2, ...change });
}

function signed(chain: Chain, key: Signer, change: Change): Chain {
  const longer = extendChain(chain, change, key);
  if (typeof longer === 'string') throw new Error(longer);
  return longer;
}

const member = (chain: Chain, device: DeviceKeys) => joinDevice(chain.person, device.s, signerOf(device), [1]);

/** The chain that `device` has begun. Its second link adds the other devices and the key of the code. */
function withCode(device: DeviceKeys, ...others: readonly DeviceKeys[]): Chain {
  const first = chainOf(device);
  return next(first, device, {
    add: [...others.map((other) => member(first, other)), joinRecovery(first.person, code)],
  });
}

function read(...chains: readonly [Chain, ...Chain[]]): PersonRead {
  const choice = choose(firstHeld(chains[0]), chains);
  return { person: chains[0].person, choice, read: chains, cut: [], isFromDirectory: true, isWhole: true };
}

const recover = (...persons: readonly PersonRead[]) => runSteps(recoverySteps(persons, code, fresh, 9));

function recovered(...persons: readonly PersonRead[]): Exclude<ReturnType<typeof recover>, string> {
  const recovery = recover(...persons);
  if (typeof recovery === 'string') throw new Error(recovery);
  return recovery;
}

describe('recoveries', () => {
  test('a recovery adds this device and drops every other member including the code', () => {
    const chain = withCode(one, two);
    const { held, removed, isDisputed } = recovered(read(chain));
    expect(membersOf(held.chain).map((each) => each.id)).toEqual([fresh.id]);
    expect(held.chain.links.at(-1)?.link.drop).toEqual([one.id, two.id, id]);
    expect(held.dropped.map((each) => each.id)).toEqual([one.id, two.id, id]);
    expect([held.chain.person, removed, isDisputed]).toEqual([chain.person, 2, false]);
  });

  test('a recovery continues the chain that counts among those that were read', () => {
    const chain = withCode(one, two);
    const longer = next(chain, one, { drop: [two.id] });
    const { held, removed } = recovered(read(chain, longer));
    expect([held.chain.links.length, removed]).toEqual([4, 1]);
  });

  test('a recovery finds the owner of the code among several claimants', () => {
    const mine = withCode(one);
    const { held } = recovered(read(chainOf(two)), read(mine));
    expect(held.chain.person).toEqual(mine.person);
  });

  test('a recovery settles a mutual removal by removing both devices', () => {
    const chain = withCode(one, two);
    const { held, isDisputed } = recovered(
      read(next(chain, one, { drop: [two.id] }), next(chain, two, { drop: [one.id] })),
    );
    expect([held.chain.links.length, isDisputed]).toEqual([3, false]);
    expect(devicesOf(held.chain).map((each) => each.id)).toEqual([fresh.id]);
  });

  test('a recovery is disputed if a removed device had dropped the code on its own branch', () => {
    const chain = withCode(one, two);
    const thiefs = next(chain, two, { drop: [one.id, id] });
    const mine = next(chain, one, { drop: [two.id] });
    const { held, isDisputed } = recovered(read(mine, thiefs));
    expect([held.chain.links.length, isDisputed]).toEqual([3, true]);
    // A reader who has accepted neither removal cannot tell which removal is the thief’s. This device holds its own chain.
    expect(choose(firstHeld(chain), [mine, thiefs, held.chain]).kind).toBe('disputed');
    expect(choose(held, [mine, thiefs]).kind).toBe('chosen');
  });

  // A device that was removed long ago, or a thief who is still a member, can publish a fork that begins before the
  // link that added the key.
  describe('recoveries after a fork that began before the code was added', () => {
    const both = next(chainOf(one), one, { add: [member(chainOf(one), two)] });
    const coded = next(both, one, { add: [joinRecovery(both.person, code)] });
    const removal = next(coded, one, { drop: [two.id] });
    const theft = next(both, two, { drop: [one.id] });

    test('a recovery after a fork is chosen by readers who know that the fork’s author was removed, and disputed for others', () => {
      const { held, removed, isDisputed } = recovered(read(theft, removal));
      expect([devicesOf(held.chain).map((each) => each.id), removed, isDisputed]).toEqual([[fresh.id], 1, true]);
      expect(sharedLinks(held.chain, removal)).toBe(4);
      const knowing = choose(firstHeld(removal), [removal]).held;
      expect(choose(knowing, [theft, held.chain])).toMatchObject({ kind: 'chosen', held: { chain: held.chain } });
      expect(choose(firstHeld(removal), [removal, theft, held.chain]).kind).toBe('disputed');
      expect(choose(held, [theft, removal]).kind).toBe('chosen'); // the device that recovers
    });

    test('a recovery is disputed even if a reader of both branches chooses the branch without the code', () => {
      expect(choose(firstHeld(both), [coded, theft])).toMatchObject({ held: { chain: theft } });
      const { held, isDisputed } = recovered(read(coded, theft));
      expect([sharedLinks(held.chain, coded), isDisputed]).toEqual([3, true]);
      expect(choose(firstHeld(both), [coded, theft, held.chain]).kind).toBe('disputed');
    });

    test('a recovery removes both of two devices that removed each other after the key was added', () => {
      const three = next(coded, one, { add: [member(coded, keys(5))] });
      const [ones, others] = [
        next(three, one, { drop: [two.id, keys(5).id] }),
        next(three, keys(5), { drop: [one.id, two.id] }),
      ];
      const { held } = recovered(read(ones, theft, others));
      expect([sharedLinks(held.chain, three), held.chain.links.length]).toEqual([4, 5]);
      expect(devicesOf(held.chain).map((each) => each.id)).toEqual([fresh.id]);
    });

    test('a code that its own branch has dropped is refused as replaced', () => {
      expect(recover(read(next(removal, one, { drop: [id] }), theft))).toBe('replaced');
    });
  });

  test('two recoveries with the same code are a dispute, and each of the two devices keeps its own chain', () => {
    const chain = withCode(one);
    const other = runSteps(recoverySteps([read(chain)], code, keys(6), 9));
    if (typeof other === 'string') throw new Error(other);
    const { held } = recovered(read(chain));
    expect(choose(firstHeld(chain), [held.chain, other.held.chain]).kind).toBe('disputed');
    expect(choose(held, [other.held.chain])).toMatchObject({
      kind: 'chosen',
      held: { chain: { links: held.chain.links } },
    });
    expect(choose(other.held, [held.chain])).toMatchObject({
      kind: 'chosen',
      held: { chain: { links: other.held.chain.links } },
    });
  });

  test('a recovery continues after an earlier link if the last links leave no room', () => {
    let chain = withCode(one);
    while (chain.links.length < 128) {
      chain = next(chain, one, { proto: chain.links.length % 2 === 0 ? [1, 2] : [2] });
    }
    const { held } = recovered(read(chain));
    expect(held.chain.links.length).toBe(128);
    expect(devicesOf(held.chain).map((each) => each.id)).toEqual([fresh.id]);
  });
});

describe('unusable recovery codes', () => {
  test('a code recovers nobody if nobody is found under the address', () => expect(recover()).toBe('unknown'));

  test('a code recovers nobody if no chain under the address contains its key', () =>
    expect(recover(read(chainOf(one)))).toBe('unknown'));

  test('a replaced code recovers nobody', () => {
    const chain = withCode(one);
    expect(recover(read(next(chain, one, { drop: [id] })))).toBe('replaced');
  });

  test('a code dropped on a losing branch recovers nobody', () => {
    const chain = withCode(one, two, keys(5));
    const dropping = next(chain, two, { drop: [id] });
    const winning = Array.from({ length: 64 }, (_, at) =>
      signed(chain, signerOf(one), { by: one.id, at, drop: [keys(5).id] }),
    );
    const other = winning.find(
      (each) => sharedLinks(choose(firstHeld(chain), [dropping, each]).held.chain, each) === 3,
    );
    expect(recover(read(dropping, unwrap(other, 'one of many has the smaller hash')))).toBe('replaced');
  });

  test('a code recovers nobody a second time', () => {
    const { held } = recovered(read(withCode(one)));
    expect(recover(read(withCode(one), held.chain))).toBe('replaced');
  });

  test('a code whose key is in the chains of two people recovers nobody', () => {
    expect(recover(read(withCode(one)), read(withCode(two)))).toBe('several');
  });

  test('a code added by the last possible link recovers nobody', () => {
    let chain = chainOf(one);
    while (chain.links.length < 127) {
      chain = next(chain, one, { proto: chain.links.length % 2 === 0 ? [1, 2] : [2] });
    }
    expect(recover(read(next(chain, one, { add: [joinRecovery(chain.person, code)] })))).toBe('room');
  });
});
