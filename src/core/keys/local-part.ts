// Whether the local part of an address is what it looks like (protocol §2.2, UTS 39): somebody who may choose an address must not be
// able to choose one that people read as another one's.
import { isAddressLetter, isOfOneScript } from './address-letters.ts';
import { LOOK_ALIKES } from './look-alikes.ts';

const ACUTE = '\u0301';

/**
 * Whether the local part of an address, in NFC and lower case, is ASCII or of letters that do not look like others: all of one script
 * (UTS 39 §5.2), no sign that draws nothing or draws over its neighbour, and no word of another script that could be read as ASCII
 * from end to end (UTS 39 §4, a whole-script confusable).
 */
export function isPlainLocalPart(local: string): boolean {
  if (/^[!-~]*$/.test(local)) return true;
  if (!Array.from(local).every((letter) => /^[!-~]$/.test(letter) || isAddressLetter(letter))) return false;
  // A mark on nothing, or twice the same, which is drawn once.
  if (/(?:^|[^\p{L}\p{M}])\p{M}|(\p{Mn})\1/u.test(local)) return false;
  // It makes the vowel of a kana long; anywhere else it is read as a dash.
  if (/(?<![\p{Script=Hiragana}\p{Script=Katakana}])\u30fc/u.test(local)) return false;
  return isOfOneScript(local) && !isReadAsAscii(local);
}

// With one letter that no alphabet of ASCII has, nobody reads a word as ASCII. Diaereses and the like do not count, since Latin has them
// too (a Cyrillic һӧрре is drawn like höppe); the acute is Greek's own accent.
function isReadAsAscii(local: string): boolean {
  const letters = Array.from(local.normalize('NFD')).filter(
    (each) => !/[!-@[-`{-~]/.test(each) && (each === ACUTE || !/\p{M}/u.test(each)),
  );
  return letters.every((letter) => LOOK_ALIKES.has(letter));
}
