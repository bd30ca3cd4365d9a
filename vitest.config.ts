import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Unit tests and whole calls without Electron. Tests that need a browser or a desktop run in Playwright (test/e2e).
// `together`: files whose modules keep no state share a worker and the modules it has loaded. Loading them again for
// each file took a third of the processor time.
// `alone`: files that mock a module, that ask the heap, or whose rigs end with their file.
// `long`: files that would be in `together` if they took less than a quarter of a second.
// `slow`: files that start brokers, servers and other programs, or try floods, thousands of inputs, frames or worlds.
// `exact`: files about what the libraries compute or what the heap still holds, and one of a whole call. They get the
// product's libraries.
// `npm run check` runs `together` and leaves the others to `npm test`.
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
  'test/tools/{ca,ca-attacks,ca-devices,policy/files-accepted}.test.ts',
  'test/house/{walls,fuzz,policy-fuzz,bare-machine}.test.ts',
  'test/main/{desktop/system-dnd-real,policy/folder-fuzz}.test.ts',
  'test/{flows/hostile-pages,main/{doctor/turn-probe,signalling/{exchange,guide},update/updates}}.test.ts',
]);
const exact = filesOf([
  'test/main/curves/{erased,native-curves}.test.ts',
  'test/core/keys/{kem,primitives,vectors}.test.ts',
  'test/flows/linked-in-a-call.test.ts',
]);
const long = filesOf([
  'test/core/{call/invariants,keys/{chain-choice-bound,chain-choice-steps,chain-rules},policy/gather,signal/{link-bundle,link-chain}}.test.ts',
  'test/flows/{answer-on-a-dispute,busy-elsewhere,caller-that-hides,chains,claims,complaints,devices,do-not-disturb,former-attacks}.test.ts',
  'test/flows/{glare-in-a-call,hang-up-while-securing,hold,lost-devices,move,move-ends,move-lies,move-taken-back}.test.ts',
  'test/flows/{overtaken,picture,policy-people,redial,replaced-device,trouble}.test.ts',
  'test/main/{log,app/{after-start,lock,profile},calls/history/history-opening,curves/collect,devices/{linking,own-chain}}.test.ts',
  'test/main/{people/{chain-people,decision,held},record/verify-command}.test.ts',
  'test/{flows/{false-identity,missed,move-floods,move-overtaken,move-repeats,verified-races},tools/packaging/electron-builder}.test.ts',
  'test/main/{devices/{linking-strangers,own-recovery},organisation/confirmations,people/{claims,disputes,reading-slices}}.test.ts',
  'test/main/{policy/{folder-source,trusted-folder},calls/session/call-session,app/presences}.test.ts',
  'test/{tools/desktop/published,tools/policy/json-schema,core/keys/{chain-choice-properties,length-vectors}}.test.ts',
]);
// Programs that slow tests start (an authority 40 times) find here what Node compiled the last time, which halves the
// time of a start.
const compiled = path.join(import.meta.dirname, '.cache', 'compiled');
const rigs = filesOf(['test/main/{signalling,doctor,update}/**/*.test.ts']);
const reaching = filesOf([all]).filter((file) =>
  /vi\.mock\(|queryObjects\(/.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')),
);
const alone = [...new Set([...rigs, ...reaching])].filter((file) => ![...slow, ...exact].includes(file));

function filesOf(patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { cwd: import.meta.dirname }).map((file) => file.replaceAll('\\', '/'));
}

// Half of the processor time was cryptography in JavaScript, most of it on inputs that had just been computed: people
// in test/flows draw the same random numbers in every test. So the platform computes curves, hashes and AES, and what
// the library still computes is remembered for the same input (test/support/quick). The product's own code does not
// change. In `exact` the product's libraries compute everything; test/house/quick.test.ts compares both.
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
// Without results of an earlier run, as in CI, vitest begins with the largest files. But the files that take longest
// are small: they came last, one after the other on one of two workers. These take longest, in this order.
const longest = [
  'core/keys/chain-choice-worlds',
  'core/call/histories',
  'main/signalling/connection-rabbitmq-cluster',
  'main/signalling/connection-rabbitmq',
  'flows/organisation',
  'tools/ca',
  'tools/ca-attacks',
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
    // oxlint-disable-next-line unicorn/no-array-sort -- not the method of an array
    return [...first, ...(await super.sort(files.filter((file) => !first.includes(file))))];
  }
}

const quick = { plugins: [quickly] };
const patient = { setupFiles: ['test/support/quick/patience.ts'] };
const platform = { setupFiles: [...patient.setupFiles, 'test/support/quick/platform-curves.ts'] };
const shared = {
  ...platform,
  isolate: false,
  execArgv: ['--max-semi-space-size=64'], // most memory of a test is garbage at its end
};

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: 'test/support/quick-disk.ts',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // These times only end what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    // Mocks and stubs are removed after each test, so that the next file in the worker does not find them.
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
        // On two slow cores, beside other tests, a test may take many times as long as alone.
        test: {
          ...platform,
          name: 'slow',
          include: [...slow],
          env: { NODE_COMPILE_CACHE: compiled },
        },
      },
      { extends: true, test: { ...patient, name: 'exact', include: [...exact] } },
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
