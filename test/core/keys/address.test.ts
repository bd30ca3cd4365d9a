import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalAddress, parseAddress, userTag } from '../../../src/core/keys/address.ts';

describe('addresses on the wire', () => {
  test.each([
    'a@b',
    'caller@demo.example',
    'jürgen.größe+x@xn--mnchen-3ya.de',
    'σας@example.org',
    `${'l'.repeat(200)}@example.org`,
  ])('a valid address is accepted unchanged: %s', (text) => expect(parseAddress(text)).toBe(text));

  test.each([
    ['no @', 'caller'],
    ['two @', 'a@b@c'],
    ['no name', '@example.org'],
    ['no domain', 'a@'],
    ['capitals', 'Caller@example.org'],
    ['capitals in the domain', 'caller@Example.org'],
    ['a letter that is not composed', 'ju\u0308rgen@example.org'],
    ['a space', 'a b@example.org'],
    ['a no-break space', 'a\u00A0b@example.org'],
    ['a line end', 'a@example.org\n'],
    ['a control character', 'a\u0007@example.org'],
    ['a direction mark', 'a\u202E@example.org'],
    ['a soft hyphen', 'a\u00AD@example.org'],
    ['a lone surrogate', 'a\uD800@example.org'],
    ['an unassigned code point', 'a\u0378@example.org'],
    ['a U-label', 'a@münchen.de'],
    ['an empty label', 'a@b..c'],
    ['a trailing dot', 'a@b.'],
    ['a label that starts with a hyphen', 'a@-b.c'],
    ['a label of 64 characters', `a@${'b'.repeat(64)}.c`],
    ['an underscore in the domain', 'a@b_c.d'],
    ['255 bytes', `${'l'.repeat(243)}@example.org`],
    ['256 bytes in fewer letters', `${'ü'.repeat(122)}@example.org`],
  ])('an invalid address is refused and not repaired: %s', (_why, text) => expect(parseAddress(text)).toBeUndefined());
});

