// Files that break rules, each with the rule that must refuse it. walls.test.ts plants them in a copy of the sources.
// Everything that a planted file imports exists (except for the rule `not-resolvable`), so that the file is refused for
// its violation alone.

/** A file that breaks rules. */
export interface Planted {
  readonly file: string;
  readonly text: string;
}

/** Refused by the compiler, which names no rule: `says` is the error that this file must cause. */
export interface Miscompiled extends Planted {
  readonly says: RegExp;
}

/** Refused by these rules of .dependency-cruiser.mjs and no others, in alphabetical order. */
export interface Misplaced extends Planted {
  readonly rules: readonly string[];
}

/** Refused by this rule of oxlint.config.ts; `says` is part of the message, if the rule has several. */
export interface Miswritten extends Planted {
  readonly rule: string;
  readonly says?: RegExp;
}

/** Names, files and syntax that do not exist in a room. */
export const miscompiled: readonly Miscompiled[] = [
  { file: 'src/core/planted-window.ts', text: 'export const a = window;', says: /Cannot find name 'window'/ },
  { file: 'src/core/planted-timer.ts', text: 'export const a = setTimeout;', says: /Cannot find name 'setTimeout'/ },
  { file: 'src/core/planted-crypto.ts', text: 'export const a = crypto;', says: /Cannot find name 'crypto'/ },
  {
    file: 'src/core/planted-node.ts',
    text: "export { readFile } from 'node:fs';",
    says: /'node:fs'.*type definitions/,
  },
  { file: 'src/core/planted-main.ts', text: "export { createLog } from '../main/log.ts';", says: /TS6307/ },
  { file: 'src/core/planted-enum.ts', text: 'export enum A { b }', says: /erasableSyntaxOnly/ },
  { file: 'src/contract/planted-dom.ts', text: 'export const a = document;', says: /Cannot find name 'document'/ },
  { file: 'src/contract/planted-main.ts', text: "export { createLog } from '../main/log.ts';", says: /TS6307/ },
  { file: 'src/text/planted-dom.ts', text: 'export const a = document;', says: /Cannot find name 'document'/ },
  { file: 'src/text/planted-main.ts', text: "export { createLog } from '../main/log.ts';", says: /TS6307/ },
  { file: 'src/core/planted-text.ts', text: "export { findingDe } from '../text/finding-de.ts';", says: /TS6307/ },
  { file: 'src/contract/planted-text.ts', text: "export { findingDe } from '../text/finding-de.ts';", says: /TS6307/ },
  { file: 'src/main/planted-dom.ts', text: 'export const a = document;', says: /Cannot find name 'document'/ },
  { file: 'src/main/planted-page.ts', text: "export { store } from '../renderer/state/store.ts';", says: /TS6307/ },
  { file: 'src/preload/planted-worker.ts', text: 'export const a = importScripts;', says: /name 'importScripts'/ },
  { file: 'src/preload/planted-main.ts', text: "export { createLog } from '../main/log.ts';", says: /TS6307/ },
  { file: 'src/renderer/planted-node.ts', text: 'export const a = process.argv;', says: /Cannot find name 'process'/ },
  { file: 'src/renderer/planted-main.ts', text: "export { createLog } from '../main/log.ts';", says: /TS6307/ },
  { file: 'src/renderer/worker/planted-dom.ts', text: 'export const a = document;', says: /name 'document'/ },
  { file: 'src/renderer/worker/planted-page.ts', text: "export { store } from '../state/store.ts';", says: /TS6307/ },
  { file: 'src/renderer/filter/planted-dom.ts', text: 'export const a = document;', says: /name 'document'/ },
];

const importing = (file: string, target: string, ...rules: readonly string[]): Misplaced => ({
  file,
  text: `import '${target}';\n`,
  rules,
});

