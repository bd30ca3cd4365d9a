// Called by electron-builder once all packages are built. On macOS a PKG and a DMG are notarised like the app in them,
// and the ticket is stapled to them, so that Gatekeeper opens them without a network. Nothing is done for other
// packages.
import { execFileSync } from 'node:child_process';

/** The part of electron-builder's result that is used here. */
interface Built {
  readonly artifactPaths: readonly string[];
}

/** Runs a program of Xcode; throws if it fails. */
type Run = (args: readonly string[]) => void;

const xcrun: Run = (args) => void execFileSync('xcrun', args, { stdio: 'inherit' });

/** The key for notarytool, from the variables that electron-builder uses as well; throws on the first missing one. */
function credentials(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (
    [
      ['--key', 'APPLE_API_KEY'],
      ['--key-id', 'APPLE_API_KEY_ID'],
      ['--issuer', 'APPLE_API_ISSUER'],
    ] as const
  ).flatMap(([option, name]) => {
    const value = env[name] ?? '';
    if (value === '') throw new Error(`${name} is not set: macOS would refuse a package that is not notarised`);
    return [option, value];
  });
}

/**
 * Notarises each PKG and DMG in `artifactPaths` and staples the ticket; throws on a missing variable or if `run`
 * throws. Tests pass their own `run` in place of xcrun.
 */
export function notarise(
  artifactPaths: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  run: Run = xcrun,
): void {
  for (const file of artifactPaths.filter((one) => /\.(?:pkg|dmg)$/.test(one))) {
    run(['notarytool', 'submit', file, '--wait', ...credentials(env)]);
    run(['stapler', 'staple', file]);
  }
}

/** electron-builder's hook; it adds no package to those built. */
export function afterAllArtifactBuild({ artifactPaths }: Built): readonly string[] {
  notarise(artifactPaths, process.env);
  return [];
}
