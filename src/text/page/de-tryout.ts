// German texts of the page on which a person tries microphone, speaker and camera.
// The type requires the same keys as en-tryout.ts.
import type { Texts } from './catalogue.ts';
import type { enTryout } from './en-tryout.ts';

/** German texts of trying devices. */
export const deTryout: Texts<typeof enTryout> = {
  open: 'Mikrofon, Lautsprecher und Kamera testen',
  title: 'Mikrofon, Lautsprecher und Kamera testen',
  lead: 'Nichts davon verlässt dieses Gerät. Was Sie aufnehmen, wird verworfen, wenn Sie dieses Fenster schließen.',
  opening: 'Wird gestartet …',
  again: 'Erneut versuchen',
  level: 'Lautstärke des Mikrofons',
  notHeard: 'Noch ist nichts zu hören. Sagen Sie etwas.',
  heard: 'Siegel hört „{{name}}“.',
  record: '{{count}} Sekunden aufnehmen',
  recording: 'Aufnahme läuft. Sprechen Sie wie in einem Gespräch.',
  play: 'Noch einmal anhören',
  playing: 'So klingen Sie.',
  stop: 'Anhalten',
  tone: 'Testton abspielen',
  elsewhere: 'Dieser Lautsprecher ließ sich nicht öffnen: Sie hören den des Systems.',
  noSpeaker: 'Kein Lautsprecher ist angeschlossen. Schließen Sie einen an.',
  silent:
    'Die Lautstärke der Töne im Gespräch ist 0. Stellen Sie sie in den Einstellungen unter „Klingeln und Töne“ höher.',
  dark: 'Die Kamera ist aus.',
  leaveCamera: 'Kamera nicht testen',
  picture: 'Ihr Bild, wie im Spiegel',
  callTitle: 'Ein Anruf geht vor',
  callText: 'Mikrofon und Kamera sind für ihn frei, die Aufnahme ist verworfen. Danach können Sie hier weitermachen.',
  pausedTitle: 'Mikrofon und Kamera sind frei',
  pausedText: 'Ein Anruf ging vor. Von selbst schaltet sich nichts ein.',
  goOn: 'Weiter testen',
  microphone: {
    noneTitle: 'Kein Mikrofon ist angeschlossen',
    none: 'Schließen Sie eines an. Es wird sofort getestet.',
    goneTitle: 'Das Mikrofon ließ sich nicht starten',
    gone: 'Es wurde abgesteckt. Schließen Sie es wieder an, oder wählen Sie ein anderes.',
    busyTitle: 'Das Mikrofon ließ sich nicht starten',
    busy: 'Vielleicht benutzt es ein anderes Programm. Schließen Sie dieses, und versuchen Sie es erneut.',
    backgroundTitle: 'Das Mikrofon läuft nicht',
    background: 'Versuchen Sie es erneut.',
    refusedTitle: 'Das System erlaubt das Mikrofon nicht',
    refused:
      'Erlauben Sie Siegel das Mikrofon in den Datenschutz-Einstellungen des Systems, und versuchen Sie es erneut.',
  },
  camera: {
    noneTitle: 'Keine Kamera ist angeschlossen',
    none: 'Schließen Sie eine an. Sie wird sofort getestet. Gespräche ohne Bild brauchen keine.',
    goneTitle: 'Die Kamera ließ sich nicht starten',
    gone: 'Sie wurde abgesteckt. Schließen Sie sie wieder an, oder wählen Sie eine andere.',
    busyTitle: 'Die Kamera ließ sich nicht starten',
    busy: 'Vielleicht benutzt sie ein anderes Programm. Schließen Sie dieses, und versuchen Sie es erneut.',
    backgroundTitle: 'Der Raum ließ sich nicht verbergen',
    background:
      'Dieser Rechner ist zu langsam dafür, oder der Filter ist ausgefallen. Wählen Sie einen anderen Hintergrund, und versuchen Sie es erneut.',
    refusedTitle: 'Das System erlaubt die Kamera nicht',
    refused:
      'Erlauben Sie Siegel die Kamera in den Datenschutz-Einstellungen des Systems, und versuchen Sie es erneut.',
  },
};
