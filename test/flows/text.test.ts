// What two people write to each other in a call: letter by letter, over brokers that lose and reorder. The text
// disappears with the call.
import { describe, expect, test } from 'vitest';
import { hangUp, inCall, type Person, strangers } from './support/world.ts';

const type = (person: Person, text: string, isDone = false) => person.desk.type(person.id, text, isDone);
const read = (person: Person): readonly string[] =>
  (person.view?.text ?? []).map(({ from, text, done }) => `${from} ${text}${done ? '' : ' …'}`);

describe('text in a call', () => {
  test('text is shown while it is typed, within half a second, and stays on both sides', async () => {
    const { world, anna, ben } = await inCall();
    type(anna, 'H');
    await world.clock.advance(80);
    expect(read(ben)).toEqual(['peer H …']);
    for (const text of ['Ha', 'Hal', 'Hall', 'Hallo']) {
      type(anna, text);
      await world.clock.advance(80);
    }
    await world.clock.advance(500);
    expect(read(ben)).toEqual(['peer Hallo …']);
    type(anna, 'Hallo Ben', true);
    type(ben, 'Hallo Anna', true);
    await world.clock.advance(600);
    expect(read(ben)).toEqual(['peer Hallo Ben', 'us Hallo Anna']);
    expect(read(anna)).toEqual(['us Hallo Ben', 'peer Hallo Anna']);
  });

  test('deleted text disappears on the other side', async () => {
    const { world, anna, ben } = await inCall();
    type(anna, 'nein');
    await world.clock.advance(600);
    type(anna, '');
    await world.clock.advance(600);
    expect(read(ben)).toEqual([]);
  });

  test('text arrives as written although messages are reordered, duplicated and lost', async () => {
    const { world, anna, ben } = await inCall();
    let turn = 0;
    world.broker.mischief = (parcel) => {
      turn++;
      if (turn % 4 === 0) return [];
      return [
        { ...parcel, delayMs: turn % 2 === 0 ? 700 : 5 },
        { ...parcel, delayMs: 900 },
      ];
    };
    for (let i = 1; i <= 9; i++) {
      type(anna, '123456789'.slice(0, i));
      await world.clock.advance(260);
    }
    world.broker.mischief = (parcel) => [parcel];
    type(anna, '123456789!', true);
    await world.clock.advance(3000);
    expect(read(ben)).toEqual(['peer 123456789!']);
  });

  test('twelve pasted lines arrive complete', async () => {
    const { world, anna, ben } = await inCall();
    const lines = Array.from({ length: 12 }, (_, i) => `line ${String(i)}`);
    for (const line of lines) type(anna, line, true);
    await world.clock.advance(5000);
    expect(read(ben)).toEqual(lines.map((line) => `peer ${line}`));
  });

  test('no text can be typed while a call is held, and text typed before the hold is shown after it', async () => {
    const { world, anna, ben } = await inCall();
    type(anna, 'ein');
    type(anna, 'eins');
    ben.desk.hold(ben.id, true);
    await world.clock.advance(1000);
    expect(type(anna, 'eins zwei').ok).toBe(false);
    expect(type(ben, 'drei').ok).toBe(false);
    ben.desk.hold(ben.id, false);
    await world.clock.advance(1000);
    expect(read(ben)).toEqual(['peer eins …']);
  });

  test('text disappears with the call and is in no history, record or log', async () => {
    const { world, anna, ben } = await inCall();
    type(anna, 'Geheimnis', true);
    await world.clock.advance(600);
    expect(read(ben)).toEqual(['peer Geheimnis']);
    ben.hangUp();
    await anna.waitFor('ended');
    expect([read(anna), read(ben)]).toEqual([[], []]);
    for (const person of [anna, ben]) {
      expect(type(person, 'mehr').ok).toBe(false);
      expect(JSON.stringify([person.history, person.records, person.logs, person.view])).not.toContain('Geheimnis');
    }
  });

  test('no broker message contains text in the clear', async () => {
    const { world, anna } = await inCall();
    const before = world.broker.sent.length;
    type(anna, 'Geheimnis', true);
    await world.clock.advance(600);
    const sent = world.broker.sent.slice(before);
    expect(sent.length).toBeGreaterThan(0);
    for (const { bytes } of sent) expect(new TextDecoder('latin1').decode(bytes)).not.toContain('Geheimnis');
  });

  test('a wrong code stops sending and showing text', async () => {
    const { world, anna, ben } = await inCall();
    type(anna, 'vorher', true);
    await world.clock.advance(600);
    ben.desk.confirmCode(ben.id, ben.code === '00000000' ? '00000001' : '00000000');
    expect(read(ben)).toEqual([]);
    expect(type(ben, 'nachher').ok).toBe(false);
    type(anna, 'noch eins', true);
    await world.clock.advance(600);
    expect(read(ben)).toEqual([]);
    await hangUp(anna, ben);
  });

  test('text cannot be typed before the call is answered', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    for (const person of [anna, ben]) expect(type(person, 'a').ok).toBe(false);
  });
});
