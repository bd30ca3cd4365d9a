// Versions as updates compare them: three numbers, nothing else. A test or trial version is never offered.

/** Three whole numbers below 100000, from the weightiest down. */
export type Version = readonly [number, number, number];

const FORM = /^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$/;

/** The version a text names, `undefined` for every other form. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = FORM.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return [Number(major), Number(minor), Number(patch)];
}

/** Of the version that runs: what stands behind a hyphen (a trial) counts as the version itself. */
export function runningVersion(text: string): Version {
  return parseVersion(text.split(/[-+]/)[0] ?? '') ?? [0, 0, 0];
}

/** Below 0 where `a` is older than `b`, 0 where they are the same, above 0 where it is newer. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The text of a version. */
export function versionText(version: Version): string {
  return version.join('.');
}
