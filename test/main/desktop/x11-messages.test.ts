// The bytes of X11: what is sent, which answers are understood, and that every other answer is bad.
import { describe, expect, it } from 'vitest';
import {
  countDown,
  createDisplayReader,
  type FromDisplay,
  isAnyUp,
  setUpRequest,
} from '../../../src/main/desktop/x11-messages.ts';
import { letIn, keymap, keysAnswer, MAPPING_CHANGED } from './played-display.ts';

const kinds = (said: readonly FromDisplay[]): readonly string[] => said.map(({ kind }) => kind);
/** A reader whose connection is set up and that has asked once. */
function asked() {
  const reader = createDisplayReader();
  expect(kinds(reader.take(letIn()))).toEqual(['ready']);
  reader.query();
  return reader;
}

describe('what is sent to a display server', () => {
  it('the set-up request names version 11 and little endian, and contains the cookie and the name of its protocol', () => {
    expect([...setUpRequest(undefined)]).toEqual([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const cookie = Uint8Array.from({ length: 16 }, (_, at) => at + 1);
    const bytes = setUpRequest(cookie);
    expect([...bytes.subarray(0, 12)]).toEqual([0x6c, 0, 11, 0, 0, 0, 18, 0, 16, 0, 0, 0]);
    expect(Buffer.from(bytes.subarray(12, 32)).toString('latin1')).toBe('MIT-MAGIC-COOKIE-1\0\0');
    expect([...bytes.subarray(32)]).toEqual([...cookie]);
  });

  it('the only question is QueryKeymap', () => {
    expect([...createDisplayReader().query()]).toEqual([44, 0, 1, 0]);
  });
});

describe('what is understood of a display server', () => {
  it('the keys that are down are read, however the bytes arrive', () => {
    const bytes = Buffer.concat([letIn(), MAPPING_CHANGED, keysAnswer(1, [37, 58])]);
    for (const size of [1, 7, bytes.length]) {
      const reader = createDisplayReader();
      reader.query();
      const said: FromDisplay[] = [];
      for (let at = 0; at < bytes.length; at += size) said.push(...reader.take(bytes.subarray(at, at + size)));
      expect(said).toEqual([{ kind: 'ready' }, { kind: 'keys', down: keymap(37, 58) }]);
    }
  });

  it('answers still match their questions after the sequence numbers have wrapped around', () => {
    const reader = asked();
    expect(kinds(reader.take(keysAnswer(1, [])))).toEqual(['keys']);
    let answered = 1;
    for (let sequence = 2; sequence <= 0x1_0001; sequence++) {
      reader.query();
      if (kinds(reader.take(keysAnswer(sequence % 0x1_0000, []))).join() === 'keys') answered += 1;
    }
    expect(answered).toBe(0x1_0001);
  });

  const wrong = (change: (bytes: Buffer) => unknown): Buffer => {
    const bytes = keysAnswer(1, [37]);
    change(bytes);
    return bytes;
  };
  it.each<[string, Uint8Array]>([
    ['an answer to another question', keysAnswer(2, [37])],
    ['an answer that says it is longer', wrong((bytes) => bytes.writeUInt32LE(3, 4))],
    ['an answer that says it is endless', wrong((bytes) => bytes.writeUInt32LE(0xffff_ffff, 4))],
    ['an error', wrong((bytes) => bytes.writeUInt8(0, 0))],
    ['an event that nobody asked for', wrong((bytes) => bytes.writeUInt8(2, 0))],
    ['an event that another client sends', wrong((bytes) => bytes.writeUInt8(34 | 0x80, 0))],
  ])('%s is bad, and nothing after it is read', (_what, bytes) => {
    const reader = asked();
    expect(kinds(reader.take(bytes))).toEqual(['bad']);
    expect(reader.take(keysAnswer(1, [37]))).toEqual([]);
  });

  it('a second answer to one question is bad', () => {
    expect(kinds(asked().take(Buffer.concat([keysAnswer(1, [37]), keysAnswer(1, [37])])))).toEqual(['keys', 'bad']);
  });

  it('an answer that nobody asked for is bad', () => {
    expect(kinds(createDisplayReader().take(Buffer.concat([letIn(), keysAnswer(1, [37])])))).toEqual(['ready', 'bad']);
  });

  it.each<[string, Parameters<typeof letIn>[0]]>([
    ['refuses', { status: 0 }],
    ['demands further authentication', { status: 2 }],
    ['has another version', { version: 10 }],
    ['accepts the set-up with too few bytes', { units: 7 }],
  ])('a display server that %s is bad', (_what, how) => {
    expect(kinds(createDisplayReader().take(letIn(how)))).toEqual(['bad']);
  });

  it('after the longest possible answer to the set-up request, none of which is kept, the connection is ready', () => {
    const reader = createDisplayReader();
    const bytes = letIn({ units: 0xffff });
    expect(kinds(reader.take(bytes.subarray(0, -1)))).toEqual([]);
    expect(kinds(reader.take(bytes.subarray(-1)))).toEqual(['ready']);
  });
});

describe('keys that are down', () => {
  it('the keys that are down are counted', () => {
    expect([countDown(keymap()), countDown(keymap(0, 37, 58, 255))]).toEqual([0, 4]);
  });

  it('only a key that was down at first counts as released', () => {
    const first = keymap(37, 64, 58);
    expect(isAnyUp(first, keymap(37, 64, 58))).toBe(false);
    expect(isAnyUp(first, keymap(37, 64, 58, 24))).toBe(false);
    expect(isAnyUp(first, keymap(37, 64, 24))).toBe(true);
    expect(isAnyUp(first, keymap())).toBe(true);
  });
});
