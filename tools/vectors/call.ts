// The call part of the frozen vectors: INVITE, EARLY, ANSWER, CONFIRM, READY, key schedule, rekey (protocol §4 to §6).
// call_secret and chain never leave the schedule, so they are derived here a second time, straight from the formulas.
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { assert, unwrap } from '../../src/core/assert.ts';
import { type Bytes, concat, toB64u, toHex, utf8 } from '../../src/core/bytes.ts';
import { commit } from '../../src/core/keys/commitment.ts';
import { chainHead } from '../../src/core/keys/chain-head.ts';
import {
  CalleeHandshake,
  CallerHandshake,
  type HandshakeSecrets,
  type PerDirection,
  prologue,
} from '../../src/core/keys/handshake.ts';
import { answerRekey, RekeyOffer } from '../../src/core/keys/rekey.ts';
import { type GenerationKeys, KeySchedule } from '../../src/core/keys/schedule.ts';
import type { Secret } from '../../src/core/keys/secret.ts';
import { EarlySealer } from '../../src/core/signal/early.ts';
import { writeAnswerEnvelope, writeInviteEnvelope } from '../../src/core/signal/envelope.ts';
import {
  type Answer,
  type Invite,
  linksToCarry,
  messageText,
  type Session,
  writeMessage,
} from '../../src/core/signal/message.ts';
import { SessionSealer } from '../../src/core/signal/session.ts';
import { fixed } from './fixed.ts';
import type { Person } from './people.ts';

