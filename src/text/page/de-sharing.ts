// German texts about sharing a screen or a window in a call.
import type { Texts } from './catalogue.ts';
import type { enSharing } from './en-sharing.ts';

/** Texts about sharing. */
export const deSharing: Texts<typeof enSharing> = {
  share: 'Teilen',
  stop: 'Teilen beenden',
  bar: 'Was Sie teilen',
  screen: 'Sie teilen Ihren ganzen Bildschirm',
  screenNumber: 'Sie teilen den Bildschirm {{name}}',
  window: 'Sie teilen das Fenster „{{name}}“',
  starting: 'Das Teilen beginnt gleich …',
  sound: {
    on: 'Auch der Ton dieses Computers wird geteilt. „Stummschalten“ schaltet nur Ihr Mikrofon aus.',
    'own-sound':
      'Der Ton dieses Computers wird nicht geteilt: Das System konnte die Stimme von {{name}} nicht ausnehmen.',
    failed: 'Der Ton dieses Computers wird nicht geteilt: Das System hat keinen geliefert.',
  },
  paused:
    'Pausiert: Die Verbindung ist zurzeit zu schwach. {{name}} sieht erst wieder, was Sie teilen, wenn die Verbindung besser ist.',
  over: {
    closed: 'Sie teilen nichts mehr: Das Fenster oder der Bildschirm ist nicht mehr da.',
    failed:
      'Das Teilen war nicht möglich: Das System hat kein Bild geliefert. Wählen Sie noch einmal oder ein anderes Fenster.',
    held: 'Sie teilen nichts mehr: Der Anruf wurde gehalten.',
    locked: 'Sie teilen nichts mehr: Der Bildschirm wurde gesperrt.',
    policy: 'Sie teilen nichts mehr: Ihre Organisation erlaubt es jetzt nicht.',
    page: 'Sie teilen nichts mehr: Das Anruffenster wurde neu geladen.',
    peer: 'Sie teilen nichts mehr: {{name}} hat zu teilen begonnen.',
  },
  pick: 'Was möchten Sie teilen?',
  pickText: '{{name}} sieht es, bis Sie es beenden.',
  withSound: 'Auch den Ton dieses Computers teilen',
  withSoundHint:
    'Der ganze Ton geht mit, außer dem, was Siegel selbst wiedergibt. Das geht nur mit einem ganzen Bildschirm: Für ein einzelnes Fenster liefert das System keinen Ton.',
  noSound:
    'Der Ton dieses Computers wird nicht geteilt, nur Ihr Mikrofon: Dieses System kann die Stimme von {{name}} nicht ausnehmen, sie käme als Echo zurück.',
  noSoundOfWindows:
    'Der Ton dieses Computers wird nicht geteilt, nur Ihr Mikrofon: Er kann nur mit einem ganzen Bildschirm geteilt werden.',
  replaces: '{{name}} teilt gerade. Wenn Sie teilen, endet das.',
  showsSiegel:
    'Auf dem ganzen Bildschirm sind auch die Fenster von Siegel zu sehen: Dieses System kann sie nicht ausnehmen.',
  windowOnly: 'Ihre Organisation erlaubt nur Fenster, keinen ganzen Bildschirm.',
  choices: 'Bildschirme und Fenster',
  wholeScreen: 'Ganzer Bildschirm',
  aScreen: 'Bildschirm {{name}}',
  untitled: 'Fenster ohne Titel',
  looking: 'Fenster werden gesucht …',
  nothing: 'Es gibt nichts zu teilen',
  nothingText: 'Kein Fenster ist offen. Öffnen Sie das Fenster, das Sie zeigen möchten; es erscheint hier von selbst.',
  replaceAndShare: 'Stattdessen teilen',
  permissionTitle: 'Das System wird Sie fragen',
  permissionText:
    'Damit Sie einen Bildschirm teilen können, muss macOS Siegel erlauben, ihn aufzunehmen. Siegel zeichnet nichts auf: Es zeigt der anderen Person versiegelt, was Sie hier wählen, und nur solange Sie teilen. Es kann sein, dass Siegel danach neu gestartet werden muss.',
  deniedTitle: 'Das System erlaubt es nicht',
  deniedText:
    'Öffnen Sie die Systemeinstellungen, „Datenschutz & Sicherheit“, „Bildschirm- & Systemaudioaufnahme“, schalten Sie Siegel ein und starten Sie es neu. Teilen Sie dann noch einmal.',
  systemTitle: 'Ihr System zeigt die Auswahl',
  systemText:
    'Gleich fragt Ihr System, welchen Bildschirm oder welches Fenster {{name}} sehen darf. Nur das wird geteilt.',
  goOn: 'Weiter',
  coming: '{{name}} teilt. Das Bild kommt gleich …',
  theirs: 'Bildschirm von {{name}}',
  view: 'Ansicht des Bildschirms',
  fit: 'Einpassen',
  actual: 'Originalgröße',
  larger: 'Größer',
  smaller: 'Kleiner',
  full: 'Vollbild',
  scale: '{{percent}} %',
};
