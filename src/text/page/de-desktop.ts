// German texts of the settings on what a telephone does on the desk: notifications.
// The type keeps the keys those of en-desktop.ts.
import type { Texts } from './catalogue.ts';
import type { enDesktop } from './en-desktop.ts';

/** German texts of these settings. */
export const deDesktop: Texts<typeof enDesktop> = {
  notified: {
    title: 'Benachrichtigungen',
    label: 'Bei Anrufen, verpassten Anrufen und geänderten Identitäten',
    hint: 'Bei gesperrtem Bildschirm nennen sie niemanden, außer Sie wählen es. Die Karte eines eingehenden Anrufs erscheint auch ohne sie.',
    hintNameless: 'Ihre Organisation schließt Namen in Benachrichtigungen aus.',
    'named-always': 'Mit Namen, auch bei gesperrtem Bildschirm',
    named: 'Mit Namen',
    nameless: 'Ohne Namen',
    none: 'Keine',
  },
};