/** When the call of the vectors was placed, in ms since 1970. */
export const ISSUED_AT_MS = 1_800_000_100_000n;
const TTL_SECONDS = 45;
const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, (_, i) => i.toString(16).toUpperCase().padStart(2, '0')).join(':')}`;
const SDP = `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=fingerprint:${FINGERPRINT}\r\n`;

/** The section `call`, and the keys that the other sections need. */
export interface MadeCall {
  readonly section: object;
  readonly generation0: GenerationKeys;
  readonly generation1: GenerationKeys;
  readonly earlyKeys: PerDirection<Secret>;
}

const hexOf = (secret: Secret): string => secret.use(toHex);
const both = (keys: PerDirection<Secret>) => ({
  callerToCallee: hexOf(keys.callerToCallee),
  calleeToCaller: hexOf(keys.calleeToCaller),
});

function generationSection(keys: GenerationKeys, callSecret: Bytes, chain: Bytes) {
  return {
    callSecret: toHex(callSecret),
    chain: toHex(chain),
    session: both(keys.session),
    baseKeys: {
      callerToCallee: keys.base.callerToCallee.map(hexOf),
      calleeToCaller: keys.base.calleeToCaller.map(hexOf),
    },
  };
}

function chainOf(callSecret: Bytes): Bytes {
  return expand(sha512, callSecret, concat(utf8('Siegel 1 chain'), new Uint8Array(1)), 64);
}

const headsOf = (theirs: Person, ours: Person): Pick<Invite, 'list' | 'own'> => ({
  list: chainHead(theirs.chain),
  own: chainHead(ours.chain),
});

function invitation(caller: Person, callee: Person): Invite {
  return {
    kind: 'invite',
    from: {
      address: caller.address,
      person: toB64u(caller.chain.person),
      d: toB64u(caller.device.d),
      name: caller.name,
      chain: [...linksToCarry(caller.chain)],
    },
    to: { address: callee.address, person: toB64u(callee.chain.person) },
    media: ['audio', 'video'],
    commit: toB64u(commit(fixed('callId'), fixed('codeOpening'))),
    ...headsOf(callee, caller),
  };
}

function sealed(message: Session, sealer: SessionSealer) {
  const { bytes, counter } = sealer.seal(message);
  return { counter: counter.toString(), plaintext: toHex(writeMessage(message)), envelope: toHex(bytes) };
}

function rekeySection(schedule: KeySchedule, caller: SessionSealer, callee: SessionSealer, chain0: Bytes) {
  const offer = new RekeyOffer({ ephemeral: fixed('rekeyEphemeral'), kem: fixed('rekeyKemSeed') });
  const rekey: Session = { kind: 'rekey', e: toB64u(offer.e), kem: toB64u(offer.kem) };
  const random = { ephemeral: fixed('rekeyedEphemeral'), kem: fixed('rekeyedKemMessage') };
  const answer = unwrap(answerRekey(offer.e, offer.kem, random), 'both keys are good');
  const rekeyed: Session = { kind: 'rekeyed', e: toB64u(answer.e), ct: toB64u(answer.ct) };
  const secrets = unwrap(offer.finish(answer.e, answer.ct), 'both keys are good');
  const [dh, kemShared] = [hexOf(secrets.dh), hexOf(secrets.kemShared)];
  assert(dh === hexOf(answer.secrets.dh) && kemShared === hexOf(answer.secrets.kemShared), 'both sides agree');
  const texts = [messageText(rekey), messageText(rekeyed)] as const;
  const input = concat(
    secrets.dh.use((b) => b.slice()),
    secrets.kemShared.use((b) => b.slice()),
    sha512(concat(...texts)),
  );
  const callSecret = extract(sha512, input, chain0);
  const keys = schedule.nextGeneration(secrets, ...texts);
  const section = {
    rekeyText: toHex(texts[0]),
    rekeyedText: toHex(texts[1]),
    rekey: sealed(rekey, caller),
    rekeyed: sealed(rekeyed, callee),
    dh,
    kemShared,
    generation1: generationSection(keys, callSecret, chainOf(callSecret)),
  };
  return { section, keys };
}

/** The section `call`, the keys of its generations 0 and 1, and those of EARLY. */
export function makeCall(caller: Person, callee: Person): MadeCall {
  const binding = { callId: fixed('callId'), issuedAtMs: ISSUED_AT_MS, ttlSeconds: TTL_SECONDS };
  const ids = [caller.device.id, callee.device.id] as const;
  const a = new CallerHandshake(caller.device, callee.device, binding);
  const b = new CalleeHandshake(callee.device, ids[0], binding);

  const invite = writeMessage(invitation(caller, callee));
  const random1 = { ephemeral: fixed('inviteEphemeral'), kem: fixed('inviteKemSeed') };
  const message1 = unwrap(a.writeInvite(invite, random1), 'a good key');
  unwrap(b.readInvite(message1), 'just written');

  const answerMessage: Answer = {
    kind: 'answer',
    nonce: toB64u(fixed('codeNonce')),
    fingerprint: FINGERPRINT,
    sdp: SDP,
    ...headsOf(caller, callee),
  };
  const answer = writeMessage(answerMessage);
  const message2 = b.writeAnswer(answer, { ephemeral: fixed('answerEphemeral'), kem: fixed('answerKemMessage') });
  unwrap(a.readAnswer(message2), 'just written');

  const secrets: HandshakeSecrets = a.takeSecrets();
  const [exporter, transcript] = [secrets.exporter.use((x) => x.slice()), secrets.transcript];
  assert(toHex(transcript) === toHex(b.takeSecrets().transcript), 'both sides agree');
  const callSecret = extract(sha512, exporter, transcript);
  const { schedule, keys } = KeySchedule.enterGeneration0(secrets);
  const callerSealer = new SessionSealer(keys.session.callerToCallee, 0, binding.callId);
  const calleeSealer = new SessionSealer(keys.session.calleeToCaller, 0, binding.callId);
  const open = toB64u(fixed('codeOpening'));
  const code = schedule.code(fixed('codeOpening'), fixed('codeNonce'));
  const confirm = sealed({ kind: 'confirm', open, fingerprint: FINGERPRINT, sdp: SDP }, callerSealer);
  const ready = sealed({ kind: 'ready' }, calleeSealer);
  const generation0 = generationSection(keys, callSecret, chainOf(callSecret));
  const rekey = rekeySection(schedule, callerSealer, calleeSealer, chainOf(callSecret));
  const section = {
    issuedAtMs: Number(ISSUED_AT_MS),
    ttlSeconds: TTL_SECONDS,
    prologue: toHex(prologue(binding, ...ids)),
    invite: {
      plaintext: toHex(invite),
      noise: toHex(message1),
      envelope: toHex(writeInviteEnvelope(binding.callId, ISSUED_AT_MS, TTL_SECONDS, message1)),
    },
    earlyKeys: both(a.earlyKeys),
    early: {
      ringing: toHex(
        new EarlySealer(b.earlyKeys.calleeToCaller, fixed('calleeEarlySalt'), binding.callId).seal({ kind: 'ringing' }),
      ),
      cancel: toHex(
        new EarlySealer(a.earlyKeys.callerToCallee, fixed('callerEarlySalt'), binding.callId).seal({
          kind: 'cancel',
          reason: 'hangup',
        }),
      ),
    },
    answer: {
      plaintext: toHex(answer),
      noise: toHex(message2),
      envelope: toHex(writeAnswerEnvelope(binding.callId, message2)),
    },
    h2: toHex(transcript),
    exporter: toHex(exporter),
    generation0,
    code,
    confirm,
    ready,
    rekey: rekey.section,
  };
  return { section, generation0: keys, generation1: rekey.keys, earlyKeys: a.earlyKeys };
}
