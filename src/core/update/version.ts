// Versions as updates compare them: three numbers only. A test or trial version is never offered.

/** Three whole numbers below 100000, the most significant first. */
export type Version = readonly [number, number, number];

const FORM = /^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$/;

/** The version that a text names. Undefined unless the text has the form `1.2.3`. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = FORM.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return [Number(major), Number(minor), Number(patch)];
}

/**
 * The version of the running program as `text` names it, 0.0.0 if `text` names none. A suffix after a hyphen (a trial)
 * or a plus sign is ignored.
 */
export function runningVersion(text: string): Version {
  return parseVersion(text.split(/[-+]/)[0] ?? '') ?? [0, 0, 0];
}

/** Below 0 if `a` is older than `b`, 0 if they are equal, above 0 if `a` is newer. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The text of a version. */
export function versionText(version: Version): string {
  return version.join('.');
}
