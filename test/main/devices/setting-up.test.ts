// Setting up a person: what is looked up first, and what follows from each result.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Chain, devicesOf } from '../../../src/core/keys/chain.ts';
import { joinRecovery } from '../../../src/core/keys/member.ts';
import { recoverySeed, showRecoveryCode } from '../../../src/core/keys/recovery-code.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import type { RefusalCode } from '../../../src/contract/failure.ts';
import {
  deviceKeysOf as keysOf,
  copyOfSeeds,
  type DeviceSeeds,
  signingKeyOf,
} from '../../../src/main/devices/long-term-keys.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { signerOf } from '../../../src/main/devices/kept-chain.ts';
import type { Outcome, OwnBeginning } from '../../../src/main/devices/installation.ts';
import type { FirstLook } from '../../../src/main/devices/first-look.ts';
import { createSettingUp, type SettingUp } from '../../../src/main/devices/setting-up.ts';
import { choose, firstHeld } from '../../../src/main/people/held.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { extendChain } from '../../../src/core/keys/chain-build.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { address, atOnce, chainOf } from './two-devices.ts';

const anna = { address, name: 'Anna' };
const desk = deviceKeysOf(new Uint8Array(32).fill(1));
const secret = (): Secret => Secret.own(new Uint8Array(20).fill(7));
const code = showRecoveryCode(secret());

/** Anna's chain with the key of the code. */
function annas(): Chain {
  const first = chainOf(desk);
  const change = { by: desk.id, at: 2, add: [joinRecovery(first.person, signingKeyOf(recoverySeed(secret())))] };
  const chain = extendChain(first, change, signerOf(desk));
  if (typeof chain === 'string') throw new Error(chain);
  return chain;
}

type Found = Awaited<ReturnType<FirstLook['read']>>;

function found(...chains: readonly Chain[]): Found {
  const persons = chains.map((chain) => ({
    person: chain.person,
    choice: choose(firstHeld(chain), [chain]),
    read: [chain],
    cut: [],
    isFromDirectory: true,
    isWhole: true,
  }));
  return { kind: 'read', readAtMs: 0, persons, isWhole: true, isPartial: false, isCrowded: false };
}

let there: Found;
let looks: string[];
let made: { readonly id: string; readonly chain: OwnBeginning['chain'] }[];
let given: DeviceSeeds[];
let making: Outcome;
let account: Account | undefined;
let events: RecordEvent[];
let wrong: 'bad-address' | 'bad-name' | undefined;
let setting: SettingUp;
beforeEach(() => {
  there = found();
  looks = [];
  made = [];
  given = [];
  making = 'done';
  account = undefined;
  events = [];
  wrong = undefined;
  setting = createSettingUp({
    profile: {
      account: () => account,
      createIdentity: (_person, own) => {
        if (own === undefined) throw new Error('the keys of the device that looked the address up are missing');
        given.push(own.seeds);
        made.push({ id: keysOf(copyOfSeeds(own.seeds)).id, chain: own.chain });
        if (making === 'done') account = {} as Account;
        return Promise.resolve(making);
      },
    },
    personToBe: (typed) => wrong ?? typed,
    look: {
      read: (_address, device) => {
        looks.push(device);
        return Promise.resolve(there);
      },
    },
    slices: atOnce,
    clock: heldClock(),
    random: systemRandom,
    onRecord: (event) => void events.push(event),
  });
});

