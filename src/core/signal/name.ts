// The name of a person or a device, as messages carry it.
import * as v from 'valibot';

// Control characters and characters that change the writing direction: a name must not draw over the text beside it.
const FORBIDDEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const BROKEN = /\p{Cs}/u; // a lone surrogate would be signed as one text and sent as another

/** A name: 0 to 64 bytes, no control or bidi characters (protocol §2.3.5). */
export const Name = v.pipe(
  v.string(),
  v.maxBytes(64),
  v.check((text) => !FORBIDDEN.test(text) && !BROKEN.test(text), 'a forbidden character'),
);

/** Whether this is a name. */
export function isName(name: string): boolean {
  return v.is(Name, name);
}