// These characters are written as code points, because an editor shows most of them like ordinary ones. An address with
// such a character is refused for the same reason.
describe('look-alike addresses', () => {
  test.each<[string, string]>([
    ['a combining grapheme joiner', 'anna\u034F'],
    ['a Hangul filler', 'anna\u3164'],
    ['a half-width Hangul filler', 'anna\uFFA0'],
    ['a Hangul choseong filler', 'anna\u115F'],
    ['a Hangul jungseong filler', 'anna\u1160'],
    ['a Mongolian variation selector', 'anna\u180B'],
    ['a Mongolian vowel separator', 'anna\u180E'],
    ['a fourth Mongolian variation selector', 'anna\u180F'],
    ['a variation selector', 'anna\uFE0E'],
    ['a variation selector behind a Han character', '\u674E\uFE00'],
    ['a supplementary variation selector', 'anna\u{E0100}'],
    ['the last variation selector', 'anna\u{E01EF}'],
    ['a tag', 'anna\u{E0061}'],
    ['a Khmer inherent vowel', 'anna\u17B4'],
    ['a Khmer inherent vowel among Khmer', '\u1781\u17B5\u17D2'],
    ['a reserved invisible operator', 'anna\u2065'],
    ['a reserved interlinear character', 'anna\uFFF0'],
    ['a shorthand format control', 'anna\u{1BCA0}'],
    ['a musical beam', 'anna\u{1D173}'],
    ['a blank Braille pattern', 'anna\u2800'],
    ['a Cyrillic a', '\u0430nna'],
    ['a Cyrillic a at the end', 'ann\u0430'],
    ['a Cyrillic e beside an umlaut', 'j\u00FCrg\u0435n'],
    ['a Greek omicron', 'b\u03BFb'],
    ['an Armenian o', 'b\u0585b'],
    ['a Cherokee letter', 'anna\uAB87'],
    ['a Han stroke as an l', 'wi\u4E28son'],
    ['a Katakana dash between Latin names', 'anna\u30FCmarie'],
    ['a Latin alpha', '\u0251nna'],
    ['a script g', 'ju\u0261en'],
    ['a dotless i', 'an\u0131l'],
    ['a kra', '\u0138arl'],
    ['a small capital', 'a\u0274na'],
    ['a long s', 'han\u017F'],
    ['a letter of full width', '\uFF41nna'],
    ['a mathematical letter', '\u{1D41A}nna'],
    ['a ligature', '\uFB01nn'],
    ['a Roman numeral', 'anna\u217C'],
    ['a superscript', 'ann\u1D43'],
    ['a dot above an i', 'i\u0307nes'],
    ['a stroke through an l', 'l\u0335isa'],
    ['a mark at the beginning', '\u0E31\u0E2A'],
    ['a mark twice', '\u0E2A\u0E31\u0E31'],
    ['a modifier apostrophe', 'o\u02BCbrien'],
    ['a modifier apostrophe beside Cyrillic', '\u043C\u0430\u0440\u02BC\u044F\u043D\u0430'],
    ['a low macron as an underscore', 'anna\u02CDmarie'],
    ['a macron', 'anna\u02C9'],
    ['an elongated Arabic letter', '\u0645\u062D\u0640\u0645\u062F'],
    ['a sign of all Indian scripts', '\u0905\u0928\u1CF5\u093F\u0932'],
    ['a repeat mark of vertical text', '\u3055\u3031'],
    ['a tone mark beside Hangul', '\uAE40\u302E'],
    ['a Katakana dash between digits', '555\u30FC0100'],
    ['a Katakana dash between Han', '\u674E\u30FC\u660E'],
    ['a Katakana dash at the beginning', '\u30FC\u30D3\u30EB'],
    ['a Han stroke as a dash between digits', '555\u4E000100'],
    ['a Han stroke as a one between digits', '10\u4E2823'],
    ['a Han ten as a plus between digits', '100\u53412'],
    ['a one-dot leader', 'anna\u2024b'],
    ['a hyphen outside ASCII', 'anna\u2010b'],
    ['a full-width full stop', 'anna\uFF0Eb'],
    ['Arabic digits', 'anna\u0661'],
    ['a Hangul letter alone', '\u1100'],
    ['an emoji', 'anna\u{1F512}'],
    ['a Hebrew hyphen', '\u05E0\u05D5\u05E2\u05D4\u05BE\u05DB\u05D4\u05DF'],
    ['a Devanagari digit', '\u0905\u0928\u093F\u0932\u0967'],
    ['half-width Katakana', '\uFF76\uFF85'],
    ['an Arabic letter in its isolated form', '\u0645\uFEA1'],
    ['Hangul compatibility letters', '\u3131\u3141'],
    ['only a script in which no everyday name is written', '\uAB70\uABA2'],
    ['only Cyrillic that reads as Latin', '\u0441\u043E\u0441\u043E'],
    ['only Cyrillic with digits and dots', '\u0441\u043E.\u0441\u043E-7'],
    ['only Cyrillic that reads as an umlaut', '\u04BB\u04E7\u0440\u0440\u0435'],
    ['only Greek that reads as Latin', '\u03BF\u03BD\u03B1'],
    ['only Armenian that reads as Latin', '\u0585\u0578'],
    ['only Hebrew that reads as Latin', '\u05E1\u05E1'],
    ['two scripts, one word in each', '\u0430\u043D\u043D\u0430.meier'],
    ['Han, Hangul and Kana together', '\u674E\uAE40\u3055'],
  ])('a look-alike address with %s is refused', (_, local) => {
    expect(parseAddress(`${local.normalize('NFC')}@klinik.example`)).toBeUndefined();
    expect(canonicalAddress(`${local}@klinik.example`)).toBeUndefined();
  });
});

