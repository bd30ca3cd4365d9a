// The files for administrators put each policy where the program looks for it, on every system.
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
  it('policies have the same registry keys in the template and in the program (Windows)', () => {
    expect(levels(nativePlaces('win32'), 'registryPath')).toEqual({
      recommended: RECOMMENDED_KEY,
      machine: REGISTRY_KEY,
    });
  });

  it('policies have the same domains in the profile and in the program (macOS)', () => {
    expect(levels(nativePlaces('darwin'), 'product')).toEqual({ recommended: RECOMMENDED_DOMAIN, machine: BUNDLE_ID });
  });

  it('the packages make the folders in which the program looks for policies (Linux)', () => {
    const script = readFileSync(path.resolve(import.meta.dirname, '../../../tools/packaging/after-install.sh'), 'utf8');
    for (const name of ['', '/managed', '/recommended'])
      expect(script).toMatch(new RegExp(`${POLICY_FOLDER}${name}[ ;]`));
  });
});
