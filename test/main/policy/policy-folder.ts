// A policy folder on the disk of this machine. Its owner is whoever runs the tests, who is trusted here as root is in
// the product.
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTrustedFolder } from '../../../src/main/policy/trusted-folder.ts';

/** The user who runs the tests. */
export const ownId = process.getuid?.() ?? 0;

/** A temporary policy folder; `remove` deletes it. */
export interface PolicyFolder {
  readonly folder: string;
  /** The path of something in the folder. */
  readonly at: (...parts: readonly string[]) => string;
  /**
   * Writes a file as an administrator's tool does: under another name first, then under its own. Values that are not
   * text are written as JSON.
   */
  readonly write: (name: string, content: unknown) => string;
  /** Gives the file to another owner; false if the tests do not run as root, who alone can do that. */
  readonly giveAway: (path: string) => boolean;
  readonly remove: () => void;
}

/** A new folder with an empty `managed` in it. */
export function makePolicyFolder(): PolicyFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'policies-')));
  const at = (...parts: readonly string[]): string => join(folder, ...parts);
  mkdirSync(at('managed'), { mode: 0o755 });
  return {
    folder,
    at,
    write: (name, content) => {
      const path = at(name);
      writeFileSync(`${path}.part`, typeof content === 'string' ? content : JSON.stringify(content));
      chmodSync(`${path}.part`, 0o644);
      renameSync(`${path}.part`, path);
      return path;
    },
    giveAway: (path) => {
      if (ownId === 0) chownSync(path, 65_533, 65_533);
      return ownId === 0;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Reads the one file in `managed`. Returns its content, or why it has none; if the folder cannot be read, the result of
 * reading the folder.
 */
export function readOneOf(policies: PolicyFolder): unknown {
  const reading = readTrustedFolder(policies.at('managed'), ownId);
  if (reading.kind !== 'files') return reading;
  const [file] = reading.files;
  return file !== undefined && 'content' in file ? file.content : file?.failure;
}
