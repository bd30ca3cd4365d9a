// Which letters the local part of an address may have (protocol §2): those that languages write today, of one script, and none that
// a person takes for another. After UTS 39, with the properties that the engine knows; what a newer Unicode adds an older engine
// refuses, as it does unassigned code points.

// UAX 31 table 5, without Common and Inherited: scripts that are in use today.
const SCRIPTS = [
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana',
  'Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan',
].flatMap((names) => names.split(' '));
// UTS 39 §5.1: what the writing of one language is made of counts as one script (Jpan, Hanb, Kore). Latin beside these, which the level
// "highly restrictive" allows, is not let in: 丨 and ー are drawn as l and as a dash there, and no table says so.
const TOGETHER = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Bopomofo'],
  ['Han', 'Hangul'],
];

const classOf = (scripts: readonly string[]): string =>
  scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('');
const RECOMMENDED = new RegExp(`^[${classOf(SCRIPTS)}]$`, 'u');
// ASCII that is no letter belongs to every script.
const PROFILES = [...SCRIPTS.map((script) => [script]), ...TOGETHER].map(
  (scripts) => new RegExp(`^[!-?[-\`{-~${classOf(scripts)}]*$`, 'u'),
);
// An inherited mark has no script of its own, and NFC has composed what languages need: left over are a dot above an i, a stroke
// through an l. What all scripts share is drawn as ASCII (ˍ as an underscore, ʼ as an apostrophe) or only draws its neighbour longer
// (ـ in Arabic), but for two signs of Japanese names, 〆 and ー. What is left of Hangul beside its syllables are parts of them, and dots.
const NOT_A_LETTER =
  /^[^\p{L}\p{M}]$|^(?![\u3006\u30fc])[\u302e\u302f\p{Default_Ignorable_Code_Point}\p{Script=Inherited}\p{Script=Common}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]$/u;
// Latin of alphabets that are in use in Europe; the rest of the block are signs of phonetics, and small capitals.
const LATIN = /^(?:[a-zßæœøðþđłħŋŧə]|[a-z]\p{M}+)$/u;

/** Whether a character that is no ASCII may stand in a local part at all. */
export function isAddressLetter(letter: string): boolean {
  if (NOT_A_LETTER.test(letter) || !RECOMMENDED.test(letter)) return false;
  if (letter.normalize('NFKC') !== letter) return false; // full width, ligatures, letters of mathematics
  return !/\p{Script=Latin}/u.test(letter) || LATIN.test(letter.normalize('NFD'));
}

/** Whether `text`, all of it ASCII or such letters, is of one script (UTS 39 §5.1, §5.2 "single script"). */
export function isOfOneScript(text: string): boolean {
  return PROFILES.some((profile) => profile.test(text));
}
