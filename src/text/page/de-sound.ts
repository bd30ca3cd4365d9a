// German texts of ringing and tones, headset buttons, the microphone's sound and the camera's background.
// The type requires the same keys as en-sound.ts.
import type { Texts } from './catalogue.ts';
import type { enBackground, enHeadset, enRing, enSound } from './en-sound.ts';

/** German texts of how calls ring. */
export const deRing: Texts<typeof enRing> = {
  title: 'Klingeln und Töne',
  loud: 'Klingeln, wenn jemand anruft',
  loudText: 'Ist dies ausgeschaltet, werden Anrufe nur angezeigt. „Nicht stören“ stellen Sie bei Ihrem Status ein.',
  tone: 'Klingelton',
  tones: { bells: 'Glocken', classic: 'Klassisch', chime: 'Dreiklang', gentle: 'Sanft' },
  place: 'Klingeln über',
  everywhere: 'Alle Lautsprecher',
  volume: 'Lautstärke des Klingelns',
  listen: 'Klingelton anhören',
  toneVolume: 'Lautstärke der Töne im Gespräch',
  toneText: 'Klingeln bei der Gegenseite, besetzt, Ende des Gesprächs, ein zweiter Anruf wartet.',
  listenTone: 'Ton anhören',
};

/** German texts of headsets with buttons. */
export const deHeadset: Texts<typeof enHeadset> = {
  title: 'Tasten am Headset',
  use: 'Tasten am Headset verwenden',
  useText:
    'Am Headset nehmen Sie Anrufe an, beenden und halten sie und schalten sich stumm; seine Lämpchen folgen dem Anruf. Siegel verwendet nur Geräte, die sich als Telefon melden.',
  found: 'Gefunden',
  none: 'Es wurde kein Headset mit Tasten gefunden. Es muss per Kabel oder über den eigenen Adapter angeschlossen sein; einstecken können Sie es jederzeit.',
  lost: 'Die Verbindung zu Headsets ist ausgefallen. Schalten Sie die Tasten aus und wieder ein. Hilft das nicht, informieren Sie Ihre IT.',
  nameless: 'Headset ohne Namen',
  ready: 'Bereit',
  'not-opened':
    'Das System lässt Siegel die Tasten nicht verwenden. Der Ton ist davon nicht betroffen. Wer diesen Computer betreut, kann es erlauben.',
  'no-buttons': 'Es hat keine Tasten, die Siegel kennt. Der Ton ist davon nicht betroffen.',
};

/** German texts of what is done to the sound of the microphone. */
export const deSound: Texts<typeof enSound> = {
  music: 'Musik: nichts bearbeiten',
  musicText:
    'Schaltet das Entfernen von Echo, das Unterdrücken von Geräuschen und das Ausgleichen der Lautstärke ab. Tragen Sie Kopfhörer, sonst hört die Gegenseite sich selbst. Übertragen wird in Mono. Ist dies wieder ausgeschaltet, gelten für alle drei die üblichen Einstellungen.',
  echoCancellation: 'Echo entfernen',
  echoCancellationText:
    'Nimmt aus Ihrem Mikrofon heraus, was Ihr Lautsprecher spielt. Mit einem Headset brauchen Sie es nicht.',
  noiseSuppression: 'Geräusche unterdrücken',
  noiseSuppressions: { off: 'Aus', engine: 'Normal', strong: 'Stark, nur für Sprache' },
  noiseSuppressionTexts: {
    off: 'Ihr Mikrofon wird mit seinen Geräuschen übertragen. Wählen Sie dies für Musik.',
    engine: 'Dämpft Lüfter und Tastaturen, aber auch Musik und Töne.',
    strong:
      'Nimmt fast alles heraus, was keine Sprache ist, auch Musik und Töne. Braucht mehr Leistung Ihres Rechners. Dafür verlässt nichts diesen Rechner.',
  },
  noiseLost: {
    failed:
      'Die starke Geräuschunterdrückung ist ausgefallen. Ihr Mikrofon wird mit der normalen übertragen. Für einen neuen Versuch wählen Sie unter „Geräusche unterdrücken“ erst „Normal“, dann „Stark“.',
    slow: 'Dieser Rechner ist für die starke Geräuschunterdrückung zu langsam. Ihr Mikrofon wird mit der normalen übertragen. Für einen neuen Versuch wählen Sie unter „Geräusche unterdrücken“ erst „Normal“, dann „Stark“.',
  },
  autoGainControl: 'Lautstärke ausgleichen',
  autoGainControlText: 'Macht leises Sprechen lauter und lautes leiser.',
};

/** German texts of the background of a person's picture. */
export const deBackground: Texts<typeof enBackground> = {
  title: 'Hinter Ihnen im Bild',
  kinds: { off: 'Der Raum, wie er ist', blurred: 'Der Raum, unscharf', still: 'Eine schlichte Wand' },
  texts: {
    off: 'Ihr Bild wird übertragen, wie die Kamera es sieht.',
    blurred:
      'Entsteht auf diesem Rechner und braucht viel von seiner Leistung. An Rändern und bei Bewegung können Teile des Raums zu sehen sein. Ist der Rechner zu langsam, schaltet Siegel Ihre Kamera aus und sagt es Ihnen.',
    still:
      'Entsteht auf diesem Rechner und braucht viel von seiner Leistung. An Rändern und bei Bewegung können Teile des Raums zu sehen sein. Ist der Rechner zu langsam, schaltet Siegel Ihre Kamera aus und sagt es Ihnen.',
  },
};