/** Rooms, packages, doors, cycles, and a file that does not exist. */
export const misplaced: readonly Misplaced[] = [
  importing('src/core/nowhere.ts', './is-not-there.ts', 'not-resolvable'),
  importing('src/core/round-a.ts', './round-b.ts', 'no-cycles'),
  importing('src/core/round-b.ts', './round-a.ts'), // a cycle is reported once
  importing('src/core/bad-room.ts', '../contract/view.ts', 'core-rooms'),
  importing('src/core/bad-package.ts', 'react', 'core-packages'),
  importing('src/core/bad-node.ts', 'node:fs', 'core-no-node'),
  importing('src/contract/bad-room.ts', '../main/log.ts', 'contract-rooms'),
  importing('src/contract/bad-package.ts', '@noble/hashes/sha2.js', 'contract-packages'),
  importing('src/contract/bad-node.ts', 'node:fs', 'contract-no-node'),
  importing('src/core/bad-text.ts', '../text/finding-de.ts', 'core-rooms'),
  importing('src/contract/bad-text.ts', '../text/finding-de.ts', 'contract-rooms'),
  importing('src/text/bad-room.ts', '../main/log.ts', 'text-rooms'),
  importing('src/text/bad-package.ts', 'valibot', 'text-packages'),
  importing('src/text/bad-node.ts', 'node:fs', 'text-no-node'),
  importing('src/text/bad-value.ts', '../contract/finding.ts', 'text-types-only'),
  importing('src/text/page/bad.ts', '../desktop.ts', 'text-page'),
  importing('src/main/bad-room.ts', '../preload/index.ts', 'main-rooms'),
  importing('src/main/bad-text.ts', '../text/page/de.ts', 'main-rooms'),
  importing('src/main/bad-package.ts', 'react', 'main-packages'),
  importing('src/main/bad-test.ts', '../../tools/check.ts', 'main-rooms', 'tests-stay-out'),
  importing('src/preload/bad-room.ts', '../core/bytes.ts', 'preload-rooms'),
  importing('src/preload/bad-text.ts', '../text/finding-de.ts', 'preload-rooms'),
  importing('src/preload/bad-package.ts', 'react', 'preload-packages'),
  importing('src/preload/bad-node.ts', 'node:fs', 'preload-no-node'),
  importing('src/renderer/bad-room.ts', '../core/bytes.ts', 'renderer-rooms'),
  importing('src/renderer/bad-text.ts', '../text/finding-de.ts', 'renderer-rooms'),
  importing('src/renderer/bad-package.ts', 'electron', 'renderer-packages'),
  importing('src/renderer/bad-node.ts', 'node:fs', 'renderer-no-node'),
  importing('src/renderer/worker/bad-room.ts', '../../core/signal/json.ts', 'worker-rooms'),
  importing('src/renderer/worker/bad-text.ts', '../../text/page/de.ts', 'worker-rooms'),
  importing('src/renderer/worker/bad-package.ts', 'react', 'worker-packages'),
  importing('src/renderer/worker/bad-node.ts', 'node:fs', 'worker-no-node'),
  importing('src/renderer/ui/bad-worker.ts', '../worker/seal.worker.ts', 'worker-door'),
  importing('src/renderer/filter/bad-room.ts', '../worker/keyring.ts', 'filter-rooms', 'worker-door'),
  importing('src/renderer/filter/bad-package.ts', 'react', 'filter-packages'),
  importing('src/renderer/filter/bad-node.ts', 'node:fs', 'filter-no-node'),
  importing('src/renderer/ui/bad-filter.ts', '../filter/noise.worker.ts', 'filter-door'),
  importing('src/main/vault/bad-mqtt.ts', 'mqtt', 'mqtt-door'),
  importing('src/main/vault/bad-x509.ts', '@peculiar/x509', 'x509-door'),
  importing('src/main/vault/bad-watcher.ts', '@vscode/policy-watcher', 'policy-watcher-door'),
  importing('src/main/keyboard/bad.ts', '../log.ts', 'keyboard-apart'),
  importing('src/main/keyboard/bad-node.ts', 'node:fs', 'keyboard-little'),
  importing('src/main/desktop/bad-keyboard.ts', '../keyboard/answer.ts', 'keyboard-door'),
  importing('src/main/vault/bad-koffi.ts', 'koffi', 'koffi-door'),
  importing('src/main/bad-log.ts', './app/session.ts', 'main-of-no-room'),
  importing('src/main/new/bad.ts', '../time/clock.ts', 'main-unlisted'),
  importing('src/main/time/bad.ts', '../vault/files.ts', 'main-time'),
  importing('src/main/curves/bad.ts', '../time/clock.ts', 'main-curves'),
  importing('src/main/keyboard/bad-room.ts', '../time/clock.ts', 'keyboard-apart', 'main-keyboard'),
  importing('src/main/vault/bad.ts', '../record/chain.ts', 'main-vault'),
  importing('src/main/signalling/bad.ts', '../policy/settings.ts', 'main-signalling'),
  importing('src/main/policy/bad.ts', '../desktop/consent-devices.ts', 'main-policy'),
  importing('src/main/relays/bad.ts', '../calls/desk.ts', 'main-relays'),
  importing('src/main/update/bad.ts', '../desktop/consent-devices.ts', 'main-update'),
  importing('src/main/desktop/bad.ts', '../app/profile.ts', 'main-desktop'),
  importing('src/main/record/bad.ts', '../devices/kept-chain.ts', 'main-record'),
  importing('src/main/people/bad.ts', '../organisation/confirmations.ts', 'main-people'),
  importing('src/main/contacts/bad.ts', '../calls/desk.ts', 'main-contacts'),
  importing('src/main/organisation/bad.ts', '../app/profile.ts', 'main-organisation'),
  importing('src/main/devices/bad.ts', '../calls/desk.ts', 'main-devices'),
  importing('src/main/calls/bad.ts', '../devices/identity.ts', 'main-calls'),
  importing('src/main/doctor/bad.ts', '../app/opened.ts', 'main-doctor'),
  importing('src/main/app/bad.ts', '../ipc/wall.ts', 'main-app'),
  importing('src/main/ipc/bad.ts', '../vault/files.ts', 'main-ipc'),
  importing('src/main/calls/new/bad.ts', '../call-deps.ts', 'calls-unlisted'),
  importing('src/main/calls/session/bad.ts', '../inbox/early-box.ts', 'calls-session'),
  importing('src/main/calls/bad-secret.ts', '../../core/keys/secret.ts', 'calls-secrets'),
  importing('src/main/calls/ring/bad-schedule.ts', '../../../core/keys/schedule.ts', 'calls-secrets'),
  importing('src/main/calls/inbox/bad.ts', '../notes/own-notes.ts', 'calls-inbox'),
  importing('src/main/calls/notes/bad.ts', '../ring/whom.ts', 'calls-notes'),
  importing('src/main/calls/ring/bad.ts', '../history/history.ts', 'calls-ring'),
  importing('src/main/calls/history/bad.ts', '../inbox/early-box.ts', 'calls-history'),
];

