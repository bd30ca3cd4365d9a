// Light or dark appearance and text size, as the person has set them.
import { expect, it } from 'vitest';
import { followAppearance } from '../../../src/main/app/appearance.ts';
import { createZoom } from '../../../src/main/app/zoom.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

function follow() {
  const settings = createSettings(defaultSettings(['en']), {}, fixedPolicy());
  const zoom = createZoom();
  const theme: { themeSource: 'system' | 'light' | 'dark' } = { themeSource: 'system' };
  followAppearance(settings, zoom, theme);
  return { settings, zoom, theme };
}

it('the saved appearance and text size apply once the settings are read, and each later choice applies at once', () => {
  const { settings, zoom, theme } = follow();
  const store = new MemoryStore<Parameters<typeof settings.set>[0]>();
  store.write({ appearance: 'dark', textSize: 2 });
  settings.attach(store);
  expect([theme.themeSource, zoom.level()]).toEqual(['dark', 2]);
  settings.set({ appearance: 'light', textSize: 0 });
  expect([theme.themeSource, zoom.level()]).toEqual(['light', 0]);
});

it('a text size that only the pages had saved becomes a setting', () => {
  const { settings, zoom } = follow();
  const store = new MemoryStore<Parameters<typeof settings.set>[0]>();
  settings.attach(store);
  expect(zoom.level()).toBeUndefined();
  zoom.loaded({ getZoomLevel: () => 2, setZoomLevel: () => undefined });
  expect([zoom.level(), settings.read().textSize, store.read()?.textSize]).toEqual([2, 2, 2]);
});

it('a text size that the person asks for is saved as a setting', () => {
  const { settings, zoom } = follow();
  const store = new MemoryStore<Parameters<typeof settings.set>[0]>();
  settings.attach(store);
  zoom.to(3);
  expect([settings.read().textSize, store.read()?.textSize]).toEqual([3, 3]);
});
