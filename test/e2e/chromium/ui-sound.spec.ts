// In Chromium over fixtures: ringing, tones, the processing of the microphone and headset buttons in the settings; in a
// call, the notice of speaking while muted, and the offer of a new headset.
import { type Page, expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();

/** The gain of each sound that the page has played; 1 is the full volume. */
async function withEars(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.addInitScript(() => {
    const gains: number[] = [];
    const Real = GainNode;
    Object.assign(window, {
      gains,
      GainNode: class extends Real {
        constructor(context: BaseAudioContext, options: GainOptions) {
          super(context, options);
          gains.push(options.gain ?? 1);
        }
      },
    });
  });
  return () => page.evaluate(() => (window as unknown as { readonly gains: number[] }).gains.slice());
}

test('ringtone, loudspeaker and both volumes are chosen, and the sample plays at the volume that main has saved', async ({
  page,
}) => {
  const gains = await withEars(page);
  await open(page, 'settings-ring');
  const section = page.getByRole('region', { name: 'Ringing and tones' });
  await section.getByRole('button', { name: /^Bells/u }).click();
  await page.getByRole('option', { name: 'Gentle' }).click();
  await section.getByRole('button', { name: /Ring on/u }).click();
  await page.getByRole('option', { name: 'All speakers' }).click();
  await section.getByRole('slider', { name: 'Ringtone volume' }).press('ArrowRight');
  await section.getByRole('slider', { name: 'Call tone volume' }).press('Home');
  await section.getByRole('button', { name: 'Play ringtone' }).click();
  await expect.poll(gains).toEqual([0.6 ** 2]); // the gain of the volume that main has saved, 60
  expect(await sent(page)).toEqual([
    { name: 'sounds.set', input: { sounds: { ringtone: 'gentle' } } },
    { name: 'sounds.set', input: { sounds: { ringPlace: { kind: 'all' } } } },
    { name: 'sounds.set', input: { sounds: { ringVolume: 65 } } },
    { name: 'sounds.set', input: { sounds: { toneVolume: 0 } } },
  ]);
});

test('if calls do not ring, the settings of the ringtone are disabled, and those of the call tones stay enabled', async ({
  page,
}) => {
  await open(page, 'settings-ring-visual');
  const section = page.getByRole('region', { name: 'Ringing and tones' });
  for (const name of [/^Bells/u, /All speakers/u, 'Play ringtone'])
    await expect(section.getByRole('button', { name })).toBeDisabled();
  await expect(section.getByRole('slider', { name: 'Ringtone volume' })).toBeDisabled();
  await expect(section.getByRole('slider', { name: 'Call tone volume' })).toBeEnabled();
  await section.getByText('Ring when somebody calls').click();
  expect(await sent(page)).toEqual([{ name: 'sounds.set', input: { sounds: { ringMode: 'loud' } } }]);
});

test('echo and volume processing are switched one by one, and one switch for music sets them and noise suppression together', async ({
  page,
}) => {
  await open(page, 'settings-noise', 'en');
  const section = page.getByRole('region', { name: 'Sound and picture' });
  const music = section.getByRole('switch', { name: 'Music: change nothing' });
  await expect(music).not.toBeChecked();
  await section.getByText('Remove echo', { exact: true }).click();
  await section.getByText('Even out the volume', { exact: true }).click();
  await section.getByText('Music: change nothing').click();
  const raw = { echoCancellation: false, noiseSuppression: 'off', autoGainControl: false } as const;
  const usual = { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true } as const;
  expect(await sent(page)).toEqual([
    { name: 'sounds.set', input: { sounds: { echoCancellation: false } } },
    { name: 'sounds.set', input: { sounds: { autoGainControl: false } } },
    { name: 'sounds.set', input: { sounds: raw } },
  ]);
  const set = (processing: typeof raw | typeof usual): Promise<void> =>
    page.evaluate((now) => {
      window.preview.push((view) => ({ ...view, settings: { ...view.settings, ...now } }));
    }, processing);
  await set(raw);
  await expect(music).toBeChecked();
  await section.getByText('Music: change nothing').click();
  expect((await sent(page)).slice(3)).toEqual([{ name: 'sounds.set', input: { sounds: usual } }]);
  await set(usual);
  await expect(music).not.toBeChecked();
});

interface CountingPage {
  readonly listenings: number;
}

test('a person who speaks while muted is told once each time the microphone is muted, and the notice disappears by itself', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const counting = window as unknown as { listenings: number; MediaStreamTrackProcessor: new (of: object) => object };
    const Real = counting.MediaStreamTrackProcessor;
    counting.listenings = 0;
    counting.MediaStreamTrackProcessor = class extends Real {
      constructor(of: object) {
        super(of);
        counting.listenings++;
      }
    };
  });
  const listenings = (): Promise<number> => page.evaluate(() => (window as unknown as CountingPage).listenings);
  await open(page, 'call-speaks-muted');
  const notice = page.getByText('You are speaking, but you are muted.');
  await expect(notice).toBeVisible();
  await expect(page.getByRole('status').filter({ has: notice })).toHaveCount(1);
  await expect(notice).toBeHidden({ timeout: 15_000 });
  const switchMute = (mute: boolean): Promise<void> =>
    page.evaluate((to) => {
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({ ...call, local: { ...call.local, mute: to } })),
      }));
    }, mute);
  const hold = (isHeld: boolean): Promise<void> =>
    page.evaluate((to) => {
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({ ...call, remote: { ...call.remote, hold: to } })),
      }));
    }, isHeld);
  const before = await listenings();
  expect(before).toBeGreaterThan(0);
  const cover = page.getByText('The call is on hold');
  await hold(true);
  await expect(cover).toBeVisible();
  await hold(false);
  await expect(cover).toBeHidden();
  expect(await listenings()).toBe(before); // the person is still muted, and the page does not listen again
  await switchMute(false);
  await expect(page.getByText('You are muted', { exact: true })).toBeHidden();
  await expect(notice).toBeHidden();
  await switchMute(true);
  await expect(notice).toBeVisible(); // once more, since the microphone was muted anew
});

