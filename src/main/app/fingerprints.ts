// Fingerprints of people. One takes about 30 ms, so each is worked out once it is asked for, one per turn of the event loop: the view
// shows the person's own and those of claims when they are there, and those of 5,000 contacts nobody works out.
import { toHex } from '../../core/bytes.ts';
import type { PersonFingerprint } from '../../core/keys/fingerprint.ts';
import { pairFingerprint, personFingerprint } from '../../core/keys/fingerprint.ts';

/** Whose fingerprint: a person id of 32 bytes, and the address. */
export interface Person {
  readonly person: Uint8Array;
  readonly address: string;
}

/** Fingerprints, once they are worked out. */
export interface Fingerprints {
  /** 30 digits in six groups; undefined until worked out. */
  readonly own: (one: Person) => string | undefined;
  /** The same, as soon as they are worked out. */
  readonly ready: (one: Person) => Promise<string>;
  /** 60 digits in twelve groups for two people (protocol §8), as soon as both are worked out. */
  readonly pair: (a: Person, b: Person) => Promise<string>;
}

/** `defer` runs a function in a later turn; `onReady` is called when another one is there. */
export function createFingerprints(defer: (run: () => void) => void, onReady: () => void): Fingerprints {
  const known = new Map<string, PersonFingerprint>();
  const queue = new Map<string, Person>();
  const waiting = new Map<string, (() => void)[]>();
  const work = (): void => {
    const [next] = queue;
    if (next === undefined) return;
    const [name, one] = next;
    queue.delete(name);
    known.set(name, personFingerprint(one.person, one.address));
    for (const resolve of waiting.get(name) ?? []) resolve();
    waiting.delete(name);
    if (queue.size > 0) defer(work);
    onReady();
  };
  const of = (one: Person): PersonFingerprint | undefined => {
    const name = nameOf(one);
    const found = known.get(name);
    if (found !== undefined || queue.has(name)) return found;
    queue.set(name, one);
    if (queue.size === 1) defer(work);
    return undefined;
  };
  const soon = async (one: Person): Promise<PersonFingerprint> => {
    const found = of(one);
    if (found !== undefined) return found;
    const name = nameOf(one);
    await new Promise<void>((resolve) => void waiting.set(name, [...(waiting.get(name) ?? []), resolve]));
    return soon(one);
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
