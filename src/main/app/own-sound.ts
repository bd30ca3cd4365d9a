// Which systems can capture the computer's sound without what this program plays. A capture that contains the program's
// own sound would return the peer's voice to them as an echo. Pure. The page checks what it was really given
// (renderer/call/shared-screen.ts).

/**
 * The oldest versions that Chromium 156 supports for this: Windows 11, and the first macOS with process taps (decision
 * 0098).
 */
const WINDOWS_BUILD = 22_000;
const MACOS = { major: 14, minor: 2 } as const;

/**
 * Whether a system can leave out what this program plays. `version` as `process.getSystemVersion()` gives it:
 * `10.0.26100` or `14.2.1`.
 */
export function leavesOutOwnSound(platform: NodeJS.Platform, version: string): boolean {
  const [major = 0, minor = 0, build = 0] = version.split('.').map(Number);
  if (platform === 'win32') return major > 10 || (major === 10 && build >= WINDOWS_BUILD);
  if (platform === 'darwin') return major > MACOS.major || (major === MACOS.major && minor >= MACOS.minor);
  return false; // on Linux the monitor of a sink is captured, which contains all sound
}
