// One-time tokens: whoever holds a token may enrol one device under one address, once, until the token expires. The
// folder stores the permissions of a token under the token's hash, and never the token itself.
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { CaError } from './ca-error.ts';
import type { CaFolder } from './ca-folder.ts';

const KeptToken = v.strictObject({
  address: v.string(),
  device: v.exactOptional(v.string()),
  untilMs: v.number(),
});

/** What a token permits. */
export type Token = v.InferOutput<typeof KeptToken>;

const TOKEN = /^[A-Za-z2-7]{26}$/;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

// A token has 130 random bits, so nobody can find it by trial, even though its hash has no salt.
function fileOf(token: string): string | undefined {
  return TOKEN.test(token) ? `${createHash('sha256').update(token.toLowerCase()).digest('hex')}.json` : undefined;
}

/** Makes a token and returns its text, which is stored nowhere. */
export function makeToken(folder: CaFolder, token: Token): string {
  const text = [...randomBytes(26)].map((byte) => LETTERS[byte & 31]).join('');
  const file = fileOf(text);
  if (file === undefined) throw new CaError('no token could be made');
  folder.write(`tokens/${file}`, JSON.stringify(token));
  return text;
}

/** What this token permits at `nowMs`; undefined if it never existed, was used or withdrawn, or has expired. */
export function readToken(folder: CaFolder, text: string, nowMs: number): Token | undefined {
  const file = fileOf(text);
  const kept = file === undefined ? undefined : folder.read(`tokens/${file}`);
  if (kept === undefined) return undefined;
  const token = v.parse(KeptToken, JSON.parse(kept));
  return token.untilMs > nowMs ? token : undefined;
}

/** Withdraws the unused tokens that `isMeant` selects; returns how many. */
export function withdrawTokens(folder: CaFolder, isMeant: (token: Token) => boolean): number {
  const meant = folder.list('tokens').filter((file) => {
    const kept = folder.read(`tokens/${file}`);
    return kept !== undefined && isMeant(v.parse(KeptToken, JSON.parse(kept)));
  });
  return meant.filter((file) => folder.move(`tokens/${file}`, `used-tokens/${file}`)).length;
}

/** Uses the token up; false if it never existed, or was used or withdrawn before. */
export function spendToken(folder: CaFolder, text: string): boolean {
  const file = fileOf(text);
  return file !== undefined && folder.move(`tokens/${file}`, `used-tokens/${file}`);
}
