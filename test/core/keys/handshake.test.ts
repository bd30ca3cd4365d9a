import { describe, expect, test } from 'vitest';
import { type Bytes, toHex, uint, utf8 } from '../../../src/core/bytes.ts';
import {
  CalleeHandshake,
  CallerHandshake,
  type CallBinding,
  type HandshakeSecrets,
  prologue,
} from '../../../src/core/keys/handshake.ts';
import { IK_HFS } from '../../../src/core/keys/noise-pattern.ts';
import { AESGCM_SHA256 } from '../../../src/core/keys/noise-suite.ts';
import { NoiseHandshake } from '../../../src/core/keys/noise.ts';
import { PROTOCOL_NAME } from '../../../src/core/keys/proto.ts';
import { type Device, type DeviceKeys } from '../../../src/core/keys/identity.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const caller = deviceKeysOf(seed(1));
const callee = deviceKeysOf(seed(2));
const binding: CallBinding = { callId: seed(7, 16), issuedAtMs: 1_800_000_000_123n, ttlSeconds: 45 };
const forInvite = (n = 10) => ({ ephemeral: seed(n), kem: seed(n + 1, 64) });
const forAnswer = (n = 20) => ({ ephemeral: seed(n), kem: seed(n + 1) });
const NOTHING = new Uint8Array(0);

function callerSide(to: Pick<Device, 'id' | 's'> = callee, own: DeviceKeys = caller, bound = binding) {
  return new CallerHandshake(own, to, bound);
}

function calleeSide(from = caller.id, own: DeviceKeys = callee, bound = binding) {
  return new CalleeHandshake(own, from, bound);
}

function invite(side = callerSide()): Bytes {
  const message = side.writeInvite(utf8('invite'), forInvite());
  if (message === undefined) throw new Error('no invite');
  return message;
}

/** An INVITE to the callee that names `device` as its sender and is made with the keys of `by`. */
function claiming(device: string, by: DeviceKeys): Bytes {
  const message = new NoiseHandshake({
    protocolName: PROTOCOL_NAME,
    pattern: IK_HFS,
    suite: AESGCM_SHA256,
    initiator: true,
    prologue: prologue(binding, device, callee.id),
    own: by,
    peer: callee.s,
  }).write(utf8('invite'), forInvite());
  if (message === undefined) throw new Error('no invite');
  return message;
}

const shown = (secrets: HandshakeSecrets) => ({
  session: [secrets.session.callerToCallee.use(toHex), secrets.session.calleeToCaller.use(toHex)],
  exporter: secrets.exporter.use(toHex),
  transcript: toHex(secrets.transcript),
});

describe('handshakes of caller and callee', () => {
  test('caller and callee agree on early keys, session keys, exporter and transcript', () => {
    const a = callerSide();
    const b = calleeSide();
    const read = b.readInvite(invite(a));
    expect(read?.payload).toEqual(utf8('invite'));
    expect(toHex(read?.callerStatic ?? NOTHING)).toBe(toHex(caller.s));
    const early = [a.earlyKeys, b.earlyKeys].map((keys) => [
      keys.callerToCallee.use(toHex),
      keys.calleeToCaller.use(toHex),
    ]);
    expect(early[0]).toEqual(early[1]);
    expect(new Set(early[0]).size).toBe(2);

    expect(a.readAnswer(b.writeAnswer(utf8('answer'), forAnswer()))).toEqual(utf8('answer'));
    const secrets = [a.takeSecrets(), b.takeSecrets()].map(shown);
    expect(secrets[0]).toEqual(secrets[1]);
    expect(new Set([...(secrets[0]?.session ?? []), secrets[0]?.exporter]).size).toBe(3);
    expect(() => a.takeSecrets()).toThrow('wiped');
    expect(caller.agree(callee.s)?.use(toHex)).toBe(callee.agree(caller.s)?.use(toHex)); // neither key was wiped
    expect(a.earlyKeys.callerToCallee.wiped).toBe(false);
  });

  test('the handshake erases the random bytes it was given', () => {
    const [one, two] = [forInvite(), forAnswer()];
    const a = callerSide();
    const b = calleeSide();
    b.readInvite(a.writeInvite(NOTHING, one) ?? NOTHING);
    a.readAnswer(b.writeAnswer(NOTHING, two));
    a.takeSecrets();
    b.takeSecrets();
    for (const bytes of [one.ephemeral, one.kem, two.ephemeral, two.kem]) {
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    }
  });

  test('handshakes with different random bytes have different exporters', () => {
    const run = (n: number) => {
      const a = callerSide();
      const b = calleeSide();
      b.readInvite(a.writeInvite(NOTHING, forInvite(n)) ?? NOTHING);
      a.readAnswer(b.writeAnswer(NOTHING, forAnswer(n + 2)));
      return shown(a.takeSecrets());
    };
    expect(run(30).exporter).not.toBe(run(40).exporter);
  });
});

