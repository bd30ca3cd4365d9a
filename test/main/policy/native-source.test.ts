// The reader of Windows and macOS over a watcher that the test controls. The real watcher was not run, since it exists
// for those systems only. How it calls back is taken from its source (1.5.0).
import { describe, expect, it } from 'vitest';
import { namesOf } from '../../../src/main/policy/machine-names.ts';
import { type NativeParts, openNativeSource } from '../../../src/main/policy/native-source.ts';
import { createPolicyInForce, type PolicyInForce } from '../../../src/main/policy/policy-in-force.ts';
import { loadPolicyWatcher } from '../../../src/main/policy/policy-watcher-module.ts';
import { nativePlaces } from '../../../src/main/policy/system-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';

const KEY = String.raw`Software\Policies\Siegel`;
const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\nBBBB\n-----END CERTIFICATE-----';

interface Held {
  readonly policy: PolicyInForce;
  /** Delivers this update as the watcher does for the product or registry path `place`. */
  readonly find: (place: string, update: unknown) => Promise<void>;
  readonly asked: readonly string[];
}

/** A started reader; `first` is the first answer of each place. */
async function open(
  platform: 'win32' | 'darwin',
  first: Readonly<Record<string, unknown>>,
  more: Partial<NativeParts> = {},
): Promise<Held> {
  const callbacks = new Map<string, (update: unknown) => void>();
  const asked: string[] = [];
  const sources = await openNativeSource({
    places: nativePlaces(platform),
    clock: heldClock(),
    machineNames: () => Promise.resolve(undefined),
    load: () =>
      Promise.resolve({
        createWatcher: (product, policies, onChange, options) => {
          const place = options?.registryPath ?? product;
          asked.push(place);
          expect(policies['IdleLockMinutes']).toEqual({ type: ['boolean', 'number', 'string'] });
          callbacks.set(place, onChange);
          setImmediate(() => onChange(first[place] ?? {}));
          return { dispose: () => undefined };
        },
      }),
    ...more,
  });
  const policy = createPolicyInForce(sources);
  const find = async (place: string, update: unknown): Promise<void> => {
    callbacks.get(place)?.(update);
    await new Promise(setImmediate); // lets the reader ask for the machine's names
  };
  return { policy, find, asked };
}

const kinds = (policy: PolicyInForce): readonly unknown[] =>
  policy.report().problems.map(({ name, kind }) => [name, kind]);

describe('policy in the Windows registry', () => {
  it('registry policy is read from its own key, and recommendations from the subkey “Recommended”', async () => {
    const { policy, asked } = await open('win32', {
      [KEY]: { RelayOnly: true },
      [String.raw`${KEY}\Recommended`]: { UnknownCallers: 'silent', RelayOnly: false },
    });
    expect(asked).toEqual([String.raw`${KEY}\Recommended`, KEY]);
    expect(policy.values()).toMatchObject({ RelayOnly: true, UnknownCallers: 'silent' });
    expect(policy.report().sources).toEqual([`HKLM\\${KEY}\\Recommended`, `HKLM\\${KEY}`]);
  });

  it('registry policy holds lists as lines and certificates as PEM blocks', async () => {
    const { policy } = await open('win32', {
      [KEY]: { AllowedPeers: '@a.example\n@b.example', BlockedPeers: '', TlsRoots: `${PEM}\n${PEM}` },
    });
    expect(policy.values()).toMatchObject({
      AllowedPeers: ['@a.example', '@b.example'],
      BlockedPeers: [],
      TlsRoots: [PEM, PEM],
    });
    expect(policy.report().problems).toEqual([]);
  });

  it.each([
    ['a DWORD for a number, which arrives as a boolean', { IdleLockMinutes: true }, { IdleLockMinutes: 5 }],
    ['a number as text', { IdleLockMinutes: '10' }, { IdleLockMinutes: 5 }],
    ['a switch as a QWORD', { AllowVideo: 1 }, { AllowVideo: false }],
    ['a switch as text', { AllowVideo: 'true' }, { AllowVideo: false }],
    ['a list in truncated JSON', { AllowedPeers: '["@a.example"' }, { AllowedPeers: [] }],
    ['a list of other values than text', { AllowedPeers: '[1]' }, { AllowedPeers: [] }],
  ])('a policy takes its strict value if the registry holds %s', async (_what, found, values) => {
    const { policy } = await open('win32', { [KEY]: found });
    expect(policy.values()).toMatchObject(values);
    expect(kinds(policy)).toEqual([[Object.keys(found)[0], 'wrong-type']]);
  });

  it('a user’s registry value does not count for machine policies, and the level is reported', async () => {
    const { policy } = await open(
      'win32',
      { [KEY]: { RelayOnly: true, LogLevel: 'debug', AllowVideo: false } },
      { machineNames: () => Promise.resolve(new Set(['relayonly'])) },
    );
    expect(policy.values()).toMatchObject({ RelayOnly: true, AllowVideo: false, LogLevel: 'info' });
    expect(policy.report().problems).toEqual([{ source: `HKCU\\${KEY}`, name: 'LogLevel', kind: 'wrong-scope' }]);
    const level = (name: string): unknown => policy.report().policies.find((state) => state.name === name)?.level;
    expect([level('RelayOnly'), level('AllowVideo')]).toEqual(['machine', 'user-managed']);
  });

  it('the newest registry values apply even if an older query answers later', async () => {
    const answers: ((names: ReadonlySet<string>) => void)[] = [];
    const { policy, find } = await open(
      'win32',
      {},
      {
        machineNames: () => new Promise((r) => void answers.push(r)),
        clock: {
          nowMs: Date.now,
          after: (_ms, run) => {
            setImmediate(run);
            return () => undefined;
          },
        },
      },
    );
    await find(KEY, { BrokerUrl: 'mqtts://old.example' });
    await find(KEY, { BrokerUrl: 'mqtts://new.example' });
    for (const answer of answers.toReversed()) answer(new Set(['brokerurl']));
    await new Promise(setImmediate);
    expect(policy.values().BrokerUrl).toBe('mqtts://new.example');
  });
});

