// Two sessions connected by hand, so that one of them can lie: what a genuine but hostile peer achieves. Each has the
// call machine that decides about its keys. The machine's other effects are not carried out.
import { unwrap } from '../../../../src/core/assert.ts';
import type { Bytes } from '../../../../src/core/bytes.ts';
import type { CallEvent } from '../../../../src/core/call/event.ts';
import type { KeysEffect } from '../../../../src/core/call/keys-event.ts';
import { keysInUse } from '../../../../src/core/call/keys-state.ts';
import { FRESH } from '../../../../src/core/call/state.ts';
import { commit } from '../../../../src/core/keys/commitment.ts';
import { CalleeHandshake, CallerHandshake } from '../../../../src/core/keys/handshake.ts';
import { readEnvelope } from '../../../../src/core/signal/envelope.ts';
import type { Session } from '../../../../src/core/signal/message.ts';
import { Machine } from '../../../../src/main/calls/machine.ts';
import { performedBy } from '../../../../src/main/calls/session/key-secrets.ts';
import { Opening } from '../../../../src/main/calls/session/opening.ts';
import { CallSession } from '../../../../src/main/calls/session/call-session.ts';
import { dice } from '../../../flows/support/dice.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';
import { sampleSdp } from '../../../flows/support/sample-sdp.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';
import { placed } from '../../../core/call/placed.ts';

/** The DTLS fingerprint of both ends. */
export const PRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`;
/** Random bytes of this rig. */
export const random = dice('talk');
/** The id of the call. */
export const callId = random(16);
/** The opening of the caller's commitment. */
export const open = random(32);
const nonce = random(32);
/** The description that either end sends. */
export const description = { fingerprint: PRINT, sdp: sampleSdp('ours', PRINT, 'answer') };

/** One end: its session, the events it reported, and the messages it sent. */
export interface End {
  readonly talk: CallSession;
  readonly running: Machine;
  /** The generation that this end entered last. */
  readonly generation: () => number;
  /** Dispatches an event to its call. */
  readonly tell: (event: Bare) => void;
  readonly events: string[];
  /** The descriptions of the peer's accepted `reopen`s, as filtered. */
  readonly reopened: string[];
  readonly sent: Bytes[];
}

/** Delivers a SESSION envelope to one end. Any other bytes are ignored. */
export function deliver({ running, talk }: End, bytes: Bytes): void {
  const envelope = readEnvelope(bytes);
  if (envelope?.kind !== 'session') return;
  talk.receive(envelope);
  running.rearm();
}

type Bare = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'atMs'> : never) : never;

// The events by which each side gets its keys.
const UNTIL_ANSWER: Readonly<Record<'caller' | 'callee', readonly Bare[]>> = {
  caller: [
    ...placed(['callee']),
    { kind: 'answered', device: 'callee' },
    { kind: 'described' },
    { kind: 'peer-checked' },
  ],
  callee: [
    { kind: 'invited', device: 'caller', isDrained: true },
    { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000 },
    { kind: 'accept', media: 'audio', viaRelay: false },
    { kind: 'described' },
    { kind: 'peer-checked' },
  ],
};

/** The machine of one end. */
function machine(
  clock: HandClock,
  talk: () => CallSession | undefined,
): { readonly running: Machine; readonly generation: () => number; readonly tell: (event: Bare) => void } {
  const performs = performedBy(() => unwrap(talk(), 'the session is there from ANSWER on'));
  const running = new Machine(FRESH, {
    clock,
    log: { debug: () => undefined },
    isOnline: () => true,
    onChange: () => undefined,
    waiting: talk,
    perform: (effect) => {
      if (effect.kind in performs) performs[(effect as KeysEffect).kind](effect as KeysEffect);
    },
  });
  return {
    running,
    generation: () => keysInUse(running.state.keys).generation,
    tell: (event) => running.dispatch({ ...event, atMs: clock.nowMs() }),
  };
}

/** Caller and callee with keys of one handshake, before any message. */
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
    const reopened: string[] = [];
    let begun: CallSession | undefined;
    const { running, generation, tell } = machine(clock, () => begun);
    const secure = (kind: 'confirmed' | 'ready'): void => {
      tell({ kind });
      tell({ kind: 'connected' });
    };
    const told = (event: CallEvent): void => {
      switch (event.kind) {
        case 'confirmed':
          events.push('confirm');
          talk.sendReady();
          return secure('confirmed');
        case 'ready':
          events.push('ready');
          return secure('ready');
        case 'peer-ended':
          return void events.push(`end ${event.reason}`);
        case 'confirm-unusable':
          return void events.push(`unusable ${event.what}`);
        case 'remote-candidates':
          return void events.push('candidates');
        case 'key-frame-asked':
          return void events.push(`key-frame ${String(event.stream)}`);
        case 'peer-switched':
          return void events.push(`media ${String(event.state.mute)}`);
        case 'peer-restart':
          return void events.push('restart');
        case 'peer-reopens':
          return void reopened.push(event.message.sdp);
        case 'peer-described':
        case 'move-announced':
          return; // these tests do not need them
        default:
          return tell(event);
      }
    };
    const talk = new CallSession({
      callId,
      secrets: (role === 'caller' ? calling : called).takeSecrets(),
      nowMs: () => running.nowMs,
      random,
      send: (bytes) => sent.push(bytes),
      call: () => running.state,
      worker: () => undefined,
      halves:
        role === 'callee' ? { role, commitment, nonce } : { role, opening: new Opening(() => open.slice()), nonce },
      dispatch: told,
      onChange: () => undefined,
    });
    begun = talk;
    for (const event of UNTIL_ANSWER[role]) tell(event);
    return { talk, running, generation, tell, events, reopened, sent };
  };
  return { clock, caller: end('caller'), callee: end('callee') };
}
/** Like `pair`, after CONFIRM and READY. */
export function secured(): ReturnType<typeof pair> {
  const both = pair();
  both.caller.talk.sendConfirm(description);
  deliver(both.callee, both.caller.sent[0]!);
  deliver(both.caller, both.callee.sent[0]!);
  return both;
}
/** Sends a session message and delivers it. */
export const say = (from: End, to: End, message: Session): void => {
  from.talk.send(message);
  deliver(to, from.sent.at(-1)!);
};