describe('INVITE messages', () => {
  const other = deviceKeysOf(seed(3));

  test.each([
    ['for another device', () => calleeSide(undefined, other)],
    ['under another sender’s topic', () => calleeSide(other.id)],
    ['of another call', () => calleeSide(undefined, undefined, { ...binding, callId: seed(8, 16) })],
    ['with another time', () => calleeSide(undefined, undefined, { ...binding, issuedAtMs: binding.issuedAtMs + 1n })],
    ['with a longer ttl', () => calleeSide(undefined, undefined, { ...binding, ttlSeconds: 60 })],
  ])('an INVITE %s cannot be read', (_what, side) => expect(side().readInvite(invite())).toBeUndefined());

  test('an INVITE that claims another device’s id reveals the key that made it', () => {
    // An account of the same broker uses its own key, and somebody else's id in the prologue. A reader detects that by
    // comparing the key.
    const victim = other.id;
    expect(calleeSide(victim).readInvite(claiming(victim, caller))?.callerStatic).toEqual(caller.s);
  });

  test('an INVITE to oneself is neither written nor read, and its random bytes are erased', () => {
    const random = forInvite();
    expect(callerSide(caller).writeInvite(NOTHING, random)).toBeUndefined();
    expect([...random.ephemeral, ...random.kem].every((byte) => byte === 0)).toBe(true);
    expect(calleeSide(callee.id).readInvite(claiming(callee.id, callee))).toBeUndefined();
  });

  test('an INVITE to a device with a low-order key is not written', () => {
    const side = callerSide({ id: callee.id, s: Uint8Array.of(1, ...seed(0, 31)) });
    expect(side.writeInvite(NOTHING, forInvite())).toBeUndefined();
    expect(() => side.earlyKeys).toThrow('message 1');
  });
});

describe('ANSWER messages', () => {
  test('an ANSWER that comes twice, or after the caller gave up, is refused', () => {
    const a = callerSide();
    const b = calleeSide();
    b.readInvite(invite(a));
    const answer = b.writeAnswer(utf8('answer'), forAnswer());
    expect(a.readAnswer(answer)).toEqual(utf8('answer'));
    expect(a.readAnswer(answer)).toBeUndefined();
    a.takeSecrets();
    expect(a.readAnswer(answer)).toBeUndefined();

    const late = callerSide();
    invite(late);
    late.wipe();
    expect(late.readAnswer(answer)).toBeUndefined();
  });

  test('an altered ANSWER is refused, and the true one is read afterwards', () => {
    const a = callerSide();
    const b = calleeSide();
    const message1 = invite(a);
    b.readInvite(message1);
    const answer = b.writeAnswer(utf8('answer'), forAnswer());
    const changed = answer.slice();
    changed[50] = (changed[50] ?? 0) ^ 1;
    expect(a.readAnswer(changed)).toBeUndefined();
    expect(a.readAnswer(NOTHING)).toBeUndefined();
    expect(a.readAnswer(answer)).toEqual(utf8('answer'));
  });

  test('an ANSWER can be read only by the leg it was made for', () => {
    const legs = [callerSide(), callerSide()] as const;
    const b = calleeSide();
    b.readInvite(invite(legs[0]));
    legs[1].writeInvite(utf8('invite'), forInvite(50));
    expect(legs[1].readAnswer(b.writeAnswer(NOTHING, forAnswer()))).toBeUndefined();
  });

  test('an ANSWER cannot be written after the handshake was wiped', () => {
    const a = callerSide();
    const b = calleeSide();
    b.readInvite(invite(a));
    b.wipe();
    expect(() => b.writeAnswer(NOTHING, forAnswer())).toThrow('wiped');
  });
});

test('the prologue binds the protocol name, the call id, both devices, the time and the ttl', () => {
  const bytes = prologue(binding, 'a'.repeat(26), 'b'.repeat(26));
  expect(toHex(bytes)).toBe(
    [
      toHex(utf8('Siegel-KA-1')),
      toHex(uint(2, PROTOCOL_NAME.length)),
      toHex(utf8(PROTOCOL_NAME)),
      '07'.repeat(16),
      '001a' + '61'.repeat(26),
      '001a' + '62'.repeat(26),
      toHex(uint(8, 1_800_000_000_123n)),
      '002d',
    ].join(''),
  );
  expect(() => prologue({ ...binding, callId: seed(1, 15) }, 'a', 'b')).toThrow('16 bytes');
});
