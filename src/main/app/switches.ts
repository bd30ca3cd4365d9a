// The command line switches and variables that a packaged build refuses: each one would break a promise of this
// program. Pure, so that every entry is tested. These lists never name what is allowed, and a match is never only a
// warning: the start is refused. What acts before the program runs (LD_PRELOAD, DYLD_INSERT_LIBRARIES, another binary)
// cannot be judged from inside it.

/** Exit code of a refused start: `EX_CONFIG` of sysexits.h. */
export const REFUSED_EXIT_CODE = 78;

/** Switches of Chromium, Electron and Node, and one of our own (`policy-folder`). A packaged build refuses each. */
export const refusedSwitches: readonly string[] = [
  // a debugger reads every key in the process
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-io-pipes',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'debug',
  'debug-brk',
  'debug-port',
  'experimental-network-inspection',
  'wait-for-debugger',
  'wait-for-debugger-children',
  'wait-for-debugger-on-navigation',
  'browser-startup-dialog',
  'renderer-startup-dialog',
  'utility-startup-dialog',
  'gpu-startup-dialog',
  'enable-ui-devtools',
  'enable-automation',
  'custom-devtools-frontend',
  'auto-open-devtools-for-tabs',
  // foreign code in our processes
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'load-extension',
  'extra-plugin-dir',
  'register-pepper-plugins',
  'allow-command-line-plugins',
  // connections and calls written to files
  'ssl-key-log-file',
  'log-net-log',
  'net-log-capture-mode',
  'webrtc-event-logging',
  'enable-logging',
  'log-file',
  'v',
  'vmodule',
  'trace-startup',
  'trace-startup-file',
  'trace-config-file',
  'trace-to-console',
  'enable-tracing',
  'enable-tracing-output',
  'enable-crash-reporter',
  'crash-dumps-dir',
  'breakpad-dump-location',
  'full-memory-crash-report',
  'diagnostic-dir',
  'dump-blink-runtime-call-stats',
  'ozone-dump-file', // draws the windows into files
  // traffic redirected, or false servers trusted
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'use-mock-cert-verifier-for-testing',
  'mock-cert-verifier-default-result-for-testing',
  'allow-insecure-localhost',
  'ssl-version-min',
  'ssl-version-max',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'no-proxy-server',
  // whom the system's login is sent to
  'auth-server-whitelist',
  'auth-server-allowlist',
  'auth-negotiate-delegate-whitelist',
  'auth-negotiate-delegate-allowlist',
  // media: DTLS off, field trials of WebRTC, paths chosen by somebody else
  'disable-webrtc-encryption',
  'force-fieldtrials',
  'force-webrtc-ip-handling-policy',
  'webrtc-ip-handling-policy',
  // the page's walls; the lists of schemes reach the renderer unchanged, and one of them switches the CSP off.
  // `allow-file-access-from-files` is not here: Electron sets it by itself, and the fuse
  // grantFileProtocolExtraPrivileges closes that door
  'disable-web-security',
  'disable-site-isolation-trials',
  'disable-site-isolation-for-policy',
  'allow-running-insecure-content',
  'reduce-security-for-testing',
  'unsafely-treat-insecure-origin-as-secure',
  'bypasscsp-schemes',
  'secure-schemes',
  'standard-schemes',
  'cors-schemes',
  'fetch-schemes',
  'service-worker-schemes',
  'streaming-schemes',
  'code-cache-schemes',
  // any part of the engine switched on or off by name, including the sandbox of the network and Trusted Types
  'enable-features',
  'disable-features',
  'enable-blink-features',
  'disable-blink-features',
  'blink-settings',
  'enable-experimental-web-platform-features',
  'enable-blink-test-features',
  'enable-unsafe-webgpu',
  'origin-trial-public-key',
  // a mock key store of macOS: everybody knows its password, but it claims to be a good key store. `password-store` is
  // not here: a weak key store on Linux reports that it is weak, and the vault refuses it
  'use-mock-keychain',
  // the sandbox
  'no-sandbox',
  'no-sandbox-and-elevated',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'gpu-sandbox-allow-sysv-shm',
  'allow-sandbox-debugging',
  'no-zygote',
  'no-zygote-sandbox',
  'no-unsandboxed-zygote',
  'single-process',
  'in-process-gpu',
  // a substitute camera, or access to the camera without asking the person
  'use-fake-ui-for-media-stream',
  'use-fake-device-for-media-stream',
  'use-file-for-fake-audio-capture',
  'use-file-for-fake-video-capture',
  'use-fake-codec-for-peer-connection',
  'use-fake-mjpeg-decode-accelerator',
  'auto-accept-camera-and-microphone-capture',
  'auto-select-desktop-capture-source',
  // another profile than the program's own, and policies from elsewhere than the system's folder
  'user-data-dir',
  'policy-folder',
];

/** Variables with the same effect. An empty one counts as not set. */
export const refusedVariables: readonly string[] = [
  // the debugger and foreign code. Fuses close the first two, and whoever sets them wants what we refuse
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_PROFILE_INIT_SCRIPTS',
  'ELECTRON_NO_ASAR',
  'NODE_PATH',
  'NODE_COMPILE_CACHE',
  'NODE_REPL_EXTERNAL_MODULE',
  // the sandbox
  'ELECTRON_DISABLE_SANDBOX',
  'CHROME_DEVEL_SANDBOX',
  'CHROME_SANDBOX_DEBUGGING',
  // connections and calls written to files
  'SSLKEYLOGFILE',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_V8_COVERAGE',
  'DEBUG', // the MQTT library would print its packets
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_LOG_ASAR_READS',
  'ELECTRON_ENABLE_STACK_DUMPING',
  'NODE_REDIRECT_WARNINGS',
  'CHROME_LOG_FILE',
  'BREAKPAD_DUMP_LOCATION',
  'CHROME_HEADLESS', // writes crash reports without asking
  // who is trusted, and how servers are reached
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'OPENSSL_CONF',
];

/** The first switch or variable present that a packaged build refuses. `undefined` if there is none. */
export function refusedSwitch(
  hasSwitch: (name: string) => boolean,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const variable = refusedVariables.find((name) => (environment[name] ?? '') !== '');
  return refusedSwitches.find(hasSwitch) ?? variable;
}