test('a headset plugged in during a call is offered, and used only at the person’s request', async ({ page }) => {
  await open(page, 'call-voice');
  const plug = (name: string): Promise<boolean> =>
    page.evaluate((detail) => window.dispatchEvent(new CustomEvent('plug', { detail })), name);
  await expect(page.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  await expect(page.getByText(/^Use .*\?$/u)).toHaveCount(0); // a device that was there before is not offered
  await plug('Poly Voyager');
  await expect(page.getByRole('status').filter({ hasText: 'Use Poly Voyager?' })).toBeVisible();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByText('Use Poly Voyager?')).toBeHidden();
  expect(await sent(page)).toEqual([]);
  await plug('Epos Adapt');
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByText('Use Epos Adapt?')).toBeHidden();
  expect(await sent(page)).toEqual([
    { name: 'devices.set', input: { devices: { microphone: 'Epos Adapt', speaker: 'Epos Adapt' } } },
  ]);
});

test('the headset buttons are switched on, and each headset is named with its abilities', async ({ page }) => {
  await open(page, 'settings-ring');
  const section = page.getByRole('region', { name: 'Headset buttons' });
  await expect(section.getByRole('status')).toHaveCount(0);
  await section.getByText('Use the headset buttons').click();
  expect(await sent(page)).toEqual([{ name: 'preferences.set', input: { preferences: { headset: true } } }]);
  await open(page, 'settings-headset-none');
  await expect(section.getByRole('status')).toContainText('No headset with buttons was found.');
  await open(page, 'settings-headset-lost');
  await expect(section.getByRole('status')).toContainText('Switch the buttons off and on again.');
  await open(page, 'settings-headset');
  const found = section.getByRole('list', { name: 'Found' }).getByRole('listitem');
  await expect(found).toHaveText([
    /Jabra Engage 50Ready$/u,
    /Blackwire.*does not let Siegel use the buttons/u,
    /Headset without a name.*no buttons that Siegel knows/u,
  ]);
});