describe('policy of a macOS profile', () => {
  it('profile policy is read from the program’s domain with lists in JSON', async () => {
    const { policy, asked } = await open('darwin', {
      'example.siegel.desktop': { AllowedPeers: '["@a.example"]', IdleLockMinutes: 10, AllowVideo: false },
    });
    expect(asked).toEqual(['example.siegel.desktop.recommended', 'example.siegel.desktop']);
    expect(policy.values()).toMatchObject({ AllowedPeers: ['@a.example'], IdleLockMinutes: 10, AllowVideo: false });
  });

  it('profile policy changes while the program runs, and removed values no longer count', async () => {
    const { policy, find } = await open('darwin', { 'example.siegel.desktop': { AllowVideo: false } });
    await find('example.siegel.desktop', { AllowVideo: undefined, RelayOnly: true });
    expect(policy.values()).toMatchObject({ AllowVideo: true, RelayOnly: true });
    await find('example.siegel.desktop', {});
    expect(policy.values().RelayOnly).toBe(false);
  });
});

describe('policy readers that fail', () => {
  it('policy is strict if its reader is missing, and each place is reported', async () => {
    const { policy } = await open('win32', {}, { load: () => Promise.resolve(undefined) });
    expect(policy.values()).toMatchObject({ AllowVideo: false, RelayOnly: true, AllowedPeers: [] });
    expect(policy.report().problems.map(({ kind }) => kind)).toEqual(['reader-missing', 'reader-missing']);
  });

  it('policy is strict if its reader was built for another system', async () => {
    const createWatcher = (): never => {
      throw new TypeError('Unsupported platform');
    };
    const { policy } = await open('darwin', {}, { load: () => Promise.resolve({ createWatcher }) });
    expect(policy.values().AllowVideo).toBe(false);
  });

  it('policy is strict after an early reader error, and keeps its values after a late error', async () => {
    const late = await open('win32', { [KEY]: { BrokerUrl: 'mqtts://b.example' } });
    await late.find(KEY, new Error('Failed to register machine GP event'));
    expect(late.policy.values()).toMatchObject({ BrokerUrl: 'mqtts://b.example', AllowVideo: true });
    expect(kinds(late.policy)).toEqual([[undefined, 'unreadable']]);
    const early = await open('win32', { [KEY]: new Error('Failed to register machine GP event') });
    expect(early.policy.values().AllowVideo).toBe(false);
    await early.find(KEY, {});
    expect([early.policy.values().AllowVideo, kinds(early.policy)]).toEqual([true, []]);
  });

  it('policy is strict while its reader does not answer', async () => {
    const clock = heldClock();
    let answer: (update: unknown) => void = () => undefined;
    const opening = openNativeSource({
      places: nativePlaces('darwin').slice(1),
      clock,
      machineNames: () => Promise.resolve(undefined),
      load: () =>
        Promise.resolve({
          createWatcher: (_product, _policies, onChange) => {
            answer = onChange;
            return { dispose: () => undefined };
          },
        }),
    });
    await new Promise(setImmediate);
    clock.advance(3000);
    const policy = createPolicyInForce(await opening);
    expect([policy.values().AllowVideo, kinds(policy)]).toEqual([false, [[undefined, 'unreadable']]]);
    answer({});
    await new Promise(setImmediate);
    expect([policy.values().AllowVideo, kinds(policy)]).toEqual([true, []]);
  });

  it('the native reader is not available on Linux', async () => {
    expect(await loadPolicyWatcher()).toBeUndefined();
  });
});

it('policy names are read from the output of reg.exe', () => {
  const output = [
    '',
    String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Siegel`,
    '    (Default)    REG_SZ    ',
    '    RelayOnly    REG_DWORD    0x1',
    String.raw`    AllowedPeers    REG_MULTI_SZ    @a.example\0@b.example`,
    '    Empty    REG_SZ',
    '',
    String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Siegel\Recommended`,
  ].join('\r\n');
  expect([...namesOf(output)]).toEqual(['(default)', 'relayonly', 'allowedpeers', 'empty']);
});
