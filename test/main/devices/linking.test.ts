// Linking two devices of one person: what ends it, and that nothing is stored if it ends before the data has left.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, toHex, utf8 } from '../../../src/core/bytes.ts';
import { readLinkEnvelope } from '../../../src/core/signal/link.ts';
import type { LinkFailure } from '../../../src/contract/devices.ts';
import { devicesOf } from '../../../src/core/keys/chain.ts';
import { shownFingerprint } from '../../../src/main/devices/linking.ts';
import { address, annasBundle, contactsOf, TwoDevices } from './two-devices.ts';

let two: TwoDevices;
beforeEach(() => {
  two = new TwoDevices();
});

const MINUTE_MS = 60_000;
/** The state of both sides, and what the linking has stored. */
const outcome = () => ({
  there: two.taking.view,
  here: two.giving?.view,
  kept: two.kept.length,
  isBegun: two.isBegun,
  added: two.added.length,
  failures: two.failures,
});
const nothing = (there: LinkFailure, here: LinkFailure): ReturnType<typeof outcome> => ({
  there: { kind: 'failed', reason: there },
  here: { kind: 'failed', reason: here },
  kept: 0,
  isBegun: false,
  added: 0,
  failures: 1,
});

describe('successful linking', () => {
  test('linking hands everything over after the number was typed and the person agreed', async () => {
    const giving = two.give();
    expect(giving.view).toEqual({ kind: 'calling' });
    await two.carry();
    expect(giving.view).toEqual({ kind: 'number', number: two.number });
    expect(two.taking.view).toEqual({ kind: 'number', address, name: 'Anna' });
    expect(giving.confirm()).toBe(false); // nobody has typed the number yet
    expect(two.taking.type(two.number)).toBe(true);
    await two.carry();
    const fingerprint = shownFingerprint(two.chain);
    expect(fingerprint).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(giving.view).toEqual({ kind: 'asking', name: 'laptop', fingerprint });
    expect(two.taking.view).toEqual({ kind: 'waiting', address, name: 'Anna', fingerprint });
    expect([two.kept, two.left]).toEqual([[], 0]); // no data leaves before the person agrees
    expect(giving.confirm()).toBe(true);
    expect(giving.confirm()).toBe(false);
    await two.carry();
    expect(giving.view).toEqual({ kind: 'done', name: 'laptop', isSeen: true });
    expect(two.kept.map(({ bundle }) => bundle)).toEqual([annasBundle()]);
    expect(two).toMatchObject({ isBegun: true, isToldAdded: true, left: 1, failures: 0 });
    expect(devicesOf(two.chain).map(({ id }) => id)).toEqual([two.key.id, two.taking.device]);
    expect(two.taking.isOver).toBe(true);
  });

  test('linking sends no names in the clear', async () => {
    (await two.untilAsked()).confirm();
    await two.carry();
    const wire = two.sent.map(({ bytes }) => toHex(bytes)).join(' ');
    for (const secret of ['Anna', address, 'laptop', 'bert@klinik.example']) {
      expect(wire).not.toContain(toHex(utf8(secret)));
    }
  });

  test('linking waits for a new device that connects a little later', async () => {
    two.give();
    two.wire = []; // the new device was not connected to receive the greeting
    two.clock.advance(5000);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number' });
  });

  test('linking survives two losses of the proof, which is repeated with the same bytes', async () => {
    const isProof = ({ bytes }: { readonly bytes: Bytes }): boolean => readLinkEnvelope(bytes)?.step === 'proof';
    const giving = two.give();
    await two.carry(2); // carries greeting and offer
    for (let dropped = 0; dropped < 2; dropped++) {
      expect(two.wire.splice(0).map(isProof)).toEqual([true]);
      expect([giving.view.kind, two.taking.view.kind]).toEqual(['number', 'code']);
      two.clock.advance(5000);
    }
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
    expect(new Set(two.sent.filter(isProof).map(({ bytes }) => toHex(bytes))).size).toBe(1);
    two.clock.advance(20_000);
    await two.carry(); // later repetitions are dropped
    two.taking.type(two.number);
    await two.carry();
    expect(giving.view.kind).toBe('asking');
    const sent = two.sent.filter(isProof).length;
    two.clock.advance(60_000);
    expect(two.sent.filter(isProof)).toHaveLength(sent);
  });

  test('linking survives fifteen seconds without the broker and ends after twenty', async () => {
    const giving = two.give();
    await two.carry();
    for (const [awayMs, expected] of [
      [15_000, 'number'],
      [5000, 'number'],
      [20_000, 'failed'],
    ] as const) {
      two.answer = awayMs === 5000 ? 'sent' : 'not-connected';
      for (let ms = 0; ms < awayMs; ms += 5000) {
        two.clock.advance(5000);
        await two.carry();
      }
      expect(giving.view.kind).toBe(expected);
    }
    expect(giving.view).toEqual({ kind: 'failed', reason: 'not-connected' });
  });

  test('linking continues beyond a minute while a slow connection transfers a thousand contacts', async () => {
    const giving = await two.untilAsked();
    two.bundle = annasBundle({ people: contactsOf(1000) });
    two.delayMs = 10_000;
    giving.confirm();
    let ms = 0;
    for (; ms < 2 * MINUTE_MS && giving.view.kind === 'sending'; ms += 10_000) {
      await two.carry();
      two.clock.advance(10_000);
    }
    expect(ms).toBeGreaterThan(MINUTE_MS);
    expect(two.sent.length).toBeGreaterThan(10);
    expect(giving.view.kind).toBe('done');
    expect(two.kept).toHaveLength(1);
  });

  test('linking tolerates duplicated messages and ignores messages of a finished linking', async () => {
    const giving = two.give();
    for (let n = 0; n < 20; n++) {
      await two.carry(0);
      const [letter] = two.wire;
      if (letter !== undefined) two.deliver(letter);
      await two.carry(1);
      two.taking.type(two.number);
      giving.confirm();
    }
    expect(giving.view.kind).toBe('done');
    expect(two.kept).toHaveLength(1);
    for (const letter of two.sent) two.deliver(letter);
    expect(two.kept).toHaveLength(1);
    expect(two.added).toHaveLength(1);
  });
});

