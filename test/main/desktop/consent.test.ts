// What only the person may allow: main asks in full, one question at a time, and everything except a yes is a no.
import { beforeEach, describe, expect, it } from 'vitest';
import { createConsent } from '../../../src/main/desktop/consent.ts';
import { type ConsentBox, consentWords } from '../../../src/main/desktop/consent-question.ts';
import { heldClock } from '../signalling/test-clock.ts';

const erase = { kind: 'erase' } as const;
const give = { kind: 'give', name: 'laptop', code: 'K7F2 QMBX' } as const;

let clock: ReturnType<typeof heldClock>;
beforeEach(() => {
  clock = heldClock();
});

function asking() {
  const boxes: ConsentBox[] = [];
  const answers: ((isYes: boolean) => void)[] = [];
  const ask = createConsent(
    (box) => {
      boxes.push(box);
      return new Promise((resolve) => void answers.push(resolve));
    },
    () => 'en',
    clock,
  );
  return { ask, boxes, answers };
}

describe('questions to the person', () => {
  it('the answer to a question is what the dialog returns, yes or no', async () => {
    const { ask, answers } = asking();
    for (const isYes of [true, false]) {
      const asked = ask(erase);
      answers.pop()?.(isYes);
      expect(await asked).toBe(isYes ? 'yes' : 'no');
    }
  });

  it('a second question counts as no while the first is open', async () => {
    const { ask, boxes, answers } = asking();
    const first = ask(erase);
    expect(await ask(give)).toBe('no');
    expect(boxes).toHaveLength(1);
    answers[0]?.(true);
    expect(await first).toBe('yes');
  });

  it('a withdrawn question counts as no, even if yes was pressed at the same moment', async () => {
    const { ask, answers, boxes } = asking();
    const away = new AbortController();
    const asked = ask(give, away.signal);
    away.abort();
    answers[0]?.(true);
    expect(await asked).toBe('no');
    expect(await ask(give, away.signal)).toBe('no');
    expect(boxes).toHaveLength(1);
  });
});

describe('repeated questions', () => {
  const answered = async ({ ask, answers }: ReturnType<typeof asking>, isYes: boolean): Promise<string> => {
    const asked = ask(give);
    answers.pop()?.(isYes);
    return asked;
  };

  it('each no after the first delays every kind of question for longer, up to ten minutes', async () => {
    const rig = asking();
    expect(await answered(rig, false)).toBe('no'); // a no by mistake costs no delay
    for (const pauseMs of [10_000, 60_000, 600_000, 600_000]) {
      expect(await answered(rig, false)).toBe('no');
      const { length } = rig.boxes;
      for (const question of [give, erase]) expect(await rig.ask(question)).toBe('asked-lately');
      clock.advance(pauseMs - 1);
      expect(await rig.ask(erase)).toBe('asked-lately');
      expect(rig.boxes).toHaveLength(length);
      clock.advance(1);
    }
    expect(await answered(rig, true)).toBe('yes');
  });

  it('the delay of questions ends with a yes or after an hour', async () => {
    const rig = asking();
    for (const forget of [() => answered(rig, true), async () => clock.advance(3_600_000)]) {
      await answered(rig, false);
      clock.advance(60_000);
      await forget();
      for (let time = 0; time < 2; time++) expect(await answered(rig, false)).toBe('no');
      clock.advance(10_000);
    }
  });

  it('a withdrawn question counts towards the delay', async () => {
    const { ask, answers, boxes } = asking();
    for (let time = 0; time < 10; time++) {
      const away = new AbortController();
      const asked = ask(give, away.signal);
      away.abort();
      answers.pop()?.(false);
      await asked;
    }
    expect(boxes).toHaveLength(2);
  });

  it('the person can be asked after the clock was set back', async () => {
    const rig = asking();
    for (let time = 0; time < 2; time++) await answered(rig, false);
    clock.advance(-3_600_000);
    expect(await answered(rig, true)).toBe('yes');
  });
});

