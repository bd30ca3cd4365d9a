// Saves a text in the place that the person chooses: asks with the system's dialog, writes a new file and renames it,
// so that a full disk leaves the old file unchanged. Nobody else learns of the place.
import { randomBytes } from 'node:crypto';
import { errorCode, type Files, systemFiles } from '../vault/files.ts';
import { utf8 } from '../../core/bytes.ts';

/** A file to be saved: the dialog's title, the proposed name, the kind of file. */
export interface SaveRequest {
  readonly title: string;
  readonly name: string;
  readonly filter: { readonly name: string; readonly extension: string };
}

/** Asks a person for a place. Undefined if the dialog was closed without one. */
export type AskForPlace = (request: SaveRequest) => Promise<string | undefined>;

/**
 * Saves the result of `make` once the person has chosen a place. `disk`: `make` returned undefined, or the disk
 * refused. The old file is then unchanged.
 */
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
  // Nobody can know this name beforehand. In a shared folder, a symbolic link prepared under a known name would
  // redirect the text over another file of this person.
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
      if (errorCode(leftover) === undefined) throw leftover; // a disk that refuses may also refuse this
    }
    return 'disk';
  }
}