describe('people’s real names', () => {
  test.each([
    "o'brien",
    'jörg.müller-lüdenscheidt',
    'größe',
    'françois.château',
    'señor.muñoz',
    'ægir.þór',
    'søren.ødegård',
    'łukasz.żółć',
    'đorđe.šarić',
    'nguyễn.thị.hạnh',
    'gheorghe.țăranu',
    'åsa7',
    'анна',
    'ольга.фёдорова',
    'сергей_2',
    'егор',
    'їжак',
    'јована',
    'ελένη',
    'νίκος.παπαδόπουλος',
    'άννα',
    'անի',
    'ნინო',
    'נועה',
    'محمد',
    '李明',
    '小林さくら',
    'カタリナ',
    'ビルー',
    'いーる.らー',
    '十文字一',
    '〆木.佐々木',
    '김민수',
    '金민수',
    'สมชาย',
    'अनिल',
    'ஆனந்த்',
  ])('the name %s can be the local part of an address', (local) => {
    const address = `${local.normalize('NFC')}@klinik.example`;
    expect(parseAddress(address)).toBe(address);
  });

  test('a printable ASCII local part without spaces, capitals or @ is valid', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-?[-~]{1,60}$/), (local) => {
        expect(parseAddress(`${local}@klinik.example`)).toBe(`${local}@klinik.example`);
      }),
    );
  });
});

describe('properties of addresses', () => {
  const named = fc.constantFrom('anna', 'jörg.müller', 'анна', 'ελένη', '李明', 'さくら', '김민수', 'נועה', 'अनिल');
  const character = fc
    .nat(0x10_ff_ff)
    .map((point) => (point >= 0xd8_00 && point < 0xe0_00 ? 'x' : String.fromCodePoint(point)));

  test('an address with an invisible character at any position is refused', () => {
    const invisible = character.filter((each) => /[\p{Default_Ignorable_Code_Point}\u2800]/u.test(each));
    const known = fc.constantFrom(
      ...Array.from(
        '\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B\u180F\u200B\u200D\u2060\u2065\u2800\u3164\uFE00\uFE0F\uFEFF\uFFA0\uFFF8\u{E0001}\u{E0100}\u{E0FFF}',
      ),
    );
    fc.assert(
      fc.property(named, fc.oneof(known, invisible), fc.nat(), (name, sign, at) => {
        const place = at % (name.length + 1);
        const text = `${name.slice(0, place)}${sign}${name.slice(place)}@klinik.example`;
        expect(parseAddress(text)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  test('an accepted address has letters of at most one of nine scripts', () => {
    const scripts = ['Latin', 'Cyrillic', 'Greek', 'Hebrew', 'Armenian', 'Devanagari', 'Hangul', 'Hiragana', 'Thai'];
    const scriptsIn = (text: string): readonly string[] =>
      scripts.filter((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(text));
    const letter = fc.oneof(fc.constantFrom(...Array.from('aоοօס丨ノ')), character);
    fc.assert(
      fc.property(named, letter, fc.boolean(), (name, other, isFirst) => {
        const local = isFirst ? `${other}${name}` : `${name}${other}`;
        const address = canonicalAddress(`${local}@klinik.example`);
        expect(scriptsIn(address?.split('@')[0] ?? '').length).toBeLessThan(2);
      }),
      { numRuns: 1000 },
    );
  });

  test('a canonical address is accepted unchanged, and NFKC does not change it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(named, character), { maxLength: 6 }), (parts) => {
        const address = canonicalAddress(`${parts.join('')}@klinik.example`);
        fc.pre(address !== undefined);
        expect([parseAddress(address ?? ''), address?.normalize('NFKC')]).toEqual([address, address]);
      }),
    );
  });
});

describe('typed addresses', () => {
  test.each([
    ['  Caller@Demo.Example ', 'caller@demo.example'],
    ['JU\u0308RGEN@example.org', 'jürgen@example.org'],
    ['ΣΑΣ@example.org', 'σας@example.org'],
  ])('the typed address “%s” becomes %s', (typed, address) => expect(canonicalAddress(typed)).toBe(address));

  test.each(['caller', 'a@münchen.de', 'a b@c'])('a typed text that is not an address is refused: %s', (typed) =>
    expect(canonicalAddress(typed)).toBeUndefined(),
  );
});

test('the tag of an address is 26 base32 characters and differs between addresses', () => {
  expect(userTag('caller@demo.example')).toMatch(/^[a-z2-7]{26}$/);
  expect(userTag('caller@demo.example')).not.toBe(userTag('callee@demo.example'));
});
