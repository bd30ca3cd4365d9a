// The desk scene's report as a page a person can read in a terminal. Figures come from the report only.
import type { ShownNotification } from '../../desktop/notification-server.ts';
import type { Check } from '../report.ts';
import type { Heard } from './measured.ts';
import type { DeskReport, SharedReport } from './report.ts';

function heard({ tones, loudest }: Heard): string {
  const shares = Object.entries(tones).map(([hz, share]) => `${hz} Hz ${Math.round(share * 100)} %`);
  return loudest === 0 ? 'silence' : [...shares, `loudest ${loudest}`].join(', ');
}

function shared({ sizeSeen, sizeShown, apart, apartFromOther }: SharedReport): string {
  const size = (of: readonly number[]): string => of.join(' × ');
  return `${size(sizeShown)} shown, ${size(sizeSeen)} seen, ${apart.toFixed(1)} apart; the other screen is ${apartFromOther.toFixed(1)} apart`;
}

function notification({ title, body, buttons }: ShownNotification): string {
  return `“${title}”${body === '' ? '' : `, “${body}”`}, ${buttons.length === 0 ? 'no button' : buttons.join(' / ')}`;
}

/** The page, ready to print. */
export function deskPage(report: DeskReport, checks: readonly Check[]): string {
  const { answered, sound, sharing, headset, notifications, keys, capture } = report;
  const failed = checks.filter(({ holds }) => !holds).length;
  return [
    '',
    `Two people at their desks, ${report.at}`,
    '',
    `  Siegel ${report.app}; a desktop each with screen, sound card, keyboard and notifications, one network with no way out`,
    `  ringing     ${notification(answered.notification)}; loudspeaker: ${heard(answered.ring)}`,
    `  sound       Emil hears ${heard(sound.before.emil)}`,
    `              Dora hears ${heard(sound.before.dora)}`,
    `  changed     Emil hears ${heard(sound.after.emil)}`,
    `              Dora hears ${heard(sound.after.dora)}; on the first loudspeaker ${heard(sound.after.doraLeft)}`,
    `  screen      ${shared(sharing.screen)} (of 255)`,
    `  window      ${shared(sharing.window)}`,
    `  headset     muted: ${heard(headset.muted)}; again: ${heard(headset.again)}; ended: ${headset.ends.emil}, ${headset.ends.dora}`,
    `  locked      ${notification(notifications.locked)}`,
    `  missed      ${notification(notifications.missed)}; called back: ${notification(notifications.incoming)}`,
    `  keys        answered: ${heard(keys.before)}; muted: ${heard(keys.muted)}; again: ${heard(keys.again)}; ended: ${keys.ends.emil}, ${keys.ends.dora}`,
    `  capture     ${capture.length === 0 ? 'nothing left the machine' : capture.join('; ')}`,
    '',
    ...checks.map(({ says, holds }) => `  ${holds ? 'holds' : 'FAILS'}  ${says}`),
    '',
    failed === 0 ? `  All ${checks.length} hold.` : `  ${failed} of ${checks.length} do not hold.`,
    `  out/demo/desk/report.json and ${report.pictures.length} pictures beside it.`,
    '',
  ].join('\n');
}
