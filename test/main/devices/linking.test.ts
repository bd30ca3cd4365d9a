// Linking two devices of one person: what ends it, and that no end but the good one leaves anything.
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
/** How both sides stand, and what is left of it. */
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

describe('a linking', () => {
  test('hands everything over once the number was typed there and the person said yes here', async () => {
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
    expect([two.kept, two.left]).toEqual([[], 0]); // nothing has left before the yes
    expect(giving.confirm()).toBe(true);
    expect(giving.confirm()).toBe(false);
    await two.carry();
    expect(giving.view).toEqual({ kind: 'done', name: 'laptop', isSeen: true });
    expect(two.kept.map(({ bundle }) => bundle)).toEqual([annasBundle()]);
    expect(two).toMatchObject({ isBegun: true, isToldAdded: true, left: 1, failures: 0 });
    expect(devicesOf(two.chain).map(({ id }) => id)).toEqual([two.key.id, two.taking.device]);
    expect(two.taking.isOver).toBe(true);
  });

  test('carries no names in clear', async () => {
    (await two.untilAsked()).confirm();
    await two.carry();
    const wire = two.sent.map(({ bytes }) => toHex(bytes)).join(' ');
    for (const secret of ['Anna', address, 'laptop', 'bert@klinik.example']) {
      expect(wire).not.toContain(toHex(utf8(secret)));
    }
  });

  test('waits for a new device that connects a little later', async () => {
    two.give();
    two.wire = []; // nobody was there to read it
    two.clock.advance(5000);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number' });
  });

  test('survives a broker that drops message 3 twice: it comes again with the same bytes until something sealed came', async () => {
    const isProof = ({ bytes }: { readonly bytes: Bytes }): boolean => readLinkEnvelope(bytes)?.step === 'proof';
    const giving = two.give();
    await two.carry(2); // greeting and offer
    for (let dropped = 0; dropped < 2; dropped++) {
      expect(two.wire.splice(0).map(isProof)).toEqual([true]);
      expect([giving.view.kind, two.taking.view.kind]).toEqual(['number', 'code']);
      two.clock.advance(5000);
    }
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
    expect(new Set(two.sent.filter(isProof).map(({ bytes }) => toHex(bytes))).size).toBe(1);
    two.clock.advance(20_000);
    await two.carry(); // what comes again later is dropped
    two.taking.type(two.number);
    await two.carry();
    expect(giving.view.kind).toBe('asking');
    const sent = two.sent.filter(isProof).length;
    two.clock.advance(60_000);
    expect(two.sent.filter(isProof)).toHaveLength(sent);
  });

  test('goes on where the broker is away for a moment while the number stands there, and ends after half a minute', async () => {
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

  test('waits for longer than a minute where a slow line needs longer for a thousand contacts', async () => {
    const giving = await two.untilAsked();
    two.bundle = annasBundle({ people: contactsOf(1000) });
    two.delayMs = 10_000;
    giving.confirm();
    for (let ms = 0; ms < 2 * MINUTE_MS && giving.view.kind === 'sending'; ms += 10_000) {
      await two.carry();
      two.clock.advance(10_000);
    }
    expect(two.sent.length).toBeGreaterThan(10);
    expect(giving.view.kind).toBe('done');
    expect(two.kept).toHaveLength(1);
  });

  test('stands every letter twice, and hears no letter of a linking that is over', async () => {
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

describe('a linking comes to nothing', () => {
  test('where the number is typed wrong: there is no second try', async () => {
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
  ])('where it is cancelled on the device in use %s', async (_when, until) => {
    await until();
    two.giving?.end('cancelled', 'cancelled');
    two.giving?.confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('cancelled-there', 'cancelled'));
  });

  test('or to something, nobody here knows: cancelled while everything is on its way', async () => {
    const giving = await two.untilAsked();
    giving.confirm();
    giving.end('cancelled', 'cancelled');
    expect(giving.view).toEqual({ kind: 'failed', reason: 'not-told' });
    await two.carry();
    expect(two.kept).toHaveLength(1); // it had left already
  });

  test.each([
    ['before the number was typed', async () => two.carry(await begun())],
    ['while the person is asked', async () => void (await two.untilAsked())],
  ])('where it is cancelled on the new device %s', async (_when, until) => {
    await until();
    two.taking.end('cancelled', 'cancelled');
    await two.carry();
    expect(outcome()).toEqual(nothing('cancelled', 'cancelled-there'));
  });

  test('after ten minutes, on both sides, whoever waits for whom', async () => {
    await two.untilAsked();
    two.clock.advance(10 * MINUTE_MS);
    expect(outcome()).toEqual(nothing('timeout', 'timeout'));
  });

  test('where no device answers to the code', () => {
    two.give();
    two.wire = [];
    two.clock.advance(30_000);
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'no-answer' });
  });

  test('where the broker is gone or refuses, here', async () => {
    for (const answer of ['not-connected', 'refused'] as const) {
      two = new TwoDevices();
      two.answer = answer;
      two.give();
      await two.carry();
      expect(two.giving?.view).toEqual({ kind: 'failed', reason: answer });
      expect(two.taking.view.kind).toBe('code');
    }
  });

  test('where the broker is away for half a minute, there; a shorter while does no harm', async () => {
    await two.untilAsked();
    const offline = { kind: 'waiting', url: '', retryAt: 0, cause: 'unreachable' } as const;
    two.taking.follow(offline);
    two.clock.advance(29_000);
    two.taking.follow({ kind: 'online', url: '', since: 0 });
    two.clock.advance(29_000);
    expect(two.taking.isOver).toBe(false);
    for (let ms = 0; ms < 30_000; ms += 5000) {
      two.taking.follow(offline);
      two.taking.follow({ kind: 'connecting', url: '' }); // tried again, in vain
      two.clock.advance(5000);
    }
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'not-connected' });
    expect(two.kept).toEqual([]);
  });

  test('where the disk of the new device is full', async () => {
    two.disk = 'disk';
    (await two.untilAsked()).confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('disk', 'has-left')); // its word: here nobody knows what it has kept
  });

  test('where the organisation has set the new machine up for somebody else', async () => {
    two.onlyAddress = 'bert@klinik.example';
    two.give();
    await two.carry();
    expect(outcome()).toEqual(nothing('other-person', 'other-person'));
  });

  test('where what is handed over is not the person who was announced', async () => {
    two.bundle = annasBundle({ address: 'other@klinik.example' });
    (await two.untilAsked()).confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('unusable', 'has-left'));
  });

  test('where what is to be handed over cannot be read here, or is too large, and says which', async () => {
    const { people: few } = annasBundle();
    for (const [bundle, why] of [
      [undefined, 'unreadable'],
      [annasBundle({ people: contactsOf(40_000) }), 'too-large'],
      [annasBundle({ people: few.map((person) => ({ ...person, address })) }), 'unreadable'], // it would be refused there
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

  test('without knowing it, where the new device does not say that it has everything', async () => {
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
