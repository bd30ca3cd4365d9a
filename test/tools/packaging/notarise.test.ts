// Notarisation of the packages for macOS: which files are submitted and in which order, and that a missing key or a
// refusal by Apple stops the notarisation.
import { describe, expect, it } from 'vitest';
import { notarise } from '../../../tools/packaging/notarise.ts';

const env = { APPLE_API_KEY: '/keys/AuthKey.p8', APPLE_API_KEY_ID: 'K1', APPLE_API_ISSUER: 'I1' };
const built = [
  '/dist/siegel-1.0.0-arm64.pkg',
  '/dist/siegel-1.0.0-arm64.dmg',
  '/dist/siegel_1.0.0_amd64.deb',
  '/dist/x.blockmap',
];

describe('notarisation for macOS', () => {
  it('notarisation submits PKG and DMG, waits, staples the ticket, and leaves everything else unchanged', () => {
    const ran: string[] = [];
    notarise(built, env, (args) => void ran.push(args.join(' ')));
    const key = '--wait --key /keys/AuthKey.p8 --key-id K1 --issuer I1';
    expect(ran).toEqual([
      `notarytool submit /dist/siegel-1.0.0-arm64.pkg ${key}`,
      'stapler staple /dist/siegel-1.0.0-arm64.pkg',
      `notarytool submit /dist/siegel-1.0.0-arm64.dmg ${key}`,
      'stapler staple /dist/siegel-1.0.0-arm64.dmg',
    ]);
  });

  it.each(Object.keys(env))('notarisation stops if %s is missing', (name) => {
    const without = { ...env, [name]: '' };
    expect(() => notarise(built, without, () => undefined)).toThrow(`${name} is not set`);
  });

  it('notarisation stops before stapling if Apple refuses', () => {
    const ran: string[] = [];
    const refuse = (args: readonly string[]): void => {
      ran.push(args[0] ?? '');
      throw new Error('Invalid');
    };
    expect(() => notarise(built, env, refuse)).toThrow('Invalid');
    expect(ran).toEqual(['notarytool']);
  });
});
