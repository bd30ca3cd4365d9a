// Lint rules of this project. They allow each dangerous capability in one door only. The message for any other place
// says where to go instead.
// Which folder may import which is dependency-cruiser's business (.dependency-cruiser.mjs).
import { defineConfig } from 'oxlint';

const importDoors = [
  {
    door: 'src/main/ipc/wall.ts',
    path: { name: 'electron', importNames: ['ipcMain'], message: 'Commands enter through src/main/ipc/wall.ts.' },
  },
  {
    door: 'src/preload/index.ts',
    path: { name: 'electron', importNames: ['ipcRenderer'], message: 'The page speaks to main through src/preload.' },
  },
  {
    door: 'src/main/vault/**',
    path: {
      name: 'electron',
      importNames: ['safeStorage'],
      message: 'The key store is opened in src/main/vault only.',
    },
  },
  {
    door: 'src/main/app/policy-page.ts',
    path: {
      name: 'electron',
      importNames: ['shell'],
      message: 'Addresses of policy are opened in src/main/app/policy-page.ts; no other ever is.',
    },
  },
  {
    door: 'src/nowhere/**', // there is none
    path: { name: 'electron', importNames: ['crashReporter'], message: 'A dump of this program would hold keys.' },
  },
  {
    door: 'src/main/signalling/**',
    path: { name: 'mqtt', message: 'The broker is reached through src/main/signalling/transport.ts.' },
  },
  {
    door: 'src/main/signalling/**',
    path: { name: 'aedes', message: 'The embedded broker lives in src/main/signalling/broker-server.ts.' },
  },
];
const globalDoors = [
  {
    door: 'src/renderer/call/{peer,rehearsal}.ts',
    global: {
      name: 'RTCPeerConnection',
      message: 'Peer connections are made in src/renderer/call/peer.ts, and in rehearsal.ts beside it.',
    },
  },
  {
    door: 'src/renderer/worker/**',
    global: {
      name: 'crypto',
      message: 'Media keys are used in src/renderer/worker; elsewhere take `random` as an argument.',
    },
  },
];

interface ImportDoor {
  readonly door: string;
  readonly path: { name: string; importNames?: string[]; message: string };
}
interface GlobalDoor {
  readonly door: string;
  readonly global: { name: string; message: string };
}

const restrictedImports = (doors: readonly ImportDoor[]): ['error', { paths: ImportDoor['path'][] }] => [
  'error',
  { paths: doors.map(({ path }) => path) },
];
const restrictedGlobals = (doors: readonly GlobalDoor[]): ['error', ...GlobalDoor['global'][]] => [
  'error',
  ...doors.map(({ global }) => global),
];
const doors = [...new Set([...importDoors, ...globalDoors].map(({ door }) => door))];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['out', 'dist', '.cache', 'node_modules', 'coverage', 'test/vectors'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-default-export': 'error',
    'no-empty': 'error',
    'no-var': 'error',
    eqeqeq: 'error',
    'no-eval': 'error',
    'no-new-func': 'error',
    'typescript/no-implied-eval': 'error',
    'no-script-url': 'error',
    'no-proto': 'error',
    'no-extend-native': 'error',
    'react/no-danger': 'error',
    'react/iframe-missing-sandbox': 'error',
    'react/jsx-no-script-url': 'error',
    'react/jsx-no-target-blank': 'error',
    'unicorn/no-document-cookie': 'error',
    'no-console': 'error',
    'no-restricted-imports': restrictedImports(importDoors),
    'no-restricted-globals': restrictedGlobals(globalDoors),
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: 'Take `random` (src/main/time/clock.ts) as an argument.' },
    ],
    // Narrowing what a schema or a platform type leaves wide is a cast with its reason beside it.
    'typescript/no-unsafe-type-assertion': 'off',
    // Style sheets are imported for their effect; `import fc from 'fast-check'` is that library's documented form.
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    // Live regions and shapes carry ARIA roles; React Aria's autoFocus moves focus into a dialog or form just opened.
    'jsx-a11y/prefer-tag-over-role': 'off',
    'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
    // The JSX transform needs no React in scope.
    'react/react-in-jsx-scope': 'off',
    // `undefined` is ours, but platform APIs and JSON speak null.
    'unicorn/no-null': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'no-shadow': 'off',
    'vitest/require-mock-type-parameters': 'off',
    // The second argument of `expect` says which row of a table failed.
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
  },
  overrides: [
    {
      files: ['src/**', 'tools/**'],
      rules: { 'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }] },
    },
    ...doors.map((door) => ({
      files: [door],
      rules: {
        'no-restricted-imports': restrictedImports(importDoors.filter((other) => other.door !== door)),
        'no-restricted-globals': restrictedGlobals(globalDoors.filter((other) => other.door !== door)),
      },
    })),
    { files: ['src/main/log.ts'], rules: { 'no-console': 'off' } },
    { files: ['*.config.ts', '.dependency-cruiser.mjs'], rules: { 'import/no-default-export': 'off' } },
    {
      files: ['test/**', 'tools/**'],
      rules: {
        'no-restricted-imports': 'off',
        'no-restricted-globals': 'off',
        'no-script-url': 'off', // what must be refused stands in tests
        'no-console': 'off',
        'typescript/no-non-null-assertion': 'off',
      },
    },
  ],
});
