import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { managedView } from '../../../src/main/app/managed-view.ts';
import type { SettingsChange, SettingsKept } from '../../../src/main/policy/settings.ts';
import { createSettings, defaultSettings, KeptSettings, languageOf } from '../../../src/main/policy/settings.ts';
import { createPolicyInForce } from '../../../src/main/policy/policy-in-force.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from './fixed-policy.ts';

const defaults = defaultSettings(['de-DE']);
let store: MemoryStore<SettingsKept>;
beforeEach(() => {
  store = new MemoryStore();
});

describe('settings', () => {
  it('the default settings are in the system’s language', () => {
    expect(createSettings(defaults, {}, fixedPolicy()).read()).toEqual({ ...defaults, language: 'de' });
  });

  it('settings chosen before the vault is open are saved when it opens', () => {
    store.write({ microphone: 'm', language: 'de' });
    const settings = createSettings(defaults, {}, fixedPolicy());
    settings.set({ language: 'en' });
    settings.attach(store);
    expect(settings.read()).toMatchObject({ microphone: 'm', language: 'en' });
    const later = createSettings(defaults, {}, fixedPolicy());
    later.attach(store);
    expect(later.read()).toMatchObject({ microphone: 'm', language: 'en' });
  });

  it('a noise suppression stored as a switch is read as the corresponding choice', () => {
    const read = (noiseSuppression: unknown) => v.parse(KeptSettings, { noiseSuppression }).noiseSuppression;
    expect([read(true), read(false), read('strong')]).toEqual(['engine', 'off', 'strong']);
    expect(() => read('loud')).toThrow('Invalid');
  });

  it('settings from the command line apply to this start only', () => {
    const settings = createSettings(defaults, { brokerUrl: 'mqtt://once.example' }, fixedPolicy());
    settings.attach(store);
    settings.set({ microphone: 'm' });
    expect(settings.read().brokerUrl).toBe('mqtt://once.example');
    const later = createSettings(defaults, {}, fixedPolicy());
    later.attach(store);
    expect(later.read()).toEqual({ ...defaults, microphone: 'm' });
  });

  it('the person’s changes override the command line', () => {
    const settings = createSettings(defaults, { brokerUrl: 'mqtt://once.example', language: 'en' }, fixedPolicy());
    settings.set({ brokerUrl: 'mqtt://mine.example' });
    expect(settings.read()).toMatchObject({ brokerUrl: 'mqtt://mine.example', language: 'en' });
  });

  it('settings that could not be written stay unchanged, and no listener is called', () => {
    const settings = createSettings(defaults, {}, fixedPolicy());
    settings.attach(store);
    let changes = 0;
    settings.onChange(() => changes++);
    store.isFull = true;
    expect(settings.set({ language: 'en' })).toBe('disk');
    expect(settings.read()).toEqual(defaults);
    expect(changes).toBe(0);
  });

  it('the broker password is saved, never shown, and unavailable while the program is locked', () => {
    const settings = createSettings(defaults, {}, fixedPolicy());
    settings.attach(store);
    expect(settings.read().hasBrokerPassword).toBe(false);
    settings.set({ brokerUrl: 'mqtts://a.example', brokerPassword: 'correct horse' });
    expect(settings.read()).toMatchObject({ hasBrokerPassword: true });
    expect(JSON.stringify(settings.read())).not.toContain('horse');
    const kept = { text: 'correct horse', places: ['mqtts://a.example:8883'] };
    expect(settings.brokerPassword()).toEqual(kept);
    const later = createSettings(defaults, {}, fixedPolicy());
    later.attach(store);
    expect(later.brokerPassword()).toEqual(kept);
    later.lock();
    expect(later.brokerPassword()).toBeUndefined();
    later.attach(store);
    expect(later.brokerPassword()).toEqual(kept);
    later.set({ brokerPassword: '' });
    expect(later.read().hasBrokerPassword).toBe(false);
  });

  it('a setting that a change names without a value stays as it is', () => {
    const settings = createSettings(defaults, {}, fixedPolicy());
    settings.set({ microphone: 'm' });
    settings.set({ microphone: undefined, camera: 'c' });
    expect(settings.read()).toMatchObject({ microphone: 'm', camera: 'c' });
  });
});

