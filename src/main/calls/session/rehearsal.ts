// Handshakes between two imaginary devices. Code takes many times as long when it first runs, and without this
// rehearsal the first call after a start would wait for that code. Nothing of the rehearsal leaves this device, and its
// keys are erased.
import { toB64u } from '../../../core/bytes.ts';
import { type DeviceKeys, joinDeviceKeys, makeSigningKey, makeStaticKey } from '../../../core/keys/identity.ts';
import { readEnvelope } from '../../../core/signal/envelope.ts';
import type { Answer, Invite } from '../../../core/signal/message.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Random } from '../../time/clock.ts';
import { CalleeLeg, CallerLeg } from './leg.ts';
import { Opening } from './opening.ts';

const NONE = null; // oxlint-disable-line unicorn/no-null -- as on the wire
const TIMES = 3; // the engine does not compile code that ran only once or twice

/** Makes and reads INVITE and ANSWER three times, in steps. Returns whether everything succeeded. */
export function* rehearseSteps(random: Random): Steps<boolean> {
  let isRead = true;
  for (let time = 0; time < TIMES; time++) {
    isRead = (yield* rehearseOnce(random)) && isRead;
    yield;
  }
  return isRead;
}

function* rehearseOnce(random: Random): Steps<boolean> {
  const secrets: { readonly wipe: () => void }[] = [];
  const kept = <T extends { readonly wipe: () => void }>(secret: T): T => (secrets.push(secret), secret);
  try {
    const binding = { callId: random(16), issuedAtMs: 0n, ttlSeconds: 1 };
    const opening = kept(new Opening(random));
    const [caller, callee] = [kept(nobody(random)), kept(nobody(random))];
    yield;
    const invite = inviteOf(caller, opening.commitment(binding.callId), random);
    const ringing = CallerLeg.ring(callee, invite, { deviceKeys: caller, random, binding });
    const placing = ringing && kept(ringing);
    yield;
    const asked = placing && readEnvelope(placing.invite);
    const read =
      asked?.kind === 'invite'
        ? CalleeLeg.read(caller.id, asked.noise, { deviceKeys: callee, random, binding })
        : undefined;
    const leg = read && kept(read.leg);
    yield;
    const answered = leg && readEnvelope(leg.answer(answerOf(random), random));
    yield;
    const answer = answered?.kind === 'answer' ? placing?.readAnswer(answered.noise) : undefined;
    return read?.invite !== undefined && typeof answer === 'object';
  } finally {
    for (const each of secrets) each.wipe();
  }
}

const nobody = (random: Random): DeviceKeys => joinDeviceKeys(makeStaticKey(random(32)), makeSigningKey(random(32)));

function inviteOf({ d }: DeviceKeys, commit: string, random: Random): Invite {
  const person = toB64u(random(32));
  return {
    kind: 'invite',
    from: { address: 'nobody@nowhere.example', person, d: toB64u(d), name: 'Nobody', chain: [] },
    to: { address: 'nobody@nowhere.example', person },
    media: ['audio', 'video'],
    commit,
    list: NONE,
    own: NONE,
  };
}

function answerOf(random: Random): Answer {
  const fingerprint = `sha-256 ${Array.from({ length: 32 }, () => '00').join(':')}`;
  return { kind: 'answer', nonce: toB64u(random(32)), fingerprint, sdp: 'v=0\r\n', list: NONE, own: NONE };
}
