// The texts of notes: exactly the fields of their kind in exactly one order. A text with any other field is refused.
import { describe, expect, test } from 'vitest';
import { toB64u, utf8 } from '../../../src/core/bytes.ts';
import { pad } from '../../../src/core/signal/json.ts';
import {
  Handled,
  Missed,
  Move,
  MoveEnd,
  readMessage,
  Verified,
  writeMessage,
} from '../../../src/core/signal/message.ts';

const b64u = (length: number) => toB64u(new Uint8Array(length).fill(7));
const to = { address: 'b@example.org', person: b64u(32) };
const device = 'abcdefghijklmnopqrstuvwx23';
const from = { address: 'a@example.org', person: b64u(32), d: b64u(32) };
const missed: Missed = { kind: 'missed', from, to, media: ['audio'] };
const move: Move = { kind: 'move', to, device };
const ends = (['refused', 'unanswered', 'withdrawn', 'over', 'taken'] as const).map((reason) => ({
  kind: 'move-end' as const,
  reason,
}));
const verified: Verified = { kind: 'verified', of: to };
const handled: Handled = { kind: 'handled', how: 'answered', address: 'a@example.org' };
const reread = (
  schema: typeof Missed | typeof Move | typeof MoveEnd | typeof Verified | typeof Handled,
  text: string,
): unknown => readMessage<typeof schema>(schema, pad(utf8(text)));

describe('texts of notes', () => {
  test('the texts of notes read back as written, with padding', () => {
    expect(readMessage(Missed, writeMessage(missed))).toEqual(missed);
    expect(readMessage(Move, writeMessage(move))).toEqual(move);
    for (const end of ends) expect(readMessage(MoveEnd, writeMessage(end))).toEqual(end);
    expect(readMessage(Verified, writeMessage(verified))).toEqual(verified);
    expect(readMessage(Handled, writeMessage(handled))).toEqual(handled);
    const texts = [missed, move, verified, handled, ...ends];
    expect(texts.map((each) => writeMessage(each).length % 256)).toEqual(Array(9).fill(0));
  });

  test('the texts of notes are never mistaken for one another', () => {
    const texts = [missed, move, ends[0], verified, handled].map((each) => JSON.stringify(each));
    const read = texts.map((text) =>
      [Missed, Move, MoveEnd, Verified, Handled].map((schema) => reread(schema, text) !== undefined),
    );
    expect(read).toEqual([
      [true, false, false, false, false],
      [false, true, false, false, false],
      [false, false, true, false, false],
      [false, false, false, true, false],
      [false, false, false, false, true],
    ]);
  });

  test.each([
    ['MOVE with its fields in another order', Move, JSON.stringify({ kind: 'move', device, to })],
    ['MOVE with an additional field', Move, JSON.stringify({ ...move, call: b64u(16) })],
    ['MOVE without a device', Move, JSON.stringify({ kind: 'move', to })],
    ['MOVE to an invalid device', Move, JSON.stringify({ ...move, device: 'ABCDEFGHIJKLMNOPQRSTUVWX23' })],
    [
      'MOVE to an address that looks like another one',
      Move,
      JSON.stringify({ ...move, to: { ...to, address: '\u0430nna@example.org' } }),
    ],
    [
      'MOVE to an address with an invisible letter',
      Move,
      JSON.stringify({ ...move, to: { ...to, address: 'anna\u3164@example.org' } }),
    ],
    ['MOVE to an invalid address', Move, JSON.stringify({ ...move, to: { ...to, address: 'Your bank' } })],
    ['MISSED to an invalid address', Missed, JSON.stringify({ ...missed, to: { ...to, address: 'anna' } })],
    [
      'VERIFIED of an address that looks like another one',
      Verified,
      JSON.stringify({ ...verified, of: { ...to, address: '\u0430nna@example.org' } }),
    ],
    ['MOVE with a short person id', Move, JSON.stringify({ ...move, to: { ...to, person: b64u(31) } })],
    [
      'MOVE with unused bits set in the person id',
      Move,
      JSON.stringify({ ...move, to: { ...to, person: `${b64u(32).slice(0, -1)}d` } }),
    ],
    ['MOVE with white space', Move, JSON.stringify(move).replace(':', ': ')],
    ['MOVE with a field twice', Move, JSON.stringify(move).replace('"to"', '"kind":"move","to"')],
    ['MOVE-END for an unknown reason', MoveEnd, '{"kind":"move-end","reason":"hangup"}'],
    ['MOVE-END without a reason', MoveEnd, '{"kind":"move-end"}'],
    ['VERIFIED without a person id', Verified, '{"kind":"verified","of":{"address":"b@example.org"}}'],
    ['VERIFIED with an additional field', Verified, JSON.stringify({ ...verified, way: 'code' })],
    ['HANDLED with an unknown value of `how`', Handled, JSON.stringify({ ...handled, how: 'silenced' })],
    ['HANDLED that names a device', Handled, JSON.stringify({ ...handled, device })],
    ['HANDLED of an invalid address', Handled, JSON.stringify({ ...handled, address: 'Your bank' })],
    ['MISSED with a name', Missed, JSON.stringify({ ...missed, from: { ...from, name: '' } })],
    ['MISSED with a list', Missed, JSON.stringify({ ...missed, list: 1 })],
    ['MISSED without media', Missed, JSON.stringify({ ...missed, media: [] })],
  ])('a note text is refused: %s', (_, schema, text) => expect(reread(schema, text)).toBeUndefined());

  test('a note text without padding, or with too much, is refused', () => {
    expect(readMessage(Move, utf8(JSON.stringify(move)))).toBeUndefined();
    const more = new Uint8Array(writeMessage(move).length + 256).fill(0x20);
    more.set(writeMessage(move));
    expect(readMessage(Move, more)).toBeUndefined();
  });
});