describe('the broker password', () => {
  const HERE = 'wss://a.example/mqtt';
  const withPassword = (policy = fixedPolicy()) => {
    const settings = createSettings(defaults, {}, policy);
    settings.attach(store);
    settings.set({ brokerUrl: HERE, brokerPassword: 'correct horse' });
    return settings;
  };

  it.each(['wss://b.example/mqtt', 'wss://a.example:444/mqtt', 'ws://a.example:443/mqtt', 'mqtt://a.example', ''])(
    'the broker password is deleted when the address becomes %j',
    (brokerUrl) => {
      const settings = withPassword();
      expect(settings.set({ brokerUrl })).toBe('written');
      expect([settings.brokerPassword(), settings.read().hasBrokerPassword]).toEqual([undefined, false]);
      expect(JSON.stringify(store.read())).not.toContain('horse');
      // A compromised page cannot borrow the password: it stays deleted even if the page sets the old address again.
      settings.set({ brokerUrl: HERE });
      expect(settings.read().hasBrokerPassword).toBe(false);
    },
  );

  it.each(['wss://a.example/other', 'wss://A.example:443/mqtt', HERE])(
    'the broker password stays when the address becomes %j',
    (brokerUrl) => {
      const settings = withPassword();
      settings.set({ brokerUrl, brokerUsername: 'anna' });
      expect(settings.read().hasBrokerPassword).toBe(true);
    },
  );

  it('a broker password entered with a new address belongs to that address', () => {
    const settings = withPassword();
    settings.set({ brokerUrl: 'mqtts://b.example', brokerPassword: 'battery staple' });
    expect(settings.brokerPassword()).toEqual({ text: 'battery staple', places: ['mqtts://b.example:8883'] });
  });

  it('the broker password does not apply to a broker that policy names later', () => {
    const policy = fixedPolicy({ FallbackBrokerUrls: ['wss://f.example', 'mqtt://clear.example'] });
    const settings = withPassword(policy);
    expect(settings.brokerPassword()?.places).toEqual(['wss://a.example:443', 'wss://f.example:443']);
    policy.set({ BrokerUrl: 'wss://site.example' });
    expect(settings.read()).toMatchObject({ brokerUrl: 'wss://site.example', hasBrokerPassword: false });
    settings.set({ brokerPassword: 'for the site' });
    expect(settings.brokerPassword()?.places).toEqual(['wss://site.example:443', 'wss://f.example:443']);
    expect(settings.read().hasBrokerPassword).toBe(true);
  });

  it('a broker password that an older version saved without naming its brokers applies to no broker', () => {
    store.write({ brokerUrl: HERE, brokerPassword: 'from an older version' });
    const settings = createSettings(defaults, {}, fixedPolicy());
    settings.attach(store);
    expect(settings.read().hasBrokerPassword).toBe(false);
    expect(settings.brokerPassword()?.places).toEqual([]);
  });

  it('the broker password stays if the change could not be written', () => {
    const settings = withPassword();
    store.isFull = true;
    expect(settings.set({ brokerUrl: 'wss://b.example' })).toBe('disk');
    expect(settings.read()).toMatchObject({ brokerUrl: HERE, hasBrokerPassword: true });
  });
});

