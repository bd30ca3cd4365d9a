// Made by tools/look-alikes.ts from confusables.txt of Unicode 13.0.0 (UTS 39 §4); not to be changed by hand.
// Copyright © Unicode, Inc., under the Unicode licence (unicode.org/license.txt).

/**
 * Letters of scripts other than Latin that an address may have and that look like one ASCII character. These are the
 * letters whose prototype in confusables.txt is one ASCII character, without г and б, and with 一 十 丨.
 */
export const LOOK_ALIKES: ReadonlySet<string> = new Set(
  [
    '\u{3b1}\u{3b3}\u{3b9}\u{3bd}\u{3bf}\u{3c1}\u{3c3}\u{3c5}\u{3f3}\u{430}\u{435}\u{43e}', // α γ ι ν ο ρ σ υ ϳ а е о
    '\u{440}\u{441}\u{443}\u{445}\u{455}\u{456}\u{458}\u{461}\u{475}\u{4af}\u{4bb}\u{4bd}', // р с у х ѕ і ј ѡ ѵ ү һ ҽ
    '\u{4cf}\u{501}\u{51b}\u{51d}\u{561}\u{563}\u{566}\u{570}\u{578}\u{57c}\u{57d}\u{581}', // ӏ ԁ ԛ ԝ ա գ զ հ ո ռ ս ց
    '\u{584}\u{585}\u{5d5}\u{5d8}\u{5d9}\u{5df}\u{5e1}\u{627}\u{647}\u{6be}\u{6c1}\u{6d5}', // ք օ ו ט י ן ס ا ه ھ ہ ە
    '\u{903}\u{97d}\u{a83}\u{b03}\u{b20}\u{c02}\u{c82}\u{d02}\u{d20}\u{d82}\u{101d}\u{10e7}', // ः ॽ ઃ ଃ ଠ ం ಂ ം ഠ ං ဝ ყ
    '\u{10ff}\u{1200}\u{12d0}\u{1d26}\u{30ce}\u{4e00}\u{4e28}\u{4e36}\u{4e3f}\u{5341}\u{a647}', // ჿ ሀ ዐ ᴦ ノ 一 丨 丶 丿 十 ꙇ
  ].flatMap((line) => Array.from(line)),
);
