import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Unit tests and whole calls without Electron. What needs a browser or a desktop runs in Playwright (test/e2e).
// Together: files whose modules hold nothing share a worker and what it has loaded; loading it again for each was a
// third of the processor time. Alone: those that put something in a module's place, those that ask the heap, and those
// whose rigs end with their file. Long: files of a quarter of a second and more that could stand under `together`, with
// its worker and its coverage. Slow: those that start brokers, servers and other programs, or try floods, thousands of
// inputs, frames, stories or worlds. `npm run check` runs what stands together, and leaves the others to `npm test`.
const all = 'test/{core,contract,text,main,preload,renderer,flows,house,tools}/**/*.test.{ts,tsx}';
const slow = filesOf([
  'test/main/signalling/{connection-*,broker-target,fallback,bridge,broker,trust,revoked}.test.ts',
  'test/main/app/{account-{chain,contacts,recovery,removed},locked-call,model}.test.ts',
  'test/main/calls/{history/strangers-share,history/history-disk,session/call-session-flood}.test.ts',
  'test/main/{devices/first-look,people/address-reader-flood,policy/folder-race,vault/{passphrase-cost,protect}}.test.ts',
  'test/{main/record/verify-export,renderer/chunks,tools/packaging/windows-installer}.test.ts',
  'test/flows/{organisation,broker-*,hours-of-keys,keys-that-are-gone,left-behind,{,session-}flood,missed-{by-strangers,notes},pairs,move-pairs,recovery,reopened-*}.test.ts',
  'test/main/{devices/hostile-linking,people/decision-worlds}.test.ts',
  'test/main/{organisation/enrolment,doctor/server-probe,doctor/network,signalling/proxy}.test.ts',
  'test/flows/{verified-notes,hostile-broker,hold-for-hours,not-allowed-lines}.test.ts',
  'test/main/ipc/{wall-fuzz,hostile-page}.test.ts',
  'test/main/{app/state-files,devices/{new-device,linking-interrupted,linking-order},relays/lent-account,update/fetch}.test.ts',
  'test/flows/{network-in-a-call,move-orders,second-placed,new-keys-unheard,complaints-ends,keys-in-a-call,policy-media}.test.ts',
  'test/flows/{recovery-unread,replaced-person,two-calls}.test.ts',
  'test/main/{devices/{own-devices,linking-chain,profile-linking,recovery},relays/relay-account,organisation/judge,record/record-log}.test.ts',
  'test/core/{call/{histories,keys-invariants,page-invariants},keys/chain-choice-{search,worlds}}.test.ts',
  'test/tools/{ca,ca-attacks,ca-devices}.test.ts',
  'test/house/{walls,fuzz,policy-fuzz,bare-machine}.test.ts',
  'test/main/policy/folder-fuzz.test.ts',
  'test/{flows/hostile-pages,main/{doctor/turn-probe,signalling/{exchange,guide},update/updates}}.test.ts',
]);
// Slow, and about what the libraries compute or the heap still
// has: they have the libraries of the product, as it has them.
const exact = filesOf(['test/main/curves/{erased,native-curves}.test.ts']);
const long = filesOf([
  'test/core/{call/invariants,keys/{chain-choice-bound,chain-choice-steps,chain-rules,kem,vectors},policy/gather,signal/{link-bundle,link-chain}}.test.ts',
  'test/flows/{answer-on-a-dispute,busy-elsewhere,caller-that-hides,chains,claims,complaints,devices,do-not-disturb,former-attacks}.test.ts',
  'test/flows/{glare-in-a-call,hang-up-while-securing,hold,linked-in-a-call,lost-devices,move,move-ends,move-lies,move-taken-back}.test.ts',
  'test/flows/{overtaken,picture,policy-people,redial,replaced-device,trouble}.test.ts',
  'test/main/{log,app/{after-start,lock,profile},calls/history/history-opening,curves/collect,devices/{linking,own-chain}}.test.ts',
  'test/main/{people/{chain-people,decision,held},record/verify-command}.test.ts',
  'test/{flows/{false-identity,missed,move-floods,move-overtaken,move-repeats,verified-races},tools/packaging/electron-builder}.test.ts',
  'test/main/{devices/{linking-strangers,own-recovery},organisation/confirmations,people/{claims,disputes,reading-slices}}.test.ts',
  'test/main/{policy/{folder-source,trusted-folder},calls/session/call-session,app/presences}.test.ts',
  'test/{tools/desktop/published,tools/policy/json-schema,core/keys/{chain-choice-properties,length-vectors}}.test.ts',
]);
// The programs they start (an authority 40 times) find here what Node
// made of their source the last time: half of what a start takes.
const compiled = path.join(import.meta.dirname, '.cache', 'compiled');
const rigs = filesOf(['test/main/{signalling,doctor,update}/**/*.test.ts']);
const reaching = filesOf([all]).filter((file) =>
  /vi\.mock\(|queryObjects\(/.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')),
);
const alone = [...new Set([...rigs, ...reaching])].filter((file) => ![...slow, ...exact].includes(file));

function filesOf(patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { cwd: import.meta.dirname }).map((file) => file.replaceAll('\\', '/'));
}

// Half the processor time was arithmetic in JavaScript, most of it on numbers that were just computed:
// the people of the flows roll the same dice in every test. The product asks as it does. Curves, hashes
// and AES are answered by the platform; what is asked of the library is computed for the first time, and
// the same input again is answered from memory (test/support/quick). Where coverage is taken, so in `npm
// test` and in CI for all but the slow tests, the libraries of the product compute everything each time.
const quickly: Plugin = {
  name: 'quickly',
  enforce: 'pre',
  resolveId(source, importer) {
    const [, name] =
      /^@noble\/(?:ciphers|curves|hashes|post-quantum)\/(aes|ed25519|hkdf|ml-kem|sha2)\.js$/.exec(source) ?? [];
    if (name === undefined || importer?.startsWith(path.join(import.meta.dirname, 'src')) !== true) return undefined;
    return path.join(import.meta.dirname, 'test/support/quick', `${name}.ts`);
  },
};
// Where no earlier run is remembered, as in CI, vitest begins with the largest files. The longest tests are
// small ones: they came last, one after the other on one of two workers. These take longest, in this order.
const longest = [
  'core/keys/chain-choice-worlds',
  'core/call/histories',
  'main/signalling/connection-rabbitmq-cluster',
  'main/signalling/connection-rabbitmq',
  'flows/organisation',
  'tools/ca',
  'tools/ca-attacks',
  'house/walls',
  'main/signalling/connection-mosquitto',
  'main/policy/folder-fuzz',
  'flows/hours-of-keys',
  'house/fuzz',
  'flows/keys-that-are-gone',
  'main/signalling/connection-flood',
  'core/keys/chain-choice-search',
].map((name) => `/test/${name}.test.ts`);
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isAt = (end: string) => (file: TestSpecification) => file.moduleId.endsWith(end);
    const first = longest.flatMap((end) => files.filter(isAt(end)));
    // oxlint-disable-next-line unicorn/no-array-sort -- no array's
    return [...first, ...(await super.sort(files.filter((file) => !first.includes(file))))];
  }
}

