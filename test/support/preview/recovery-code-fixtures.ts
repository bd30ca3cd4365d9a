// The fixtures of a person's recovery code: the section in the settings, the line on the home page, and the window that
// shows the code. For tests only.
import type { Page } from '@playwright/test';
import type { RecoveryShowing, RecoveryView } from '../../../src/contract/recovery.ts';
import { threeDevices } from './device-fixtures.ts';
import { type Fixture, home } from './fixture.ts';
import type { Answers } from './fake-siegel.ts';
import { emptyView, NOW, ownDevice } from './people.ts';

export const RECOVERY_CODE = 'K7F2 QMBX 4TZN 3WDL 5HRY VC6P AEQ4 M2GJ XU';

const calm: RecoveryView = { rule: 'offer', code: { kind: 'none' }, isIn: true, notice: 'none', showing: 'none' };
const here = { device: ownDevice.device, isThis: true } as const;
const there = { device: 'b'.repeat(26), isThis: false } as const;

const toCode = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: /^(Einstellungen|Settings)$/u }).click();
  const title = page.getByRole('heading', { name: /^(Wiederherstellungscode|Recovery code)$/u });
  await title.evaluate((node) => node.scrollIntoView());
};
const inSettings = (change: Partial<RecoveryView>): Fixture => ({
  ...home((view) => ({
    ...view,
    devices: { ...view.devices, list: threeDevices },
    recovery: { ...calm, ...change },
  })),
  reach: toCode,
});
const onHome = (notice: RecoveryView['notice']): Fixture =>
  home((view) => ({ ...view, recovery: { ...calm, rule: notice === 'require' ? 'require' : 'offer', notice } }));
const page = (
  showing: Exclude<RecoveryShowing, 'none'>,
  change: Partial<RecoveryView> = {},
  answers: Answers = { 'recovery.read': RECOVERY_CODE },
): Fixture => ({
  window: 'recovery',
  view: (language) => ({ ...emptyView(language), recovery: { ...calm, showing, shownAt: NOW, ...change } }),
  answers,
});
const toLastGroup = async (on: Page): Promise<void> => {
  await on.getByRole('button', { name: /^(Ich habe ihn auf Papier|I have it on paper)$/u }).click();
};

/** Every screen of the recovery code, by name. */
export const recoveryCodeFixtures: Readonly<Record<string, Fixture>> = {
  'code-none': inSettings({}),
  'code-there': inSettings({ code: { kind: 'there', ...here } }),
  'code-there-elsewhere': inSettings({ code: { kind: 'there', ...there } }),
  'code-taken-back': inSettings({ code: { kind: 'taken-back', ...here } }),
  'code-taken-back-elsewhere': inSettings({ code: { kind: 'taken-back', ...there } }),
  'code-taken-back-somewhere': inSettings({ code: { kind: 'taken-back', device: '', isThis: false } }),
  'code-used': inSettings({ code: { kind: 'used' }, isIn: false }),
  'code-used-here': inSettings({ code: { kind: 'used' } }),
  'code-forbidden': inSettings({ rule: 'forbid' }),
  'code-forbidden-there': inSettings({ rule: 'forbid', code: { kind: 'there', ...here } }),
  'code-in-its-window': inSettings({ showing: 'shown' }),
  'code-saving': inSettings({ showing: 'saving' }),
  'home-code-offered': onHome('offer'),
  'home-code-required': onHome('require'),
  'paper-shown': page('shown'),
  'paper-replaces': page('shown', { code: { kind: 'there', ...here } }),
  'paper-last-group': { ...page('shown'), reach: toLastGroup },
  'paper-made': page('made'),
  'paper-gone': { ...page('shown'), refusals: { 'recovery.read': 'recovery-gone' } },
};