describe('new people', () => {
  test('a new person is created at a free address, with the keys of the device that looked the address up', async () => {
    expect(await setting.create(anna)).toBe('done');
    expect(made).toEqual([{ id: looks[0], chain: undefined }]);
    expect(given.map((seeds) => [seeds.static.wiped, seeds.signing.wiped])).toEqual([[true, true]]);
    expect(events).toEqual([{ kind: 'address-read', found: 'nobody' }]);
  });

  test.each<[RefusalCode, readonly Chain[]]>([
    ['address-used', [chainOf(desk)]],
    ['address-used-by-several', [chainOf(desk), chainOf(deviceKeysOf(new Uint8Array(32).fill(2)))]],
  ])('a new person is created at a used address (%s) only if the person insists', async (refusal, chains) => {
    there = found(...chains);
    expect(await setting.create(anna)).toBe(refusal);
    expect(made).toEqual([]);
    expect(await setting.create({ ...anna, asNew: true })).toBe('done');
    expect([looks.length, made.length]).toEqual([1, 1]);
  });

  test('insisting on a new person counts only after a lookup has found the same address in use', async () => {
    there = found(chainOf(desk));
    expect(await setting.create({ ...anna, asNew: true })).toBe('address-used');
    expect(await setting.create({ address: 'other@klinik.example', name: 'Anna', asNew: true })).toBe('address-used');
    expect([looks.length, made]).toEqual([2, []]);
  });

  test.each(['no-server', 'server-silent', 'server-refused', 'server-in-clear', 'directory-silent'] as const)(
    'a new person is not created while the lookup fails (%s), and is created at the next attempt',
    async (silence) => {
      there = silence;
      expect(await setting.create(anna)).toBe(silence);
      expect([made, events]).toEqual([[], []]);
      there = found();
      expect(await setting.create(anna)).toBe('done');
    },
  );

  test('a new person is created without a reading if the broker demands a certificate first', async () => {
    there = 'uncertified';
    expect(await setting.create(anna)).toBe('done');
    expect(events).toEqual([{ kind: 'address-read', found: 'unread' }]);
  });

  test('two simultaneous requests create one person', async () => {
    expect(await Promise.all([setting.create(anna), setting.create(anna)])).toEqual(['done', 'identity-exists']);
    expect([looks.length, made.length]).toEqual([1, 1]);
  });

  test.each(['bad-address', 'bad-name'] as const)(
    'an invalid request is refused without a lookup: %s',
    async (refusal) => {
      wrong = refusal;
      expect(await setting.create(anna)).toBe(refusal);
      expect(await setting.recover(anna, code)).toBe(refusal);
      expect(looks).toEqual([]);
    },
  );
});

describe('recoveries', () => {
  beforeEach(() => void (there = found(annas())));

  test('a recovery makes this device the person’s only device and is recorded', async () => {
    expect(await setting.recover(anna, ` ${code.toLowerCase()} `)).toBe('recovered');
    const [{ id, chain } = { id: '', chain: undefined }] = made;
    expect(chain?.held.chain.person).toEqual(annas().person);
    expect(chain === undefined ? [] : devicesOf(chain.held.chain).map((device) => device.id)).toEqual([id]);
    expect(looks).toEqual([id]);
    expect(events).toEqual([{ kind: 'recovered', removed: 1, isDisputed: false }]);
  });

  test.each([
    ['recovery-unfinished', code.slice(0, -2)],
    ['recovery-mistyped', `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}`],
  ] as const)('an unfinished or mistyped recovery code (%s) is reported without a lookup', async (refusal, typed) => {
    expect(await setting.recover(anna, typed)).toBe(refusal);
    expect([looks, made]).toEqual([[], []]);
  });

  test('a recovery code of another person is refused, and the refusal is recorded', async () => {
    there = found(chainOf(desk));
    expect(await setting.recover(anna, code)).toBe('recovery-unknown');
    expect([made, events]).toEqual([[], [{ kind: 'recovery-refused', why: 'unknown' }]]);
  });

  test('a recovery on a full disk is reported and can be tried again', async () => {
    making = 'disk';
    expect(await setting.recover(anna, code)).toBe('disk');
    expect(events).toEqual([]);
    making = 'done';
    expect(await setting.recover(anna, code)).toBe('recovered');
  });

  test.each(['recovery-unknown', 'recovered', 'directory-silent', 'recovery-mistyped'] as const)(
    'a recovery wipes all its secrets, whatever its result (%s)',
    async (outcome) => {
      const own = vi.spyOn(Secret, 'own');
      if (outcome === 'recovery-unknown') there = found(chainOf(desk));
      if (outcome === 'directory-silent') there = outcome;
      const typed = outcome === 'recovery-mistyped' ? `${code.slice(0, -2)}22` : code;
      expect(await setting.recover(anna, typed)).toBe(outcome);
      const secrets = own.mock.results.map(({ value }) => value as Secret);
      expect(secrets.length > 3).toBe(outcome !== 'recovery-mistyped');
      expect(secrets.filter(({ wiped }) => !wiped)).toEqual([]);
    },
  );

  test('a recovery code whose key is missing from a partly read directory is reported as directory-silent', async () => {
    const part = found(chainOf(desk));
    there = typeof part === 'string' ? part : { ...part, isWhole: false };
    expect(await setting.recover(anna, code)).toBe('directory-silent');
    expect(events).toEqual([]);
  });

  test('a recovery fails while the directory does not respond or the broker demands a certificate', async () => {
    there = 'directory-silent';
    expect(await setting.recover(anna, code)).toBe('directory-silent');
    there = 'uncertified'; // a recovery cannot continue a chain that it cannot read
    expect(await setting.recover(anna, code)).toBe('server-refused');
    expect(made).toEqual([]);
  });
});
