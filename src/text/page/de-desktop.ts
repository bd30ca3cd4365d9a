// German texts of the settings of the program on the desktop: appearance, status, notifications.
// The type requires the same keys as en-desktop.ts.
import type { Texts } from './catalogue.ts';
import type { enDesktop } from './en-desktop.ts';

/** German texts of these settings. */
export const deDesktop: Texts<typeof enDesktop> = {
  notified: {
    title: 'Benachrichtigungen',
    label: 'Bei Anrufen, verpassten Anrufen und geänderten Identitäten',
    hint: 'Bei gesperrtem Bildschirm nennen Benachrichtigungen niemanden, es sei denn, Sie wählen das. Die Karte eines eingehenden Anrufs erscheint auch ohne Benachrichtigungen.',
    hintNameless: 'Ihre Organisation erlaubt keine Namen in Benachrichtigungen.',
    'named-always': 'Mit Namen, auch bei gesperrtem Bildschirm',
    named: 'Mit Namen',
    nameless: 'Ohne Namen',
    none: 'Keine',
  },
  look: {
    title: 'Darstellung',
    appearance: 'Hell oder dunkel',
    system: 'Wie das System',
    light: 'Hell',
    dark: 'Dunkel',
    textSize: 'Größe von Text und Bedienelementen',
    textSizeText: 'In allen Fenstern. Auch mit Strg und +, − oder 0 (auf dem Mac mit ⌘).',
    moreContrast: 'Mehr Kontrast',
    moreContrastText: 'Kräftigere Linien und Schrift. Was Ihr System vorgibt, gilt auch ohne diesen Schalter.',
    lessMotion: 'Weniger Bewegung',
    lessMotionText: 'Nichts gleitet oder pulsiert. Was Ihr System vorgibt, gilt auch ohne diesen Schalter.',
  },
  ownStatus: {
    title: 'Ihr Status',
    away: 'Abwesend, wenn Sie untätig sind oder der Bildschirm gesperrt ist',
    awayText: 'Ihre Kontakte sehen das, und wer auf Ihrem Server Status lesen darf. Anrufe klingeln weiter.',
    quiet: 'Ruhezeit',
    quietText:
      'In dieser Zeit ist Ihr Status jeden Tag „Nicht stören“. Ein Status, den Sie währenddessen selbst wählen, gilt stattdessen.',
    from: 'Von',
    until: 'Bis',
    system: '„Nicht stören“ des Computers übernehmen',
    systemText:
      'Ist es am Computer eingeschaltet, ist auch hier Ihr Status „Nicht stören“. Ein Status, den Sie währenddessen selbst wählen, gilt stattdessen.',
  },
};
