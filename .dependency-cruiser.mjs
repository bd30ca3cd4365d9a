// The table of rooms: which folder may import which, which npm packages each may use, and no cycles.
// The compiler's project references say the same for direct imports; this says it for what references let through.
const rooms = {
  core: {
    path: '^src/core/',
    rooms: [],
    packages: ['@noble/curves', '@noble/hashes', '@noble/ciphers', '@noble/post-quantum', 'valibot'],
  },
  contract: { path: '^src/contract/', rooms: ['^src/core/'], packages: ['valibot'] },
  text: { path: '^src/text/', rooms: ['^src/core/', '^src/contract/'], packages: [] },
  main: {
    path: '^src/main/',
    rooms: ['^src/core/', '^src/contract/', '^src/text/(?!page/)'],
    packages: [
      'electron',
      'mqtt',
      'aedes',
      'ws',
      'valibot',
      '@noble/hashes',
      '@noble/ciphers',
      '@peculiar/x509',
      'reflect-metadata',
      '@vscode/policy-watcher',
      'koffi',
    ],
    node: true,
  },
  preload: { path: '^src/preload/', rooms: ['^src/contract/'], packages: ['electron', 'valibot'] },
  renderer: {
    path: '^src/renderer/(?!worker/|filter/)',
    rooms: ['^src/contract/', '^src/core/assert\\.ts$', '^src/text/page/'],
    packages: [
      'react',
      'react-dom',
      'react-aria',
      'react-aria-components',
      'lucide-react',
      'qr',
      'i18next',
      'react-i18next',
      'react-stately',
      'zustand',
      'valibot',
    ],
  },
  worker: {
    path: '^src/renderer/worker/',
    rooms: ['^src/core/frame/', '^src/core/assert\\.ts$', '^src/core/bytes\\.ts$', '^src/contract/(ports|view)\\.ts$'],
    packages: ['valibot'],
  },
  filter: {
    path: '^src/renderer/filter/',
    rooms: [],
    packages: ['@sapphi-red/web-noise-suppressor', '@twilio/video-processors'],
  },
};

// The rooms of main, each with the rooms it may import. A room stands below all that it imports, so no two rooms import each other,
// not even by way of a third (docs/decisions/0070). Every room may import the files that belong to none: log, printed, second-process, recent-lines.
const mainRooms = {
  time: [],
  curves: [],
  keyboard: [],
  vault: ['time'],
  signalling: ['time'],
  policy: ['time', 'vault', 'signalling'],
  relays: ['time', 'signalling', 'policy'],
  update: ['time', 'vault', 'signalling', 'policy'],
  desktop: ['time', 'keyboard', 'vault', 'policy', 'update'],
  record: ['time', 'vault', 'desktop'],
  people: ['time', 'vault', 'signalling', 'desktop', 'record'],
  contacts: ['vault', 'record', 'people'],
  organisation: ['time', 'vault', 'signalling', 'policy', 'desktop', 'record', 'people'],
  devices: ['time', 'curves', 'vault', 'signalling', 'policy', 'desktop', 'record', 'people', 'contacts'],
  calls: ['time', 'vault', 'signalling', 'policy', 'relays', 'record', 'people', 'contacts', 'organisation'],
  doctor: ['time', 'vault', 'signalling', 'policy', 'relays', 'update', 'desktop', 'record', 'organisation', 'devices'],
  app: [
    'time',
    'curves',
    'vault',
    'signalling',
    'policy',
    'relays',
    'update',
    'desktop',
    'record',
    'people',
    'contacts',
    'organisation',
    'devices',
    'calls',
    'doctor',
  ],
  ipc: ['time', 'signalling', 'policy', 'update', 'desktop', 'people', 'devices', 'calls', 'doctor', 'app'],
};
const ofNoRoom = '^src/main/(log|printed|second-process|recent-lines)\\.ts$';

// The same inside calls. At its root, the desk and the call join them; session has the secrets of a call and imports none of it.
const callRooms = {
  session: [],
  inbox: ['session'],
  notes: ['inbox'],
  ring: ['session', 'inbox', 'notes'],
  history: [],
};
const rootOfCalls = '^src/main/calls/[^/]+\\.ts$';

/** A rule for each room of a folder, and one for rooms that are not in the table; `open` says what of the folder a room may import besides. */
function roomRules(prefix, folder, table, open) {
  const names = Object.keys(table);
  const rules = Object.entries(table).map(([name, allowed], index) => {
    const low = allowed.find((other) => !names.slice(0, index).includes(other));
    if (low !== undefined) throw new Error(`${prefix}-${name}: ${low} does not stand above it in the table`);
    return {
      name: `${prefix}-${name}`,
      severity: 'error',
      comment: `${folder}${name} may import: itself, ${allowed.join(', ') || 'no other room'} (see .dependency-cruiser.mjs).`,
      from: { path: `^${folder}${name}/` },
      to: { path: `^${folder}`, pathNot: [...[name, ...allowed].map((each) => `^${folder}${each}/`), ...open(name)] },
    };
  });
  const unlisted = {
    name: `${prefix}-unlisted`,
    severity: 'error',
    comment: `A new room in ${folder} is a decision: write it into the table in .dependency-cruiser.mjs and docs/decisions.`,
    from: { path: `^${folder}[^/]+/`, pathNot: `^${folder}(${names.join('|')})/` },
    to: {},
  };
  return [...rules, unlisted];
}

