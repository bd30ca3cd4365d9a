// The texts for the policies on this device: keys, what a call may carry, what stays on disk.
import type { devicePolicies } from '../../core/policy/table-device.ts';
import type { PolicyTexts } from './policy-text.ts';

/** These texts in German and English. */
export const deviceTexts: PolicyTexts<typeof devicePolicies> = {
  KeyStoreMinimum: {
    de: {
      title: 'Schutz der Schlüssel',
      help: 'Was die gespeicherten Schlüssel mindestens schützt. Ungeschützt sind sie nie.',
      values: {
        passphrase: 'Schlüsselspeicher des Systems oder Passphrase',
        system: 'Nur Schlüsselspeicher des Systems',
      },
    },
    en: {
      title: 'Protection of the keys',
      help: 'The minimum protection of the stored keys. They are never unprotected.',
      values: { passphrase: 'System key store or passphrase', system: 'System key store only' },
    },
  },
  LinkDevices: {
    de: {
      title: 'Verbinden weiterer Geräte erlaubt',
      help: 'Ob eine Person ein weiteres Gerät mit ihrer Identität verbinden darf. Kontakte und Verifizierungen gehen versiegelt auf das neue Gerät, Schlüssel nie. Gilt auf beiden Geräten.',
    },
    en: {
      title: 'Linking devices allowed',
      help: 'Whether a person may link another device to their identity. Contacts and verifications go to the new device sealed, keys never. Applies on both devices.',
    },
  },
  RecoveryCode: {
    de: {
      title: 'Wiederherstellungscode',
      help: 'Ob eine Person einen Wiederherstellungscode anlegt: einmal angeboten, verlangt (der Hinweis bleibt, bis es einen gibt) oder verboten. Verboten heißt: Dieses Gerät legt keinen an; einen vorhandenen kann nur die Person zurücknehmen. Lässt der Server nur Geräte mit Zertifikat herein, braucht ein Code einen Zugang mit Kennwort.',
      values: { offer: 'Anbieten', require: 'Verlangen', forbid: 'Verbieten' },
    },
    en: {
      title: 'Recovery code',
      help: 'Whether a person makes a recovery code: offered once, required (the notice stays until there is one) or forbidden. Forbidden means that this device makes none; only the person can take back an existing one. If the server admits only devices with a certificate, a code needs an account with a password.',
      values: { offer: 'Offer', require: 'Require', forbid: 'Forbid' },
    },
  },
  IdleLockMinutes: {
    de: {
      title: 'Sperren bei Untätigkeit',
      help: 'Nach so vielen Minuten ohne Eingabe sperrt sich Siegel und löscht die Schlüssel aus dem Speicher, nie während eines Gesprächs. 0: nie. Was ein Anruf dann bewirkt, legt „Klingeln, während Siegel gesperrt ist“ fest.',
    },
    en: {
      title: 'Lock when inactive',
      help: 'After this many minutes without input, Siegel locks and wipes the keys from memory, but never during a call. 0: never. “Ring while Siegel is locked” decides what a call does then.',
    },
  },
  KeysInMemory: {
    de: {
      title: 'Schlüssel im Speicher',
      help: 'Wie lange die geöffneten Schlüssel im Arbeitsspeicher bleiben. Was ein Anruf danach bewirkt, legt „Klingeln, während Siegel gesperrt ist“ fest.',
      values: {
        'until-quit': 'Bis zum Beenden',
        'until-suspend': 'Bis zum Ruhezustand',
        'until-lock': 'Bis der Bildschirm gesperrt wird',
      },
    },
    en: {
      title: 'Keys in memory',
      help: 'How long opened keys stay in memory. “Ring while Siegel is locked” decides what a call does after that.',
      values: {
        'until-quit': 'Until Siegel quits',
        'until-suspend': 'Until suspend',
        'until-lock': 'Until the screen locks',
      },
    },
  },
  RingWhenLocked: {
    de: {
      title: 'Klingeln, während Siegel gesperrt ist',
      help: 'Ob ein gesperrtes Siegel verbunden bleibt und zeigt, dass jemand anruft. Wer es ist, zeigt es erst nach dem Entsperren. Vorher ist das nicht prüfbar: Jedes Konto am Broker kann es klingeln lassen, höchstens sechsmal in zehn Minuten. Die Zugangsdaten des Brokers bleiben dafür im Arbeitsspeicher. Ist dies aus, ist die Person nicht erreichbar, solange Siegel gesperrt ist.',
    },
    en: {
      title: 'Ring while Siegel is locked',
      help: 'Whether a locked Siegel stays connected and shows that somebody is calling. Who it is appears only after unlocking. It cannot be checked before, so any account of the broker can make it ring, at most six times in ten minutes. The broker’s credentials stay in memory for this. If off, the person cannot be reached while Siegel is locked.',
    },
  },
  AllowVideo: {
    de: { title: 'Video erlaubt', help: 'Ob die eigene Kamera gesendet und die der Gegenseite gezeigt wird.' },
    en: { title: 'Video allowed', help: 'Whether one’s own camera is sent and the peer’s is shown.' },
  },
  AllowScreenShare: {
    de: {
      title: 'Teilen des Bildschirms',
      help: 'Was im Gespräch von diesem Gerät geteilt werden darf. Ohne „Video erlaubt“ wird nichts geteilt und kein geteilter Bildschirm gezeigt. Mit „Erhöhte Vertraulichkeit“ höchstens ein Fenster, denn ein ganzer Bildschirm zeigt Namen und Nachrichten anderer. Der Ton des Computers kann nur mit einem ganzen Bildschirm geteilt werden.',
      values: { all: 'Fenster und ganze Bildschirme', window: 'Nur Fenster', none: 'Nichts' },
    },
    en: {
      title: 'Sharing the screen',
      help: 'What may be shared from this device in a call. Without “Video allowed” nothing is shared, and no shared screen is shown. With “High confidentiality” at most a window, because a whole screen shows names and messages of others. The sound of the computer can be shared only with a whole screen.',
      values: { all: 'Windows and whole screens', window: 'Windows only', none: 'Nothing' },
    },
  },
  CameraBackground: {
    de: {
      title: 'Hinter der Person im Bild',
      help: 'Verborgen heißt unscharf oder eine schlichte Wand; ist der Rechner dafür zu langsam, bleibt die Kamera aus. An Rändern und bei Bewegung können Teile des Raums zu sehen sein: Darf das nie sein, verbieten Sie Video. Gezeigt heißt, dass der Filter nie geladen wird, auch wenn jemand seinen Raum bisher verborgen hat: Kündigen Sie es an.',
      values: { person: 'Die Person entscheidet', hidden: 'Raum immer verborgen', shown: 'Raum immer gezeigt' },
    },
    en: {
      title: 'Background of the picture',
      help: 'Hidden means blurred or a plain wall; if the computer is too slow for that, the camera stays off. At edges and in movement, parts of the room may be seen: if that must never happen, forbid video. Shown means that the filter is never loaded, even if somebody has hidden their room so far: announce it.',
      values: { person: 'The person decides', hidden: 'Room always hidden', shown: 'Room always shown' },
    },
  },
  AllowStrongNoiseSuppression: {
    de: {
      title: 'Starke Geräuschunterdrückung erlaubt',
      help: 'Ob die Person „Stark, nur für Sprache“ wählen darf. Sonst gilt stattdessen „Normal“, und der Filter (RNNoise als WebAssembly) wird nie geladen.',
    },
    en: {
      title: 'Strong noise suppression allowed',
      help: 'Whether the person may choose “Strong, for speech only”. Otherwise “Normal” takes its place, and the filter (RNNoise as WebAssembly) is never loaded.',
    },
  },
  HighConfidentiality: {
    de: {
      title: 'Erhöhte Vertraulichkeit',
      help: 'Sprache mit gleichbleibender Datenrate (Paketgrößen verraten nichts), Gespräche nur über das Relais, keine Anrufliste, kein Teilen ganzer Bildschirme, keine Namen im Infobereich und in Benachrichtigungen. Bildschirmaufnahmen zeigen die Fenster nicht, wo das System das kann.',
    },
    en: {
      title: 'High confidentiality',
      help: 'Voice at a constant bit rate (packet sizes reveal nothing), calls only through the relay, no call list, no sharing of whole screens, no names in tray and notifications. Screen captures leave the windows out where the system can do that.',
    },
  },
  ContentProtection: {
    de: {
      title: 'Fenster vor Bildschirmaufnahmen schützen',
      help: 'Wirkt unter Windows und teilweise unter macOS, nicht unter Linux. Ein Foto des Bildschirms verhindert es nicht.',
    },
    en: {
      title: 'Protect windows from screen capture',
      help: 'Works on Windows and partly on macOS, not on Linux. It does not prevent a photograph of the screen.',
    },
  },
  HistoryDays: {
    de: {
      title: 'Anrufliste aufbewahren',
      help: 'So viele Tage bleiben Anrufe in der Anrufliste dieses Geräts. 0: keine Anrufliste.',
    },
    en: {
      title: 'Keep the call list',
      help: 'Calls stay in this device’s call list for this many days. 0: no call list.',
    },
  },
  RecordDays: {
    de: {
      title: 'Sicherheitsprotokoll aufbewahren',
      help: 'So viele Tage bleiben Einträge im versiegelten Sicherheitsprotokoll. Inhalte stehen nicht darin.',
    },
    en: {
      title: 'Keep the security record',
      help: 'Entries stay in the sealed security record for this many days. It holds no content.',
    },
  },
  RecordPeers: {
    de: {
      title: 'Gegenseite im Sicherheitsprotokoll',
      help: 'Ob das Protokoll die Adresse der Gegenseite nennt. Klären Sie vorher, ob Sie das dürfen. Ohne diese Richtlinie nennt es die Gegenseite nie.',
    },
    en: {
      title: 'Peers in the security record',
      help: 'Whether the record names the peer’s address. Find out first whether you may do this. Without this policy it never names the peer.',
    },
  },
  DiagnosticsExport: {
    de: {
      title: 'Speichern der Diagnose erlaubt',
      help: 'Ob die Person die Diagnose und das Sicherheitsprotokoll speichern darf. Die Diagnose enthält weder Geheimnisse noch Namen.',
    },
    en: {
      title: 'Saving the diagnosis allowed',
      help: 'Whether the person may save the diagnosis and the security record. The diagnosis holds neither secrets nor names.',
    },
  },
};
