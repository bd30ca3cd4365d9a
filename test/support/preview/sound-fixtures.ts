// The fixtures of ringing, headsets and noise suppression in the settings, and of sound in a call. For tests only.
import type { Page } from '@playwright/test';
import { type Fixture, call, home, live, shown } from './fixture.ts';

const ringing = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
  await page.getByRole('region', { name: /^(Klingeln und Töne|Ringing and tones)$/u }).scrollIntoViewIfNeeded();
};

const headset = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
  await page.getByRole('region', { name: /^(Tasten am Headset|Headset buttons)$/u }).scrollIntoViewIfNeeded();
};

const noise = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
  await page.getByRole('button', { name: /Geräusche unterdrücken|Suppress noise/u }).scrollIntoViewIfNeeded();
};

const told = (page: Page): Promise<void> =>
  page.getByText(/^(Sie sprechen, sind aber|You are speaking, but)/u).waitFor();

const muted = { mute: true, camera: false, hold: false, screen: false } as const;

/**
 * The settings of ringing, headsets and noise suppression, and a call in which a headset is plugged in, a filter is
 * lost, or a muted person speaks.
 */
export const soundFixtures: Readonly<Record<string, Fixture>> = {
  'settings-ring': { ...home(), reach: ringing },
  'settings-ring-visual': {
    ...home((view) => ({ ...view, settings: { ...view.settings, ringMode: 'visual', ringPlace: { kind: 'all' } } })),
    reach: ringing,
  },
  'settings-headset': {
    ...home((view) => ({
      ...view,
      settings: { ...view.settings, headset: true },
      headsets: {
        isLost: false,
        found: [
          { name: 'Jabra Engage 50', state: 'ready' },
          { name: 'Plantronics Blackwire 3220 Series', state: 'not-opened' },
          { name: '', state: 'no-buttons' },
        ],
      },
    })),
    reach: headset,
  },
  'settings-headset-lost': {
    ...home((view) => ({
      ...view,
      settings: { ...view.settings, headset: true },
      headsets: { found: [], isLost: true },
    })),
    reach: headset,
  },
  'settings-headset-none': {
    ...home((view) => ({ ...view, settings: { ...view.settings, headset: true } })),
    reach: headset,
  },
  'call-new-device': {
    ...call({ media: 'audio', phase: live, code: shown }),
    reach: async (page) => {
      await page.getByRole('toolbar').waitFor();
      await page.evaluate(() => window.dispatchEvent(new CustomEvent('plug', { detail: 'Poly Voyager Focus 2' })));
    },
  },
  'settings-noise': {
    ...home((view) => ({ ...view, settings: { ...view.settings, noiseSuppression: 'strong' } })),
    reach: noise,
  },
  'call-noise-lost': { ...call({ media: 'audio', phase: live, code: shown }), noiseLoss: 'slow' },
  'call-speaks-muted': {
    ...call({ media: 'audio', phase: live, code: shown, local: muted }),
    speaks: true,
    reach: told,
  },
};