const isWhole = process.argv.some((argument) => argument.startsWith('--coverage'));
const quick = isWhole ? {} : { plugins: [quickly] };
const platform = isWhole ? {} : { setupFiles: ['test/support/quick/platform-curves.ts'] };
const shared = {
  ...platform,
  isolate: false,
  execArgv: ['--max-semi-space-size=64'], // most of what a test makes is garbage at its end: fewer, larger collections
};

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: 'test/support/quick-disk.ts',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000, // ends what hangs; nothing is timed by it
    expect: { poll: { timeout: 20_000 } }, // the same, for what is asked again
    // What one test puts in a place is taken out again, so that the next file in the worker finds it as it was.
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        ...quick,
        test: { ...shared, name: 'together', include: [all], exclude: [...alone, ...long, ...slow, ...exact] },
      },
      { extends: true, ...quick, test: { ...shared, name: 'long', include: [...long] } },
      { extends: true, ...quick, test: { ...platform, name: 'alone', include: [...alone], pool: 'threads' } },
      {
        extends: true,
        ...quick,
        // Beside what runs at the same time, on two slow cores, a test may take many times as long as alone.
        test: {
          ...platform,
          name: 'slow',
          include: [...slow],
          env: { NODE_COMPILE_CACHE: compiled },
          testTimeout: 120_000,
        },
      },
      { extends: true, test: { name: 'exact', include: [...exact] } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts'],
      reporter: ['text-summary', 'text'],
      skipFull: true,
      thresholds: { lines: 100 },
    },
  },
});
