// Deutsche Texte der Tasten: was jede tut, in der Liste der Tasten und neben den Schaltflächen.
import type { Texts } from './catalogue.ts';
import type { enKeys } from './en-keys.ts';

/** Deutsche Texte der Tasten. */
export const deKeys: Texts<typeof enKeys> = {
  keys: {
    title: 'Tasten',
    hint: 'In jedem Fenster von Siegel zeigt ? diese Liste.',
    tip: '{{words}} ({{keys}})',
    chord: 'Strg+Umschalt+{{letter}}',
    inCall: 'Im Anruf',
    ringing: 'Wenn jemand anruft',
    always: 'Immer',
    mute: 'Stummschalten oder Ton einschalten',
    camera: 'Kamera ein- oder ausschalten',
    hold: 'Halten oder fortsetzen',
    text: 'Schreiben',
    security: 'Sicherheit: der Code',
    hangUp: 'Auflegen',
    answer: 'Annehmen, nur mit Ton',
    answerHint: 'Ein laufender Anruf wird gehalten. In seinem Fenster zeigt die Taste zuerst, wer anruft.',
    answerVideo: 'Mit Video annehmen',
    decline: 'Ablehnen',
    list: 'Diese Liste',
    zoom: 'Größer, kleiner, normale Größe',
    zoomKeys: 'Strg + Plus, Minus, 0',
    escape: 'Schließen, was offen ist',
    escapeKeys: 'Esc',
  },
};
