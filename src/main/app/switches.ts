// Which command line switches and variables a packaged build refuses: each one opens the page, its keys or its traffic.
// Pure, so that every entry is tested. Never a list of what is allowed, never a warning: the start is refused.

/** Exit code of a refused start: `EX_CONFIG` of sysexits.h. */
export const REFUSED_EXIT_CODE = 78;

/** Chromium and Node switches that would undo a promise of this program; each refuses the start of a packaged build. */
export const refusedSwitches: readonly string[] = [
  // a debugger reads every key in the process
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  // foreign code in our processes
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'zygote-cmd-prefix',
  'load-extension',
  'auto-open-devtools-for-tabs',
  // keys of connections, written down
  'ssl-key-log-file',
  'log-net-log',
  'net-log-capture-mode',
  'webrtc-event-logging',
  'disable-webrtc-encryption',
  // traffic led elsewhere
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  // the page's walls
  'disable-web-security',
  'disable-site-isolation-trials',
  // (`allow-file-access-from-files` Electron sets by itself; the fuse grantFileProtocolExtraPrivileges closes that door)
  'unsafely-treat-insecure-origin-as-secure',
  // the sandbox
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'no-zygote-sandbox',
  'single-process',
  // somebody else's camera, or a camera without being asked
  'use-fake-ui-for-media-stream',
  'use-fake-device-for-media-stream',
  'use-file-for-fake-audio-capture',
  'use-file-for-fake-video-capture',
  // another profile than the one this program chose
  'user-data-dir',
];

const refusedVariables: readonly string[] = ['SSLKEYLOGFILE', 'NODE_TLS_REJECT_UNAUTHORIZED'];

/** The first switch or variable present that a packaged build refuses, `undefined` where there is none. */
export function refusedSwitch(
  hasSwitch: (name: string) => boolean,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const variable = refusedVariables.find((name) => (environment[name] ?? '') !== '');
  return refusedSwitches.find(hasSwitch) ?? variable;
}
