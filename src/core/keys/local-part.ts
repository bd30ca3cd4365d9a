// Whether the local part of an address is what it looks like (protocol §2.2, UTS 39): a person who chooses an address
// must not be able to choose one that others read as somebody else's.
import { isAddressLetter, isOfOneScript } from './address-letters.ts';
import { LOOK_ALIKES } from './look-alikes.ts';

const ACUTE = '\u0301';

/**
 * Whether the local part of an address, in NFC and lower case, is printable ASCII, or follows the rules for letters
 * beyond ASCII: all letters are of one script (UTS 39 §5.2), none is invisible or draws over its neighbour, and a local
 * part in a script other than Latin does not read as ASCII throughout (UTS 39 §4, a whole-script confusable).
 */
export function isPlainLocalPart(local: string): boolean {
  if (/^[!-~]*$/.test(local)) return true;
  if (!Array.from(local).every((letter) => /^[!-~]$/.test(letter) || isAddressLetter(letter))) return false;
  // Refused: a mark on no letter, or the same non-spacing mark twice in a row, which is drawn once.
  if (/(?:^|[^\p{L}\p{M}])\p{M}|(\p{Mn})\1/u.test(local)) return false;
  // U+30FC lengthens the vowel of a kana. Anywhere else it reads as a dash.
  if (/(?<![\p{Script=Hiragana}\p{Script=Katakana}])\u30fc/u.test(local)) return false;
  return isOfOneScript(local) && !isReadAsAscii(local);
}

// A local part with one letter unlike any ASCII character is not read as ASCII. Diaereses and the like do not make a
// letter different, since Latin has them too (Cyrillic һӧрре looks like höppe). The acute makes a letter different,
// because it is Greek's own accent.
function isReadAsAscii(local: string): boolean {
  const letters = Array.from(local.normalize('NFD')).filter(
    (each) => !/[!-@[-`{-~]/.test(each) && (each === ACUTE || !/\p{M}/u.test(each)),
  );
  return letters.every((letter) => LOOK_ALIKES.has(letter));
}
