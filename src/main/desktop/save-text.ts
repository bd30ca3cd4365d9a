// Puts a text where the person says: asks by the system's dialog, writes beside the place and renames, so that a full disk leaves
// what was there. Where it went is told to nobody.
import { randomBytes } from 'node:crypto';
import { errorCode, type Files, systemFiles } from '../vault/files.ts';
import { utf8 } from '../../core/bytes.ts';

/** A file to be saved: the dialog's title, the name it proposes, the kind of file. */
export interface SaveRequest {
  readonly title: string;
  readonly name: string;
  readonly filter: { readonly name: string; readonly extension: string };
}

/** Asks a person for a place; undefined where it was closed without one. */
export type AskForPlace = (request: SaveRequest) => Promise<string | undefined>;

/** Saves what `make` gives once there is a place (undefined: it could not be read); on `disk` whatever was there still is. */
export async function saveText(
  ask: AskForPlace,
  request: SaveRequest,
  make: () => Promise<string | undefined> | string,
  files: Pick<Files, 'write' | 'rename' | 'remove'> = systemFiles,
): Promise<'saved' | 'cancelled' | 'disk'> {
  const place = await ask(request);
  if (place === undefined) return 'cancelled';
  const text = await make();
  if (text === undefined) return 'disk';
  // A name nobody can know before: in a folder of several a link laid there would lead the text over another file of this person's.
  const half = `${place}.${randomBytes(8).toString('hex')}.part`;
  try {
    files.write(half, utf8(text));
    files.rename(half, place);
    return 'saved';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    try {
      files.remove(half);
    } catch (leftover) {
      if (errorCode(leftover) === undefined) throw leftover; // a disk that refuses may refuse this as well
    }
    return 'disk';
  }
}
