// Fixtures of the page on which a person tries microphone, speaker and camera. For tests only.
import type { Page } from '@playwright/test';
import { type Fixture, live } from './fixture.ts';
import { callView, fullView } from './people.ts';

const free: Fixture = { window: 'tryout', view: fullView };
const seen = (page: Page): Promise<void> => page.getByRole('button', { name: /^(Kamera ein|Turn camera on)/u }).click();

/** The states of this page, by name. */
export const tryoutFixtures: Readonly<Record<string, Fixture>> = {
  tryout: free,
  'tryout-seen': { ...free, reach: seen },
  'tryout-none': { ...free, devices: 'none', reach: seen },
  'tryout-refused': { ...free, devices: 'refused', reach: seen },
  'tryout-no-video': {
    ...free,
    view: (language) => {
      const view = fullView(language);
      const settings = { ...view.settings, microphone: 'Headset', toneVolume: 0 };
      return { ...view, managed: { ...view.managed, allowVideo: false }, settings };
    },
  },
  'tryout-call': {
    ...free,
    view: (language) => ({ ...fullView(language), calls: [{ ...callView, phase: live }] }),
  },
};
