// German texts of ringing and tones.
// The type keeps the keys those of en-sound.ts.
import type { Texts } from './catalogue.ts';
import type { enRing } from './en-sound.ts';

/** German texts of how calls ring. */
export const deRing: Texts<typeof enRing> = {
  title: 'Klingeln und Töne',
  loud: 'Klingeln, wenn jemand anruft',
  loudText: 'Ausgeschaltet wird ein Anruf nur angezeigt. „Nicht stören“ stellen Sie bei Ihrem Status ein.',
  tone: 'Klingelton',
  tones: { bells: 'Glocken', classic: 'Klassisch', chime: 'Dreiklang', gentle: 'Sanft' },
  place: 'Klingeln über',
  everywhere: 'Alle Lautsprecher',
  volume: 'Lautstärke des Klingelns',
  listen: 'Klingelton anhören',
  toneVolume: 'Lautstärke der Töne im Gespräch',
  toneText: 'Dass es drüben klingelt, dass besetzt ist, dass ein Gespräch zu Ende ist, dass ein zweiter Anruf wartet.',
  listenTone: 'Ton anhören',
};
