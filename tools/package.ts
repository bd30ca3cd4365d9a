// `npm run package`: makes the packages for this system. Releases are made only with the Electron of package.json. With
// another Electron, `-- --trial` is needed, and the packages are named so that nobody takes them for a release.
// `-- --only=deb,rpm` makes only these two.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildPackages } from './packaging/build.ts';
import { releaseVersion, resolveRuntime } from './runtime.ts';

const say = (line: string): void => void process.stdout.write(`package: ${line}\n`);

/**
 * The targets of a trial, each with the tool that it needs. None of them needs a download. AppImage is left out,
 * because its runtime would have to be downloaded from a release page.
 */
const trialTargets: readonly (readonly [target: string, tool: string])[] = [
  ['dir', '/bin/sh'],
  ['tar.gz', '/usr/bin/7za'],
  ['deb', '/usr/bin/dpkg-deb'],
  ['rpm', '/usr/bin/rpmbuild'],
];

function targetsOf(args: readonly string[], isRelease: boolean): readonly string[] | undefined {
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  if (only !== undefined) return only.split(',');
  if (isRelease || process.platform !== 'linux') return undefined;
  return trialTargets.flatMap(([target, tool]) => {
    if (existsSync(tool)) return [target];
    say(`no ${target}: ${tool} is not installed`);
    return [];
  });
}

const args = process.argv.slice(2);
const runtime = await resolveRuntime(say);
const isRelease = runtime.version === releaseVersion();
if (!isRelease && !args.includes('--trial')) {
  say(`releases are made from Electron ${releaseVersion()} only, and this is Electron ${runtime.version}.`);
  say('to try the packaging with it all the same: npm run package -- --trial');
  process.exit(1);
}
const targets = targetsOf(args, isRelease);
const output = path.join('dist', isRelease ? 'release' : 'trial');
const made = await buildPackages({
  runtime,
  isTrial: !isRelease,
  output,
  ...(targets !== undefined && { targets }),
});
for (const name of made) say(path.join(output, name));
if (!isRelease) say(`TRIAL packages on Electron ${runtime.version}: for proving the packaging, never for people.`);
