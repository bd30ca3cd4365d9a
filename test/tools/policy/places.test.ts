// Where the files for administrators put a value, and where the program looks for it: the same places on every system.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { POLICY_FOLDER } from '../../../src/main/policy/folder-source.ts';
import { nativePlaces } from '../../../src/main/policy/system-policy.ts';
import { RECOMMENDED_KEY, REGISTRY_KEY } from '../../../tools/policy/admx.ts';
import { BUNDLE_ID, RECOMMENDED_DOMAIN } from '../../../tools/policy/mobileconfig.ts';

const levels = (places: ReturnType<typeof nativePlaces>, where: 'registryPath' | 'product'): unknown =>
  Object.fromEntries(places.map((place) => [place.level, place[where]]));

describe('the place of a value', () => {
  it('a value has the same key in the template and in the program (Windows)', () => {
    expect(levels(nativePlaces('win32'), 'registryPath')).toEqual({
      recommended: RECOMMENDED_KEY,
      machine: REGISTRY_KEY,
    });
  });

  it('a value has the same domain in the profile and in the program (macOS)', () => {
    expect(levels(nativePlaces('darwin'), 'product')).toEqual({ recommended: RECOMMENDED_DOMAIN, machine: BUNDLE_ID });
  });

  it('a value is in a folder that the packages make (Linux)', () => {
    const script = readFileSync(path.resolve(import.meta.dirname, '../../../tools/packaging/after-install.sh'), 'utf8');
    for (const name of ['', '/managed', '/recommended'])
      expect(script).toMatch(new RegExp(`${POLICY_FOLDER}${name}[ ;]`));
  });
});