describe('settings under policy', () => {
  const under = (
    partial: Parameters<typeof fixedPolicy>[0],
    commandLine: SettingsChange = {},
  ): { readonly policy: ReturnType<typeof fixedPolicy>; readonly settings: ReturnType<typeof createSettings> } => {
    const policy = fixedPolicy(partial);
    const settings = createSettings(defaults, commandLine, policy);
    settings.attach(store);
    return { policy, settings };
  };

  it.each<[SettingsChange, Parameters<typeof fixedPolicy>[0]]>([
    [{ brokerUrl: 'mqtts://mine.example' }, { BrokerUrl: 'mqtts://site.example' }],
    [{ brokerUrl: '' }, { BrokerUrl: 'mqtts://site.example' }],
    [{ language: 'en' }, { Language: 'de' }],
    [{ language: 'en' }, { Language: 'system' }],
    [{ relayOnly: false }, { RelayOnly: true }],
    [{ relayOnly: false }, { HighConfidentiality: true }],
    [{ unknownCallers: 'ring' }, { UnknownCallers: 'silent' }],
    [{ unknownCallers: 'silent' }, { UnknownCallers: 'refuse' }],
    [{ startAtLogin: true }, { StartAtLogin: false }],
    [{ startAtLogin: false }, { StartAtLogin: true }],
    [{ idleLockMinutes: 11 }, { IdleLockMinutes: 10 }],
    [{ idleLockMinutes: 0 }, { IdleLockMinutes: 10 }],
    [{ historyDays: 31 }, { HistoryDays: 30 }],
    [{ historyDays: 1 }, { HighConfidentiality: true }],
    [{ localBroker: true }, { AllowLocalBroker: false }],
    [{ notifications: 'named' }, { Notifications: 'nameless' }],
    [{ awayMinutes: 5 }, { ShareAbsence: false }],
    [{ background: 'off' }, { CameraBackground: 'hidden' }],
    [{ background: 'blurred' }, { CameraBackground: 'shown' }],
    [{ noiseSuppression: 'strong' }, { AllowStrongNoiseSuppression: false }],
  ])('changing %j is locked under %j: nothing changes and nothing is saved', (change, policy) => {
    const { settings } = under(policy);
    const before = settings.read();
    store.writes = 0;
    expect(settings.set({ ...change, microphone: 'm' })).toBe('locked');
    expect([settings.read(), store.writes]).toEqual([before, 0]);
  });

  it.each<[SettingsChange, Parameters<typeof fixedPolicy>[0]]>([
    [{ unknownCallers: 'refuse' }, { UnknownCallers: 'silent' }],
    [{ idleLockMinutes: 5 }, { IdleLockMinutes: 10 }],
    [{ historyDays: 0 }, { HistoryDays: 30 }],
    [{ relayOnly: true }, { RelayOnly: false }],
    [{ localBroker: false }, { AllowLocalBroker: false }],
    [{ notifications: 'none' }, { Notifications: 'nameless' }],
    [{ awayMinutes: 0 }, { ShareAbsence: false }],
    [{ background: 'still' }, { CameraBackground: 'hidden' }],
    [{ noiseSuppression: 'off' }, { AllowStrongNoiseSuppression: false }],
  ])('the change %j is allowed by the policy %j, and takes effect', (change, policy) => {
    const { settings } = under(policy);
    expect(settings.set(change)).toBe('written');
    expect(settings.read()).toMatchObject(change);
  });

  it('a setting equal to policy’s is accepted but not saved, and the person’s own setting returns when the policy ends', () => {
    const { policy, settings } = under({ BrokerUrl: 'mqtts://site.example' });
    expect(settings.set({ brokerUrl: 'mqtts://site.example', brokerUsername: 'anna' })).toBe('written');
    policy.set({ BrokerUrl: '' });
    expect(settings.read()).toMatchObject({ brokerUrl: '', brokerUsername: 'anna' });
  });

  it('settings are limited while a policy applies and return afterwards, with each change reported', () => {
    const { policy, settings } = under({});
    settings.set({ historyDays: 365, brokerUrl: 'mqtts://mine.example', localBroker: true });
    const told: number[] = [];
    settings.onChange(({ historyDays }) => told.push(historyDays));
    policy.set({ HistoryDays: 30, BrokerUrl: 'mqtts://site.example', AllowLocalBroker: false });
    expect(settings.read()).toMatchObject({ historyDays: 30, brokerUrl: 'mqtts://site.example', localBroker: false });
    policy.set({ HistoryDays: 3650, BrokerUrl: '', AllowLocalBroker: true });
    expect(settings.read()).toMatchObject({ historyDays: 365, brokerUrl: 'mqtts://mine.example', localBroker: true });
    expect([told.at(0), told.at(-1)]).toEqual([30, 365]);
    expect(store.read()).toMatchObject({ historyDays: 365 });
  });

  it('a stored choice of background and noise suppression is kept, and not in force, while policy forbids it', () => {
    store.write({ background: 'off', noiseSuppression: 'strong' });
    const { policy, settings } = under({ CameraBackground: 'hidden', AllowStrongNoiseSuppression: false });
    const told: string[] = [];
    settings.onChange(({ background, noiseSuppression }) => told.push(`${background} ${noiseSuppression}`));
    expect(settings.read()).toMatchObject({ background: 'blurred', noiseSuppression: 'engine' });
    expect(settings.set({ microphone: 'm' })).toBe('written');
    policy.set({ CameraBackground: 'person', AllowStrongNoiseSuppression: true });
    expect(settings.read()).toMatchObject({ background: 'off', noiseSuppression: 'strong' });
    expect([told.at(0), told.at(-1)]).toEqual(['blurred engine', 'off strong']);
  });

  it('a background that policy forces is not written as the person’s choice', () => {
    const { policy, settings } = under({});
    settings.set({ background: 'still' });
    policy.set({ CameraBackground: 'shown' });
    expect(settings.set({ background: 'off' })).toBe('written');
    policy.set({ CameraBackground: 'person' });
    expect(settings.read().background).toBe('still');
  });

  it('the command line does not override policy', () => {
    const { settings } = under(
      { BrokerUrl: 'mqtts://site.example', Language: 'de' },
      { brokerUrl: 'mqtt://once.example', language: 'en' },
    );
    expect(settings.read()).toMatchObject({ brokerUrl: 'mqtts://site.example', language: 'de' });
  });

  it('the person’s settings are not reported as policy of the organisation', () => {
    const { policy, settings } = under({ UnknownCallers: 'silent' });
    settings.set({ unknownCallers: 'refuse', relayOnly: true });
    expect(policy.values()).toMatchObject({ UnknownCallers: 'silent', RelayOnly: false });
    expect(policy.withChoice()).toMatchObject({ UnknownCallers: 'refuse', RelayOnly: true });
  });

  it('recommended settings apply until the person chooses', () => {
    const policy = createPolicyInForce({
      read: () => [
        { level: 'recommended', source: 'a test', content: { BrokerUrl: 'mqtts://site.example', Language: 'en' } },
      ],
      places: [],
      onChange: () => undefined,
      close: () => undefined,
    });
    const settings = createSettings(defaults, {}, policy);
    expect(settings.read()).toMatchObject({ brokerUrl: 'mqtts://site.example', language: 'en' });
    expect(settings.set({ brokerUrl: 'mqtts://mine.example', language: 'de' })).toBe('written');
    expect(settings.read()).toMatchObject({ brokerUrl: 'mqtts://mine.example', language: 'de' });
  });

  it('the view says who decided a setting and how far the person may still go', () => {
    const { policy } = under({
      BrokerUrl: 'mqtts://site.example',
      RelayOnly: false,
      IdleLockMinutes: 10,
      HistoryDays: 0,
      AllowLocalBroker: false,
      ShareAbsence: false,
    });
    expect(managedView(policy, 'anna').locks).toEqual({
      brokerUrl: { by: 'machine' },
      idleLockMinutes: { by: 'machine', limit: 10 },
      historyDays: { by: 'machine' },
      localBroker: { by: 'machine' },
      awayMinutes: { by: 'machine' },
    });
  });
});

