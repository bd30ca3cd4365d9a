// Which letters the local part of an address may have (protocol §2): letters of living languages, all of one script,
// and no sign that only looks like ASCII. The rules follow UTS 39, with the Unicode properties that the engine knows.
// An older engine refuses the letters that a newer Unicode adds, because it takes them for unassigned code points.

// UAX 31 table 5, without Common and Inherited: scripts in use today.
const SCRIPTS = [
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana',
  'Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan',
].flatMap((names) => names.split(' '));
// UTS 39 §5.1: the scripts that write one language together count as one (Jpan, Hanb, Kore). Latin beside these is
// refused, although the level "highly restrictive" allows it: beside Latin, 丨 looks like l and ー like a dash, and no
// table says so.
const TOGETHER = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Bopomofo'],
  ['Han', 'Hangul'],
];

const classOf = (scripts: readonly string[]): string =>
  scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('');
const RECOMMENDED = new RegExp(`^[${classOf(SCRIPTS)}]$`, 'u');
// ASCII characters other than letters belong to every script.
const PROFILES = [...SCRIPTS.map((script) => [script]), ...TOGETHER].map(
  (scripts) => new RegExp(`^[!-?[-\`{-~${classOf(scripts)}]*$`, 'u'),
);
// Refused: inherited marks, which have no script of their own. NFC has composed the marks that languages need. A mark
// that is left is, for example, a dot above an i or a stroke through an l.
// Refused: characters shared by all scripts, which look like ASCII (ˍ like an underscore, ʼ like an apostrophe) or only
// stretch their neighbour (ـ in Arabic). Two signs of Japanese names are allowed, 〆 and ー.
// Refused: Hangul characters that are not whole syllables but parts of syllables or dots.
const NOT_A_LETTER =
  /^[^\p{L}\p{M}]$|^(?![\u3006\u30fc])[\u302e\u302f\p{Default_Ignorable_Code_Point}\p{Script=Inherited}\p{Script=Common}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]$/u;
// Latin letters of European alphabets in use. The other Latin letters are mostly phonetic signs and small capitals.
const LATIN = /^(?:[a-zßæœøðþđłħŋŧə]|[a-z]\p{M}+)$/u;

/** Whether a character outside ASCII may stand in a local part. */
export function isAddressLetter(letter: string): boolean {
  if (NOT_A_LETTER.test(letter) || !RECOMMENDED.test(letter)) return false;
  if (letter.normalize('NFKC') !== letter) return false; // full width, ligatures, letters of mathematics
  return !/\p{Script=Latin}/u.test(letter) || LATIN.test(letter.normalize('NFD'));
}

/** Whether `text`, made of ASCII and such letters, is of one script (UTS 39 §5.1, §5.2 "single script"). */
export function isOfOneScript(text: string): boolean {
  return PROFILES.some((profile) => profile.test(text));
}
