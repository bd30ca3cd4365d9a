// `npm run package`: makes the packages of this system. Releases are made from the Electron of package.json only.
// `-- --trial` packages the runtime of this machine instead, named so that nobody takes it for a release.
import path from 'node:path';
import { buildPackages } from './packaging/build.ts';
import { releaseVersion, resolveRuntime } from './runtime.ts';

const say = (line: string): void => void process.stdout.write(`package: ${line}\n`);
/** What can be made of a trial without a download; an AppImage wants a runtime that only its own release page has. */
const TRIAL_TARGETS = ['dir', 'tar.gz', 'deb', 'rpm'];

const trial = process.argv.includes('--trial');
const runtime = await resolveRuntime(say);
const isRelease = runtime.version === releaseVersion();
if (!isRelease && !trial) {
  say(`releases are made from Electron ${releaseVersion()} only, and here is ${runtime.version}.`);
  say('to try the packaging with it all the same: npm run package -- --trial');
  process.exit(1);
}
const output = path.join('dist', isRelease ? 'release' : 'trial');
const made = await buildPackages({
  runtime,
  isTrial: !isRelease,
  output,
  ...(!isRelease && process.platform === 'linux' && { targets: TRIAL_TARGETS }),
});
for (const name of made) say(path.join(output, name));
if (!isRelease) say(`TRIAL packages on Electron ${runtime.version}: for proving the packaging, never for people.`);