describe('texts of questions', () => {
  it.each(['de', 'en'] as const)(
    'the question about linking names the new device and its code, and mentions the contacts (%s)',
    (language) => {
      const { message, detail } = consentWords(language, give);
      expect(message).toContain('laptop');
      expect(detail).toContain('K7F2 QMBX');
      expect(detail).toMatch(/contacts|Kontakte/);
    },
  );

  it('a question calls a device by its name or the beginning of its id, and says that a nameless new device has no name', () => {
    const device = 'c7zq2xkd'.padEnd(26, 'a');
    expect(consentWords('en', { kind: 'remove', name: '', device }).message).toBe('Remove Device C7ZQ 2XKD?');
    expect(consentWords('de', { kind: 'remove', name: 'Notebook', device }).message).toBe('Notebook entfernen?');
    expect(consentWords('en', { kind: 'give', name: '', code: '' }).message).toContain('without a name');
  });

  it('the yes button of the question about erasing says what it erases', () => {
    expect(consentWords('de', erase).yes).toBe('Alles löschen');
  });

  it.each([
    ['en', ['still knows your contacts', 'whom you have verified', 'call list', 'no sound or picture', 'no keys']],
    ['de', ['weiter Ihre Kontakte', 'wen Sie verifiziert haben', 'Anrufliste', 'Ton und Bild', 'keine Schlüssel']],
  ] as const)(
    'the question about removing a device says what the device still knows and what it does not (%s)',
    (language, words) => {
      const { detail } = consentWords(language, {
        kind: 'remove',
        name: 'Notebook',
        device: 'c7zq2xkd'.padEnd(26, 'a'),
      });
      for (const word of words) expect(detail).toContain(word);
    },
  );

  it('the question about calling a claimant shows that person’s fingerprint in groups of five', () => {
    const chosen = { kind: 'choose-person', address: 'anna@klinik.example', digits: '0'.repeat(25) + '12345' } as const;
    for (const language of ['de', 'en'] as const) {
      const { message, detail } = consentWords(language, chosen);
      expect(message).toContain('anna@klinik.example');
      expect(detail).toContain('\n00000 00000 00000 00000 00000 12345\n');
    }
  });

  it('the question about removing a person says that the verification is lost, and that comparing the code may be enough', () => {
    const address = 'anna@klinik.example';
    for (const [language, lost, instead] of [
      [
        'de',
        /falls Sie sie verifiziert haben, auch das/u,
        /Anruf, in dem Sie den Sicherheitscode vergleichen, genügt/u,
      ],
      ['en', /if you verified them, the verification/u, /a call in which you compare the security code is enough/u],
    ] as const) {
      const { message, detail } = consentWords(language, { kind: 'remove-person', address });
      expect(message).toContain(address);
      expect(detail).toMatch(lost);
      expect(detail).toMatch(instead);
      // The question about somebody who was not verified says nothing about a verification.
      expect(consentWords(language, { kind: 'forget-person', address }).detail).not.toMatch(/verif/u);
    }
  });

  it('the question about a dispute names the staying and leaving devices by their whole ids', () => {
    const [stay, go] = ['c7zq2xkd', 'k7f2qmbx'].map((id) => [id.padEnd(26, 'a')]) as [string[], string[]];
    const question = { kind: 'choose-side', address: 'anna@klinik.example', stay, go } as const;
    expect(consentWords('en', question).message).toContain('anna@klinik.example');
    expect(consentWords('en', question).detail).toMatch(
      /stay:\nDevice C7ZQ 2XKD(?: AAAA){4} AA\n\n.+:\nDevice K7F2 QMBX(?: AAAA){4} AA\n/u,
    );
    expect(consentWords('de', question).detail).toMatch(
      /bleiben:\nGerät C7ZQ 2XKD(?: AAAA){4} AA\n\n.+:\nGerät K7F2 QMBX(?: AAAA){4} AA\n/u,
    );
    expect(consentWords('de', { ...question, stay: [] }).detail).toContain('kein Gerät');
  });

  it('the question about a dispute names eight devices at most and counts the others', () => {
    const ids = (letter: string, count: number): string[] =>
      Array.from({ length: count }, (_, n) => `${letter}${String.fromCodePoint(97 + n)}`.padEnd(26, 'x'));
    const question = { kind: 'choose-side', address: 'anna@klinik.example' } as const;
    const lines = (stay: number, go: number): readonly string[] =>
      consentWords('en', { ...question, stay: ids('s', stay), go: ids('g', go) })
        .detail.split('\n')
        .filter((line) => /^Device|more device/u.test(line))
        .map((line) => line.slice(0, 9));
    expect(lines(2, 20)).toEqual([
      'Device SA',
      'Device SB',
      ...'ABCDEF'.split('').map((n) => `Device G${n}`),
      '14 more d',
    ]);
    expect(lines(9, 2)).toEqual([...'ABCDEFGH'.split('').map((n) => `Device S${n}`), 'one more ', '2 more de']);
    const own = (letter: string) => ids(letter, 26).map((device) => ({ device, name: letter }));
    const asked = { kind: 'choose-own-side', stay: own('s'), go: own('g'), isThisOut: false } as const;
    expect(consentWords('de', asked).detail.split('\n').length).toBeLessThan(20);
    expect(consentWords('de', asked).detail).toContain('26 weitere Geräte');
  });

  it.each(['de', 'en'] as const)('the question about an objection names who removed this device (%s)', (language) => {
    const device = 'c7zq2xkd'.padEnd(26, 'a');
    const by = (name: string) =>
      consentWords(language, { kind: 'object', by: { kind: 'device', device, name } }).detail;
    expect(by('Notebook')).toContain(': Notebook.');
    expect(by('')).toContain('C7ZQ 2XKD.');
    expect(consentWords(language, { kind: 'object', by: { kind: 'code' } }).detail).toMatch(
      /recovery code|Wiederherstellungscode/u,
    );
  });

  it.each(['de', 'en'] as const)(
    'the question about one’s own dispute names the staying and leaving devices, and this device if it leaves (%s)',
    (language) => {
      const question = {
        kind: 'choose-own-side',
        stay: [{ device: 'a'.repeat(26), name: 'Notebook' }],
        go: [{ device: 'c7zq2xkd'.padEnd(26, 'a'), name: '' }],
      } as const;
      const [out, stays] = [true, false].map((isThisOut) => consentWords(language, { ...question, isThisOut }).detail);
      for (const detail of [out, stays])
        expect(detail).toMatch(/:\nNotebook \((?:AAAA ){6}AA\)\n\n.+:\n.+ C7ZQ 2XKD(?: AAAA){4} AA\n/u);
      expect([out, stays].map((detail) => /this device is one of them|auch dieses gerät/iu.test(detail ?? ''))).toEqual(
        [true, false],
      );
    },
  );

  it.each(['de', 'en'] as const)(
    'the question about missing TLS names the broker and what is visible there (%s)',
    (language) => {
      const { message, detail } = consentWords(language, { kind: 'clear', place: 'mqtt://192.168.1.20:1883' });
      expect(message).toContain('mqtt://192.168.1.20:1883');
      expect(detail).toMatch(/who calls whom|wer wann mit wem/);
      expect(detail).toMatch(/password|Kennwort/);
    },
  );
});
