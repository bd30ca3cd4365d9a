import { beforeEach, describe, expect, it } from 'vitest';
import type { SettingsChange } from '../../../src/main/app/settings.ts';
import { createSettings, defaultSettings } from '../../../src/main/app/settings.ts';
import { MemoryStore } from '../memory-store.ts';

const defaults = defaultSettings(['de-DE']);
let store: MemoryStore<SettingsChange>;
beforeEach(() => {
  store = new MemoryStore();
});

describe('settings', () => {
  it('are the defaults, in the language of the system', () => {
    expect(createSettings(defaults, {}).read()).toEqual({ ...defaults, language: 'de' });
  });

  it('chosen before the vault is open are kept when it opens, beside what was kept before', () => {
    store.write({ microphone: 'm', language: 'de' });
    const settings = createSettings(defaults, {});
    settings.set({ language: 'en' });
    settings.attach(store);
    expect(settings.read()).toMatchObject({ microphone: 'm', language: 'en' });
    const later = createSettings(defaults, {});
    later.attach(store);
    expect(later.read()).toMatchObject({ microphone: 'm', language: 'en' });
  });

  it('of the command line hold for this start and are not kept', () => {
    const settings = createSettings(defaults, { brokerUrl: 'mqtt://once.example' });
    settings.attach(store);
    settings.set({ microphone: 'm' });
    expect(settings.read().brokerUrl).toBe('mqtt://once.example');
    const later = createSettings(defaults, {});
    later.attach(store);
    expect(later.read()).toEqual({ ...defaults, microphone: 'm' });
  });

  it('that a person changes win over the command line', () => {
    const settings = createSettings(defaults, { brokerUrl: 'mqtt://once.example', language: 'en' });
    settings.set({ brokerUrl: 'mqtt://mine.example' });
    expect(settings.read()).toMatchObject({ brokerUrl: 'mqtt://mine.example', language: 'en' });
  });

  it('stay what they were when they could not be written, and nobody is told of a change', () => {
    const settings = createSettings(defaults, {});
    settings.attach(store);
    let changes = 0;
    settings.onChange(() => changes++);
    store.isFull = true;
    expect(settings.set({ language: 'en' })).toBe('disk');
    expect(settings.read()).toEqual(defaults);
    expect(changes).toBe(0);
  });

  it('keep the password of the broker and never show it', () => {
    const settings = createSettings(defaults, {});
    settings.attach(store);
    expect(settings.read().hasBrokerPassword).toBe(false);
    settings.set({ brokerPassword: 'correct horse' });
    expect(settings.read()).toMatchObject({ hasBrokerPassword: true });
    expect(JSON.stringify(settings.read())).not.toContain('horse');
    expect(settings.brokerPassword()).toBe('correct horse');
    const later = createSettings(defaults, {});
    later.attach(store);
    expect(later.brokerPassword()).toBe('correct horse');
    later.set({ brokerPassword: '' });
    expect(later.read().hasBrokerPassword).toBe(false);
  });

  it('are not changed by what a change leaves out', () => {
    const settings = createSettings(defaults, {});
    settings.set({ microphone: 'm' });
    settings.set({ microphone: undefined, camera: 'c' });
    expect(settings.read()).toMatchObject({ microphone: '', camera: 'c' });
  });
});