it.each([
  [['de-AT', 'en'], 'de'],
  [['de'], 'de'],
  [['en-GB', 'de'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('if the system prefers %j, the language is %s', (preferred, language) => {
  expect(languageOf(preferred)).toBe(language);
});

it('setting quiet hours overrides a status chosen before, and not a status chosen afterwards', () => {
  const settings = createSettings(defaults, {}, fixedPolicy());
  settings.chooseStatus({ status: 'available', at: 5 });
  settings.set({ quietHours: { on: true, from: 0, until: 60 } });
  expect(settings.statusChoice()).toEqual({ status: 'available', at: 0 });
  settings.chooseStatus({ status: 'available', at: 9 });
  expect(settings.statusChoice()?.at).toBe(9);
});

it('setting followSystemDnd ends a status’s override of the system’s do not disturb, and setting quiet hours does not', () => {
  const settings = createSettings(defaults, {}, fixedPolicy());
  const choice = { status: 'available', at: 5, overSystem: true } as const;
  settings.chooseStatus(choice);
  settings.set({ microphone: 'm' });
  expect(settings.statusChoice()).toBe(choice);
  settings.set({ quietHours: { on: true, from: 0, until: 60 } });
  expect(settings.statusChoice()).toEqual({ ...choice, at: 0 });
  settings.set({ followSystemDnd: true });
  expect(settings.statusChoice()).toEqual({ status: 'available', at: 0 });
});

it('the settings remember the small window’s place on the last sixteen displays, newest first, and show it to no page', () => {
  const settings = createSettings(defaults, {}, fixedPolicy());
  const at = (display: number, x: number) => ({ display, x, y: 0, width: 360, height: 240 });
  for (let display = 0; display < 20; display++) settings.keepSmallPlace(at(display, 1));
  settings.keepSmallPlace(at(10, 2));
  expect(settings.smallPlaces()[0]).toEqual(at(10, 2));
  expect(settings.smallPlaces().filter(({ display }) => display === 10)).toHaveLength(1);
  expect(settings.smallPlaces()).toHaveLength(16);
  expect(JSON.stringify(settings.read())).not.toContain('360');
});
