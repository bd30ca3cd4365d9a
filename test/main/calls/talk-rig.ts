// Two sessions wired together by hand, so that one of them can be a liar: what a genuine but hostile peer achieves. Each has the call
// machine that decides about its keys; what else the machine asks for is left undone.
import { type Bytes, toB64u } from '../../../src/core/bytes.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { KeysEvent } from '../../../src/core/call/keys-event.ts';
import { keysInUse } from '../../../src/core/call/keys-state.ts';
import { FRESH, wakeAtMs } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { commit } from '../../../src/core/keys/commitment.ts';
import { CalleeHandshake, CallerHandshake } from '../../../src/core/keys/handshake.ts';
import { readEnvelope } from '../../../src/core/signal/envelope.ts';
import type { Session } from '../../../src/core/signal/message.ts';
import { performedBy, type SecretsEffect } from '../../../src/main/calls/session/key-secrets.ts';
import { Talk, type TalkEvents } from '../../../src/main/calls/talk.ts';
import { dice } from '../../flows/support/dice.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { placed } from '../../core/call/placed.ts';

/** The fingerprint of both ends. */
export const PRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`;
/** Dice of this rig. */
export const random = dice('talk');
/** The id of the call. */
export const callId = random(16);
/** What the caller has committed to. */
export const open = random(32);
const nonce = random(32);
/** What either end offers. */
export const description = { fingerprint: PRINT, sdp: sampleSdp('ours', PRINT, 'answer') };

/** One end: its session, what it told, and what it sent. */
export interface End {
  readonly talk: Talk;
  /** The generation entered last. */
  readonly generation: () => number;
  /** Lets something happen to its keys. */
  readonly tell: (event: KeysEvent) => void;
  readonly events: string[];
  readonly sent: Bytes[];
}

/** Hands an envelope over. */
export function deliver(to: Talk, bytes: Bytes): void {
  const envelope = readEnvelope(bytes);
  if (envelope?.kind === 'session') to.receive(envelope);
}

type Bare = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'atMs'> : never) : never;

// How each comes to have keys.
const UNTIL_ANSWER: Readonly<Record<'caller' | 'callee', readonly Bare[]>> = {
  caller: [
    ...placed(['callee']),
    { kind: 'answered', device: 'callee' },
    { kind: 'described' },
    { kind: 'peer-checked' },
  ],
  callee: [
    { kind: 'invited', device: 'caller', isDrained: true },
    { kind: 'cleared', silenced: false, isSoundless: false, ttlMs: 45_000 },
    { kind: 'accept', media: 'audio', viaRelay: false },
    { kind: 'described' },
    { kind: 'peer-checked' },
  ],
};

/** The machine of one end. */
function machine(
  clock: HandClock,
  talk: () => Talk,
): { readonly generation: () => number; readonly tell: (event: Bare) => void } {
  const performs = performedBy(talk);
  const queue: Bare[] = [];
  let call = FRESH;
  let cancelWake = (): void => undefined;
  let isStepping = false;
  const step = (event: Bare): void => {
    const { call: next, effects } = transition(call, { ...event, atMs: clock.nowMs() });
    call = next;
    for (const effect of effects)
      if (effect.kind in performs) performs[(effect as SecretsEffect).kind](effect as SecretsEffect);
  };
  const tell = (event: Bare): void => {
    queue.push(event);
    if (isStepping) return;
    isStepping = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) step(next);
    isStepping = false;
    cancelWake();
    const atMs = wakeAtMs(call);
    if (atMs !== undefined) cancelWake = clock.after(atMs - clock.nowMs(), () => tell({ kind: 'time' }));
  };
  return { generation: () => keysInUse(call.keys).generation, tell };
}

/** Caller and callee with keys of one handshake; nothing is said yet. */
export function pair(commitment = commit(callId, open)): { clock: HandClock; caller: End; callee: End } {
  const clock = new HandClock();
  const [callerKey, calleeKey] = [deviceKeysOf(random(32)), deviceKeysOf(random(32))];
  const binding = { callId, issuedAtMs: 1n, ttlSeconds: 45 };
  const calling = new CallerHandshake(callerKey, calleeKey, binding);
  const called = new CalleeHandshake(calleeKey, callerKey.id, binding);
  const payload = new Uint8Array(256);
  called.readInvite(calling.writeInvite(payload, { ephemeral: random(32), kem: random(64) })!);
  calling.readAnswer(called.writeAnswer(payload, { ephemeral: random(32), kem: random(32) }));
  const end = (role: 'caller' | 'callee'): End => {
    const events: string[] = [];
    const sent: Bytes[] = [];
    const { generation, tell } = machine(clock, () => talk);
    const secure = (kind: 'confirmed' | 'ready'): void => {
      tell({ kind });
      tell({ kind: 'connected' });
    };
    const told: TalkEvents = {
      onConfirm: () => {
        events.push('confirm');
        talk.sendReady();
        secure('confirmed');
      },
      onKeys: tell,
      onReopen: () => events.push('reopen'),
      onTransfer: () => undefined,
      onReady: () => {
        events.push('ready');
        secure('ready');
      },
      onEnd: (reason) => events.push(`end ${reason}`),
      onBroken: (reason) => events.push(`broken ${reason}`),
      onCandidates: () => events.push('candidates'),
      onKeyFrame: (stream) => events.push(`key-frame ${String(stream)}`),
      onMedia: (state) => events.push(`media ${String(state.mute)}`),
      onRestart: () => events.push('restart'),
      onTyped: () => undefined,
      onChange: () => undefined,
    };
    const talk = new Talk({
      role,
      callId,
      secrets: (role === 'caller' ? calling : called).takeSecrets(),
      clock,
      random,
      send: (bytes) => sent.push(bytes),
      mayRead: () => true,
      worker: () => undefined,
      ...(role === 'callee' ? { commitment: { commit: commitment, nonce } } : {}),
      events: told,
    });
    for (const event of UNTIL_ANSWER[role]) tell(event);
    return { talk, generation, tell, events, sent };
  };
  const both = { clock, caller: end('caller'), callee: end('callee') };
  both.caller.talk.makeCode(open, nonce);
  return both;
}
/** As `pair`, behind CONFIRM and READY. */
export function secured(): ReturnType<typeof pair> {
  const both = pair();
  both.caller.talk.sendConfirm(toB64u(open), description);
  deliver(both.callee.talk, both.caller.sent[0]!);
  deliver(both.caller.talk, both.callee.sent[0]!);
  return both;
}
/** Sends a session message and hands it over. */
export const say = (from: End, to: End, message: Session): void => {
  from.talk.send(message);
  deliver(to.talk, from.sent.at(-1)!);
};
