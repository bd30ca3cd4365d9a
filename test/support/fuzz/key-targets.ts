// Parsers of bytes that a signature or a key agreement protects: chains, the two messages of the handshake, and notes.
// Nothing but the genuine bytes may be accepted, and a forgery must not affect later messages.
import { type Bytes, equal, toHex } from '../../../src/core/bytes.ts';
import { beginChain, extendChain } from '../../../src/core/keys/chain-build.ts';
import { verifyChainSteps } from '../../../src/core/keys/chain-verify.ts';
import { parseChain, payloadOf } from '../../../src/core/keys/chain.ts';
import { CalleeHandshake, CallerHandshake } from '../../../src/core/keys/handshake.ts';
import { makeSigningKey, makeStaticKey } from '../../../src/core/keys/identity.ts';
import { joinDevice, joinRecovery } from '../../../src/core/keys/member.ts';
import { openNote, sealNote } from '../../../src/core/keys/sealed-note.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { dice } from '../../flows/support/dice.ts';
import { promise, type Target } from './target.ts';
import { deviceKeysOf } from '../device-keys.ts';

// Each parser has its own dice, so that its genuine messages do not depend on the parsers tried before.
const random = dice('fuzz');
const address = 'anna@klinik.example';
const caller = deviceKeysOf(random(32));
const callee = deviceKeysOf(random(32));
const since = 1_800_000_000;

/** Seeds, and whether an input is one of them. */
function genuine(make: () => readonly Bytes[]) {
  let made: readonly Bytes[] | undefined;
  const seeds = (): readonly Bytes[] => (made ??= make());
  let known: ReadonlySet<string> | undefined;
  const isOne = (input: Bytes): boolean => (known ??= new Set(seeds().map(toHex))).has(toHex(input));
  return { seeds, isOne };
}

const chains = genuine(() => {
  const own = dice('fuzz chain');
  const newKey = () => makeSigningKey(own(32));
  const newS = (): Bytes => makeStaticKey(own(32)).publicKey;
  const [d, newD, paper] = [newKey(), newKey(), newKey()];
  const first = beginChain({ address, s: newS(), proto: [1], at: since }, d);
  const by = first.links[0]?.link.by ?? '';
  const device = joinDevice(first.person, newS(), newD, [1, 2]);
  const recovery = joinRecovery(first.person, paper);
  const second = extendChain(first, { by, at: since + 1, add: [device, recovery] }, d);
  promise(typeof second !== 'string', 'a device and a recovery key are added');
  const third = extendChain(second, { by: device.id, at: since + 2, proto: [2], drop: [by, recovery.id] }, newD);
  promise(typeof third !== 'string', 'a device and a recovery key are dropped');
  return [first, second, third].map(payloadOf);
});
const chain: Target = {
  name: 'chain',
  seeds: chains.seeds,
  run: (input) => {
    const parsed = parseChain(input, address);
    if (typeof parsed === 'string') return false;
    const read = runSteps(verifyChainSteps(parsed));
    if (read === 'signature') return false;
    promise(chains.isOne(input), 'a chain cannot be forged');
    promise(equal(payloadOf(read), input), 'a chain has one form');
    return true;
  },
};

// The same side reads one input after another: a message that fails must not change it.
const binding = { callId: random(16), issuedAtMs: 1_800_000_000_000n, ttlSeconds: 45 };
const firstSide = new CallerHandshake(caller, callee, binding);
const firstMessage = firstSide.writeInvite(random(300), { ephemeral: random(32), kem: random(64) });
const otherSide = (): CalleeHandshake => new CalleeHandshake(callee, caller.id, binding);

const invites = genuine(() => (firstMessage === undefined ? [] : [firstMessage]));
let asked = otherSide();
const invite: Target = {
  name: 'handshake-1',
  seeds: invites.seeds,
  run: (input) => {
    const read = asked.readInvite(input);
    if (read === undefined) return false;
    promise(invites.isOne(input), 'message 1 cannot be forged');
    asked.wipe();
    asked = otherSide();
    return true;
  },
};

const answers = genuine(() => {
  const own = dice('fuzz answer');
  const side = otherSide();
  promise(firstMessage !== undefined && side.readInvite(firstMessage) !== undefined, 'message 1 is read');
  return [side.writeAnswer(own(400), { ephemeral: own(32), kem: own(32) })];
});
const answer: Target = {
  name: 'handshake-2',
  seeds: answers.seeds,
  run: (input) => {
    const [seed] = answers.seeds();
    if (seed !== undefined && equal(seed, input)) return true; // reading it would end the handshake under test
    promise(firstSide.readAnswer(input) === undefined, 'message 2 cannot be forged');
    return false;
  },
};

const noteBinding = { kind: 'missed' as const, callId: new Uint8Array(16).fill(6), issuedAtMs: 1_800_000_000_000n };
const notes = genuine(() => {
  const own = dice('fuzz word');
  const note = sealNote(caller, callee, noteBinding, own(300), own(32));
  return note === undefined ? [] : [note];
});
function noteTarget(name: string, kind: 'move' | 'move-end' | 'verified' | 'handled', what: string): Target {
  const binding = { ...noteBinding, kind };
  const made = genuine(() => {
    const own = dice(`fuzz ${kind}`);
    const note = sealNote(caller, callee, binding, own(300), own(32));
    return note === undefined ? [] : [note];
  });
  return {
    name,
    seeds: made.seeds,
    run: (input) => {
      const read = openNote(callee, caller.id, binding, input);
      if (read !== undefined) promise(made.isOne(input), `${what} cannot be forged`);
      return read !== undefined;
    },
  };
}
const moveNote = noteTarget('move-note', 'move', 'the offer of a call');
const moveEndNote = noteTarget('move-end-note', 'move-end', 'the end of an offer');
const verifiedNote = noteTarget('verified-note', 'verified', 'the note of a verification');
const handledNote = noteTarget('handled-note', 'handled', 'the note of a handled call');
const missedNote: Target = {
  name: 'missed-note',
  seeds: notes.seeds,
  run: (input) => {
    const read = openNote(callee, caller.id, noteBinding, input);
    if (read !== undefined) promise(notes.isOne(input), 'the note of a missed call cannot be forged');
    return read !== undefined;
  },
};

/** Whether the handshake that has read forgeries still accepts the genuine message. */
export function genuineAnswerIsTaken(): boolean {
  const [seed] = answers.seeds();
  return seed !== undefined && firstSide.readAnswer(seed) !== undefined;
}

/** Parsers behind a signature or an agreement. */
export const keyTargets: readonly Target[] = [
  chain,
  invite,
  answer,
  missedNote,
  moveNote,
  moveEndNote,
  verifiedNote,
  handledNote,
];