const packagePattern = (names) => `node_modules/(${names.join('|')})/`;

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file or miss a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'An import that resolves to nothing.',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.(wasm|tflite)\\?url&inline$' }, // the bundler's; what is not there stops a build
    },
    ...Object.entries(rooms).flatMap(([name, room]) => [
      {
        name: `${name}-rooms`,
        severity: 'error',
        comment: `src/${name} may import: itself, ${room.rooms.join(', ') || 'nothing else'} (see .dependency-cruiser.mjs).`,
        from: { path: room.path },
        to: {
          path: '^(src|test|tools)/',
          pathNot: [
            room.path,
            ...room.rooms,
            ...(name === 'renderer' ? ['^src/renderer/(worker/seal|filter/(noise|background))\\.worker\\.ts'] : []),
          ],
        },
      },
      {
        name: `${name}-packages`,
        severity: 'error',
        comment: `A new package in ${name} is a decision: write it into the table in .dependency-cruiser.mjs and docs/decisions.`,
        from: { path: room.path },
        to: {
          dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
          pathNot: [packagePattern(room.packages)],
        },
      },
      ...(room.node
        ? []
        : [
            {
              name: `${name}-no-node`,
              severity: 'error',
              comment: `${name} runs where Node is not.`,
              from: { path: room.path },
              to: { dependencyTypes: ['core'] },
            },
          ]),
    ]),
    ...roomRules('main', 'src/main/', mainRooms, () => [ofNoRoom]),
    {
      name: 'main-of-no-room',
      severity: 'error',
      comment:
        'What belongs to no room imports none. Only index.ts and whole-program.ts, which put the program together, do.',
      from: { path: '^src/main/[^/]+\\.ts$', pathNot: '^src/main/(index|whole-program)\\.ts$' },
      to: { path: '^src/main/', pathNot: ofNoRoom },
    },
    ...roomRules('calls', 'src/main/calls/', callRooms, (name) => (name === 'session' ? [] : [rootOfCalls])),
    {
      name: 'calls-secrets',
      severity: 'error',
      comment: 'A secret of a call is named in src/main/calls/session only: whoever needs something of it asks there.',
      from: { path: '^src/main/calls/', pathNot: '^src/main/calls/session/' },
      to: { path: '^src/core/keys/(secret|handshake|noise|noise-symmetric|schedule|commitment|rekey|ratchet)\\.ts$' },
    },
    {
      name: 'text-types-only',
      severity: 'error',
      comment: 'A text is words. It may name the types of what it speaks of, and does nothing with it.',
      from: { path: '^src/text/' },
      to: { path: '^src/(core|contract)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'text-page',
      severity: 'error',
      comment: 'Each page loads what is imported here: what only main says stays out.',
      from: { path: '^src/text/page/' },
      to: { path: '^src/text/', pathNot: '^src/text/(page/|finding-(de|en)\\.ts$)' },
    },
    {
      name: 'worker-door',
      severity: 'error',
      comment: 'The worker is started by src/renderer/call/transform.ts only.',
      from: { path: '^src/renderer/', pathNot: '^src/renderer/(call/transform\\.ts|worker/)' },
      to: { path: '^src/renderer/worker/' },
    },
    {
      name: 'filter-door',
      severity: 'error',
      comment: 'The filters are started by src/renderer/call/microphone.ts and camera.ts only.',
      from: { path: '^src/renderer/', pathNot: '^src/renderer/(call/(microphone|camera)\\.ts|filter/)' },
      to: { path: '^src/renderer/filter/' },
    },
    {
      name: 'mqtt-door',
      severity: 'error',
      comment: 'MQTT is spoken in src/main/signalling only.',
      from: { path: '^src/', pathNot: '^src/main/signalling/' },
      to: { path: 'node_modules/(mqtt|aedes|ws)/' },
    },
    {
      name: 'x509-door',
      severity: 'error',
      comment: 'X.509 is read and written in src/main/organisation only.',
      from: { path: '^src/', pathNot: '^src/main/organisation/' },
      to: { path: 'node_modules/(@peculiar/|reflect-metadata/)' },
    },
    {
      name: 'policy-watcher-door',
      severity: 'error',
      comment: 'The native reader of policies is loaded in one file, and only where there is one.',
      from: { path: '^src/', pathNot: '^src/main/policy/policy-watcher-module\\.ts$' },
      to: { path: 'node_modules/@vscode/policy-watcher/' },
    },
    {
      name: 'keyboard-apart',
      severity: 'error',
      comment: 'The keyboard process holds no secret: it imports nothing else of Siegel.',
      from: { path: '^src/main/keyboard/' },
      to: { path: '^src/', pathNot: '^src/main/keyboard/' },
    },
    {
      name: 'keyboard-little',
      severity: 'error',
      comment: 'The keyboard process needs no file, no network and no other package.',
      from: { path: '^src/main/keyboard/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'node_modules/(valibot|koffi)/',
      },
    },
    {
      name: 'keyboard-door',
      severity: 'error',
      comment: 'Main knows only the questions to the keyboard process, and loads none of its code.',
      from: { path: '^src/', pathNot: '^src/main/keyboard/' },
      to: { path: '^src/main/keyboard/', pathNot: '^src/main/keyboard/questions\\.ts$' },
    },
    {
      name: 'koffi-door',
      severity: 'error',
      comment: 'Foreign functions are called in the keyboard process only.',
      from: { path: '^src/', pathNot: '^src/main/keyboard/system-keyboard\\.ts$' },
      to: { path: 'node_modules/(koffi|@koromix)/' },
    },
    {
      name: 'tests-stay-out',
      severity: 'error',
      comment: 'The product never imports a test or a tool.',
      from: { path: '^src/' },
      to: { path: '^(test|tools)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
    },
  },
};