const electron = (file: string, name: string, says: RegExp): Miswritten => ({
  file,
  text: `import { ${name} } from 'electron';\nexport const a: unknown = ${name};\n`,
  rule: 'no-restricted-imports',
  says,
});
const written = (file: string, text: string, rule: string, says?: RegExp): Miswritten => ({
  file,
  text: `${text}\n`,
  rule,
  ...(says !== undefined && { says }),
});

/** Capabilities used outside their single doors, and code that breaks another rule of lint. */
export const miswritten: readonly Miswritten[] = [
  electron('src/main/ipc/door-ipc.ts', 'ipcMain', /src\/main\/ipc\/wall\.ts/),
  electron('src/main/door-ipc-renderer.ts', 'ipcRenderer', /through src\/preload/),
  electron('src/main/app/door-store.ts', 'safeStorage', /src\/main\/vault only/),
  electron('src/main/vault/door-shell.ts', 'shell', /policy-page\.ts/),
  electron('src/preload/door-shell.ts', 'shell', /policy-page\.ts/),
  electron('src/main/app/door-crash.ts', 'crashReporter', /would hold keys/),
  written('src/main/door-mqtt.ts', "import 'mqtt';", 'no-restricted-imports', /transport\.ts/),
  written('src/main/door-aedes.ts', "import 'aedes';", 'no-restricted-imports', /broker-server\.ts/),
  written(
    'src/renderer/ui/door-peer.ts',
    'export const a = new RTCPeerConnection();',
    'no-restricted-globals',
    /renderer\/call\/peer\.ts/,
  ),
  written(
    'src/renderer/ui/door-crypto.ts',
    'export const a = crypto.subtle;',
    'no-restricted-globals',
    /src\/renderer\/worker/,
  ),
  written('src/main/door-random.ts', 'export const a = Math.random();', 'no-restricted-properties', /Take `random`/),
  written('src/main/door-console.ts', "console.log('x');", 'no-console'),
  written('src/preload/door-console.ts', "console.log('x');", 'no-console'),
  written('src/renderer/ui/door-console.ts', "console.log('x');", 'no-console'),
  written('src/renderer/worker/door-console.ts', "console.log('x');", 'no-console'),
  written('src/core/door-any.ts', 'export const a = (b: any): unknown => b;', 'no-explicit-any'),
  written('src/core/door-default.ts', 'export default 1;', 'no-default-export'),
  written('src/core/door-null.ts', 'export const a = (b?: string): number => b!.length;', 'no-non-null-assertion'),
  written(
    'src/core/door-type.ts',
    "import { assert } from './assert.ts';\nexport type A = typeof assert;",
    'consistent-type-imports',
  ),
  written(
    'src/core/door-switch.ts',
    "export function a(b: 'c' | 'd'): void {\n  switch (b) {\n    case 'c':\n  }\n}",
    'switch-exhaustiveness-check',
  ),
  written('src/core/door-empty.ts', 'export function a(b: boolean): void {\n  if (b) {\n  }\n}', 'no-empty'),
  written('src/core/door-var.ts', 'export var a = 1;', 'no-var'),
  written('src/core/door-equal.ts', 'export const a = (b: number): boolean => b == 1;', 'eqeqeq'),
  written('src/core/door-proto.ts', 'export const a = (b: { __proto__: object }): object => b.__proto__;', 'no-proto'),
  written('src/core/door-native.ts', 'Object.defineProperty(Array.prototype, "a", { value: 1 });', 'no-extend-native'),
  written('src/core/door-long.ts', `export const a = 1;\n${'\n'.repeat(300)}export const b = 1;`, 'max-lines'),
  written('src/main/door-promise.ts', 'const a = async (): Promise<void> => undefined;\na();', 'no-floating-promises'),
  written(
    'src/main/door-listener.ts',
    'export const a = (b: readonly string[]): void => b.forEach(async () => undefined);',
    'no-misused-promises',
  ),
  written('src/main/door-eval.ts', "export const a: unknown = eval('1');", 'no-eval'),
  written('src/main/door-function.ts', "export const a: unknown = new Function('return 1');", 'no-new-func'),
  written('src/main/door-implied.ts', "setTimeout('1', 1);", 'no-implied-eval'),
  written('src/renderer/ui/door-script.ts', "location.href = 'javascript:1';", 'no-script-url'),
  written('src/renderer/ui/door-cookie.ts', "document.cookie = 'a=b';", 'no-document-cookie'),
  written(
    'src/renderer/ui/door-html.tsx',
    "export const A = () => <p dangerouslySetInnerHTML={{ __html: 'a' }} />;",
    'no-danger',
  ),
  written(
    'src/renderer/ui/door-frame.tsx',
    'export const A = () => <iframe title="a" src="a" />;',
    'iframe-missing-sandbox',
  ),
  written('src/renderer/ui/door-link.tsx', 'export const A = () => <a href="javascript:1">a</a>;', 'jsx-no-script-url'),
  written(
    'src/renderer/ui/door-blank.tsx',
    'export const A = () => <a href="https://a.example" target="_blank">a</a>;',
    'jsx-no-target-blank',
  ),
  written('src/renderer/ui/door-focus.tsx', 'export const A = () => <input autoFocus />;', 'no-autofocus'),
  written(
    'test/house/door-expect.test.ts',
    "import { expect, it } from 'vitest';\nit('is so', () => {\n  expect(1);\n});",
    'valid-expect',
  ),
];
