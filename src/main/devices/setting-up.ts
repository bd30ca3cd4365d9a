// A new installation becomes a person's device. It first looks who is under its address (protocol §2.13; decision
// 0061). If nobody is, it begins a person. If somebody is, the person decides: link this device (new-device.ts),
// recover with the code, or begin another person.
import type { SigningKey } from '../../core/keys/identity.ts';
import { readRecoveryCode, recoverySeed } from '../../core/keys/recovery-code.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Clock, Random } from '../time/clock.ts';
import { copyOfSeeds, deviceKeysOf, type DeviceSeeds, newSeeds, signingKeyOf, wipeSeeds } from './long-term-keys.ts';
import type { Installation, Outcome, Person } from './installation.ts';
import type { Slices } from '../time/slices.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { FirstLook } from './first-look.ts';
import { type NoRecovery, type Recovery, recoverySteps } from './recovery.ts';

/**
 * A person to set up. `asNew`: set this person up although somebody uses the address. It counts only for the address
 * under which somebody was last found.
 */
export type PersonToBe = Person & { readonly asNew?: boolean | undefined };

/** The result of a recovery. */
export type Recovered = 'recovered' | 'disputed' | RefusalCode;

/** Sets up an installation, one act after the other. A refused act makes no identity. */
export interface SettingUp {
  /**
   * Looks first, unless `asNew` counts. Begins a person if nobody is found, or if the broker lets only certified
   * devices look. `address-used`, `address-used-by-several`: somebody is found.
   */
  readonly create: (person: PersonToBe) => Promise<Outcome>;
  /**
   * Makes this the only device of the person whose recovery code was typed. `disputed`: another device contradicts
   * that.
   */
  readonly recover: (person: Person, code: string) => Promise<Recovered>;
}

/** What setting up needs. */
export interface SettingUpParts {
  readonly profile: Pick<Installation, 'account' | 'createIdentity'>;
  /** The address to be used, or what is wrong with the address or the name. */
  readonly personToBe: (typed: Person) => { readonly address: string } | 'bad-address' | 'bad-name';
  readonly look: Pick<FirstLook, 'read'>;
  readonly slices: Slices;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly random: Random;
  readonly onRecord: OnRecord;
}

const refusals: Readonly<Record<NoRecovery, RefusalCode>> = {
  unknown: 'recovery-unknown',
  replaced: 'recovery-replaced',
  several: 'recovery-several',
  room: 'recovery-full',
};

/** The set-up over these parts. */
export function createSettingUp(parts: SettingUpParts): SettingUp {
  const { profile, look, slices, clock, onRecord } = parts;
  let used: string | undefined; // the address under which somebody was last found
  let turn: Promise<unknown> = Promise.resolve();

  // One after the other: policy and the page may both set up the same person, and the look of one would find the person
  // that the other begins.
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const outcome = turn.then(run, run);
    turn = outcome.catch(() => undefined);
    return outcome;
  }

  function addressOf(person: Person): { readonly address: string } | RefusalCode {
    return profile.account() === undefined ? parts.personToBe(person) : 'identity-exists';
  }

  async function withSeeds<T>(run: (seeds: DeviceSeeds) => Promise<T>): Promise<T> {
    const seeds = newSeeds(parts.random);
    try {
      return await run(seeds);
    } finally {
      wipeSeeds(seeds);
    }
  }

  async function whyNot(address: string, device: string): Promise<RefusalCode | undefined> {
    const found = await look.read(address, device);
    if (found === 'uncertified') {
      onRecord({ kind: 'address-read', found: 'unread' });
      return undefined;
    }
    if (typeof found === 'string') return found;
    const count = found.persons.length;
    onRecord({ kind: 'address-read', found: count === 0 ? 'nobody' : count === 1 ? 'one' : 'several' });
    if (count === 0) return undefined;
    used = address;
    return count === 1 ? 'address-used' : 'address-used-by-several';
  }

  async function create({ asNew = false, ...person }: PersonToBe): Promise<Outcome> {
    const wanted = addressOf(person);
    if (typeof wanted === 'string') return wanted;
    const { address } = wanted;
    return withSeeds(async (seeds) => {
      // The person has already decided about what was found there: no second look is needed.
      const refusal = asNew && used === address ? undefined : await whyNot(address, deviceIdOf(seeds));
      return refusal ?? profile.createIdentity(person, { seeds });
    });
  }

  async function recover(person: Person, typed: string): Promise<Recovered> {
    const wanted = addressOf(person);
    if (typeof wanted === 'string') return wanted;
    const code = readRecoveryCode(typed);
    if (typeof code === 'string') return code === 'unfinished' ? 'recovery-unfinished' : 'recovery-mistyped';
    const key = signingKeyOf(recoverySeed(code));
    code.wipe();
    try {
      return await withSeeds((seeds) => recoverWith(person, wanted.address, key, seeds));
    } finally {
      key.wipe();
    }
  }

  async function recoverWith(person: Person, address: string, key: SigningKey, seeds: DeviceSeeds): Promise<Recovered> {
    const found = await look.read(address, deviceIdOf(seeds));
    if (typeof found === 'string') return found === 'uncertified' ? 'server-refused' : found;
    const keys = deviceKeysOf(copyOfSeeds(seeds));
    const recovery = await slices.run(recoverySteps(found.persons, key, keys, Math.floor(clock.nowMs() / 1000)));
    keys.wipe();
    if (recovery === 'unknown' && !found.isWhole) return 'directory-silent'; // the unread part may have the key
    if (typeof recovery === 'string') {
      onRecord({ kind: 'recovery-refused', why: recovery });
      return refusals[recovery];
    }
    return keep(person, recovery, seeds);
  }

  // The recovered chain is on disk before it is published. The account publishes it with every connection until it is
  // read back, and reads the directory each time.
  async function keep(person: Person, { held, removed, isDisputed }: Recovery, seeds: DeviceSeeds): Promise<Recovered> {
    const outcome = await profile.createIdentity(person, { seeds, chain: { held, lost: [] } });
    if (outcome !== 'done') return outcome;
    onRecord({ kind: 'recovered', removed, isDisputed });
    return isDisputed ? 'disputed' : 'recovered';
  }

  return {
    create: (person) => inTurn(() => create(person)),
    recover: (person, code) => inTurn(() => recover(person, code)),
  };
}

function deviceIdOf(seeds: DeviceSeeds): string {
  const keys = deviceKeysOf(copyOfSeeds(seeds));
  const { id } = keys;
  keys.wipe();
  return id;
}