describe('failed linking', () => {
  test('linking fails after a wrong number, without a second try', async () => {
    two.give();
    await two.carry();
    const right = two.number;
    two.taking.type(right === '00000000' ? '00000001' : '00000000');
    expect(two.taking.type(right)).toBe(false);
    await two.carry();
    expect(outcome()).toEqual(nothing('wrong-number', 'wrong-number'));
  });

  test.each([
    ['before the number was typed', async () => two.carry(await begun())],
    ['while the person is asked', async () => void (await two.untilAsked())],
  ])('linking fails when it is cancelled on the existing device %s', async (_when, until) => {
    await until();
    two.giving?.end('cancelled', 'cancelled');
    two.giving?.confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('cancelled-there', 'cancelled'));
  });

  test('cancelling while everything is being sent is reported as an unknown result', async () => {
    const giving = await two.untilAsked();
    giving.confirm();
    giving.end('cancelled', 'cancelled');
    expect(giving.view).toEqual({ kind: 'failed', reason: 'not-told' });
    await two.carry();
    expect(two.kept).toHaveLength(1); // the data had been sent already
  });

  test.each([
    ['before the number was typed', async () => two.carry(await begun())],
    ['while the person is asked', async () => void (await two.untilAsked())],
  ])('linking fails when it is cancelled on the new device %s', async (_when, until) => {
    await until();
    two.taking.end('cancelled', 'cancelled');
    await two.carry();
    expect(outcome()).toEqual(nothing('cancelled', 'cancelled-there'));
  });

  test('linking fails on both sides after ten minutes', async () => {
    await two.untilAsked();
    two.clock.advance(10 * MINUTE_MS);
    expect(outcome()).toEqual(nothing('timeout', 'timeout'));
  });

  test('linking fails if the device with the link code does not answer', () => {
    two.give();
    two.wire = [];
    two.clock.advance(30_000);
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'no-answer' });
  });

  test('linking fails on the existing device if there is no broker connection or the broker refuses the greeting', async () => {
    for (const answer of ['not-connected', 'refused'] as const) {
      two = new TwoDevices();
      two.answer = answer;
      two.give();
      await two.carry();
      expect(two.giving?.view).toEqual({ kind: 'failed', reason: answer });
      expect(two.taking.view.kind).toBe('code');
    }
  });

  test('linking fails on the new device after half a minute without the broker', async () => {
    await two.untilAsked();
    const offline = { kind: 'waiting', url: '', retryAt: 0, cause: 'unreachable' } as const;
    two.taking.follow(offline);
    two.clock.advance(29_000);
    two.taking.follow({ kind: 'online', url: '', since: 0 });
    two.clock.advance(29_000);
    expect(two.taking.isOver).toBe(false);
    for (let ms = 0; ms < 30_000; ms += 5000) {
      two.taking.follow(offline);
      two.taking.follow({ kind: 'connecting', url: '' }); // another attempt, in vain
      two.clock.advance(5000);
    }
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'not-connected' });
    expect(two.kept).toEqual([]);
  });

  test('linking fails if the new device’s disk is full', async () => {
    two.disk = 'disk';
    (await two.untilAsked()).confirm();
    await two.carry();
    // The existing device reports only that the new one has left: the reason that the new device sends proves nothing.
    expect(outcome()).toEqual(nothing('disk', 'has-left'));
  });

  test('linking fails if the organisation reserved the new machine for somebody else', async () => {
    two.onlyAddress = 'bert@klinik.example';
    two.give();
    await two.carry();
    expect(outcome()).toEqual(nothing('other-person', 'other-person'));
  });

  test('linking fails if the transferred person is not the announced person', async () => {
    two.bundle = annasBundle({ address: 'other@klinik.example' });
    (await two.untilAsked()).confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('unusable', 'has-left'));
  });

  test('linking fails if the data to hand over is unreadable or too large, and says which', async () => {
    const { people: few } = annasBundle();
    for (const [bundle, why] of [
      [undefined, 'unreadable'],
      [annasBundle({ people: contactsOf(40_000) }), 'too-large'],
      // An address that the new device would refuse.
      [annasBundle({ people: few.map((person) => ({ ...person, address })) }), 'unreadable'],
    ] as const) {
      two = new TwoDevices();
      const giving = await two.untilAsked();
      two.bundle = bundle;
      giving.confirm();
      await two.carry();
      expect(outcome()).toEqual(nothing('cancelled-there', why));
      expect(two.left).toBe(0);
    }
  });

  test('the existing device reports an unknown result if the new device does not confirm receipt', async () => {
    const giving = await two.untilAsked();
    giving.confirm();
    await two.carry(1);
    two.wire = [];
    two.clock.advance(MINUTE_MS);
    expect(giving.view).toEqual({ kind: 'failed', reason: 'not-told' });
  });
});

async function begun(): Promise<number> {
  two.give();
  await two.carry();
  return 0;
}
