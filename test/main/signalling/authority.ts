// Certificate authorities for tests. Their folders are removed after the last test of the file.
import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { type Authority, issueAuthority } from './openssl-authority.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let shared: Authority | undefined;

/** The one authority of this file's tests. */
export function theAuthority(): Authority {
  shared ??= makeAuthority();
  return shared;
}

/** A new authority in a folder of its own. */
export function makeAuthority(): Authority {
  const authority = issueAuthority();
  folders.push(authority.folder);
  return authority;
}
