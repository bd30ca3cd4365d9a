// Fingerprints of people. One takes about 30 ms, so it is computed on request, in slices of the event loop. The view
// shows the person's own fingerprint and those of claims once they are ready. It shows none of contacts, of whom there
// may be 5,000.
import { toHex } from '../../core/bytes.ts';
import type { PersonFingerprint } from '../../core/keys/fingerprint.ts';
import { pairFingerprint, personFingerprintSteps } from '../../core/keys/fingerprint.ts';
import type { Slices } from '../time/slices.ts';

/** Whose fingerprint: a person id of 32 bytes, and the address. */
export interface Person {
  readonly person: Uint8Array;
  readonly address: string;
}

/** Fingerprints, once they are computed. */
export interface Fingerprints {
  /** 30 digits in six groups. Undefined if they are not computed yet: the computation then begins. */
  readonly own: (one: Person) => string | undefined;
  /** The same digits, as soon as they are computed. */
  readonly ready: (one: Person) => Promise<string>;
  /** 60 digits in twelve groups for two people (protocol §8), as soon as both are computed. */
  readonly pair: (a: Person, b: Person) => Promise<string>;
}

/** Computes in `slices` once `begin` resolves. `onReady` is called whenever a fingerprint is ready. */
export function createFingerprints(
  slices: Pick<Slices, 'run'>,
  begin: Promise<void>,
  onReady: () => void,
): Fingerprints {
  const known = new Map<string, PersonFingerprint>();
  const coming = new Map<string, Promise<PersonFingerprint>>();
  async function workOut(name: string, { person, address }: Person): Promise<PersonFingerprint> {
    await begin;
    const made = await slices.run(personFingerprintSteps(person, address));
    known.set(name, made);
    coming.delete(name);
    onReady();
    return made;
  }
  const soon = async (one: Person): Promise<PersonFingerprint> => {
    const name = nameOf(one);
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = coming.get(name) ?? workOut(name, one);
    coming.set(name, made);
    return made;
  };
  const of = (one: Person): PersonFingerprint | undefined => {
    const found = known.get(nameOf(one));
    if (found === undefined) void soon(one);
    return found;
  };
  return {
    own: (one) => grouped(of(one)),
    ready: async (one) => grouped(await soon(one)),
    pair: async (a, b) => pairFingerprint(await soon(a), await soon(b)),
  };
}

function grouped(fingerprint: PersonFingerprint): string;
function grouped(fingerprint: PersonFingerprint | undefined): string | undefined;
function grouped(fingerprint: PersonFingerprint | undefined): string | undefined {
  return fingerprint?.digits.replace(/(\d{5})(?=\d)/g, '$1 ');
}

function nameOf({ person, address }: Person): string {
  return `${toHex(person)} ${address}`;
}
