// What is said of the policies on this device: keys, what a call may carry, what stays on disk.
import type { devicePolicies } from '../../core/policy/table-device.ts';
import type { PolicyTexts } from './policy-text.ts';

/** In German and English. */
export const deviceTexts: PolicyTexts<typeof devicePolicies> = {
  KeyStoreMinimum: {
    de: {
      title: 'Schutz der Schlüssel',
      help: 'Womit die Schlüssel auf der Platte mindestens geschützt sind. Ungeschützt liegen sie nie.',
      values: {
        passphrase: 'Schlüsselspeicher des Systems oder Passphrase',
        system: 'Nur Schlüsselspeicher des Systems',
      },
    },
    en: {
      title: 'Protection of the keys',
      help: 'What the keys on disk are protected by at least. They are never unprotected.',
      values: { passphrase: 'System key store or passphrase', system: 'System key store only' },
    },
  },
  LinkDevices: {
    de: {
      title: 'Weitere Geräte verbinden',
      help: 'Ob eine Person ein weiteres Gerät mit ihrer Identität verbinden kann. Dabei gehen Kontakte und Verifizierungen versiegelt auf das neue Gerät, ein Schlüssel nie. Gilt auf beiden Geräten.',
    },
    en: {
      title: 'Link further devices',
      help: 'Whether a person may link a further device to their identity. Contacts and verifications go to the new device, sealed, and never a key. Counts on both devices.',
    },
  },
  RecoveryCode: {
    de: {
      title: 'Wiederherstellungscode',
      help: 'Ob eine Person einen Wiederherstellungscode für ihre Identität anlegt: einmal angeboten, verlangt (der Hinweis bleibt, bis es einen gibt) oder verboten. Verboten heißt: Dieses Gerät legt keinen an. Einen vorhandenen nimmt es nicht von selbst zurück; die Person kann es. Lässt der Server nur Geräte mit Zertifikat herein, nützt ein Code nur mit einem Zugang mit Kennwort.',
      values: { offer: 'Anbieten', require: 'Verlangen', forbid: 'Verbieten' },
    },
    en: {
      title: 'Recovery code',
      help: 'Whether a person makes a recovery code for their identity: offered once, required (the notice stays until there is one) or forbidden. Forbidden means: this device makes none. It does not take back by itself one that is there; the person can. Where the server lets in devices with a certificate only, a code is of use only with an account that has a password.',
      values: { offer: 'Offer', require: 'Require', forbid: 'Forbid' },
    },
  },
  IdleLockMinutes: {
    de: {
      title: 'Sperren nach Untätigkeit',
      help: 'Nach so vielen Minuten ohne Eingabe sperrt sich Siegel und löscht die Schlüssel aus dem Speicher. Was ein Anruf dann bewirkt, sagt „RingWhenLocked“. 0: nie. In einem Gespräch wird nicht gesperrt.',
    },
    en: {
      title: 'Lock when idle',
      help: 'After so many minutes without input Siegel locks and wipes the keys from memory. What a call does then is said by “RingWhenLocked”. 0: never. It does not lock during a call.',
    },
  },
  KeysInMemory: {
    de: {
      title: 'Schlüssel im Speicher',
      help: 'Wie lange die geöffneten Schlüssel im Arbeitsspeicher bleiben. Was ein Anruf bei gesperrtem Siegel bewirkt, sagt „RingWhenLocked“.',
      values: {
        'until-quit': 'Bis zum Beenden',
        'until-suspend': 'Bis zum Ruhezustand',
        'until-lock': 'Bis der Bildschirm gesperrt wird',
      },
    },
    en: {
      title: 'Keys in memory',
      help: 'How long opened keys stay in memory. What a call does while Siegel is locked is said by “RingWhenLocked”.',
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
      help: 'Ob ein gesperrtes Siegel verbunden bleibt und zeigt, dass jemand anruft. Wer es ist, steht erst nach dem Entsperren da; prüfen lässt es sich vorher nicht, also kann jedes Konto am Broker es klingeln lassen, höchstens sechsmal in zehn Minuten. Zugangsdaten des Brokers bleiben dafür im Arbeitsspeicher. Ausgeschaltet ist niemand erreichbar, solange Siegel gesperrt ist.',
    },
    en: {
      title: 'Ring while Siegel is locked',
      help: 'Whether a locked Siegel stays connected and shows that somebody calls. Who it is stands there only once it is unlocked; it cannot be checked before, so every account of the broker can make it ring, six times in ten minutes at most. The broker’s credentials stay in memory for it. Switched off, nobody is reached while Siegel is locked.',
    },
  },
  AllowVideo: {
    de: { title: 'Video erlaubt', help: 'Ob die eigene Kamera gesendet und die der Gegenstelle gezeigt wird.' },
    en: { title: 'Video allowed', help: 'Whether one’s own camera is sent and the peer’s is shown.' },
  },
  AllowScreenShare: {
    de: {
      title: 'Bildschirm teilen erlaubt',
      help: 'Was in einem Anruf von diesem Gerät geteilt werden darf. Ohne „Video erlaubt“ wird nichts geteilt und kein geteilter Bildschirm gezeigt; mit „Erhöhte Vertraulichkeit“ höchstens ein Fenster, weil auf einem ganzen Bildschirm Namen und Nachrichten anderer zu sehen sind.',
      values: { all: 'Fenster und ganze Bildschirme', window: 'Nur Fenster', none: 'Nichts' },
    },
    en: {
      title: 'Sharing the screen allowed',
      help: 'What may be shared from this device in a call. Without “Video allowed” nothing is shared and no shared screen is shown; with “High confidentiality” a window at the most, because a whole screen shows names and messages of others.',
      values: { all: 'Windows and whole screens', window: 'Windows only', none: 'Nothing' },
    },
  },
  HighConfidentiality: {
    de: {
      title: 'Erhöhte Vertraulichkeit',
      help: 'Sprache mit gleichbleibender Datenrate (Paketgrößen verraten nichts), nur über das Relais, kein Anrufverlauf, keine Namen in Tray und Benachrichtigungen, Fenster von Bildschirmaufnahmen ausgenommen, wo das System das kann.',
    },
    en: {
      title: 'High confidentiality',
      help: 'Voice at a constant bit rate (packet sizes tell nothing), by relay only, no call history, no names in tray and notifications, windows left out of screen captures where the system can do that.',
    },
  },
  ContentProtection: {
    de: {
      title: 'Fenster vor Bildschirmaufnahmen schützen',
      help: 'Wirkt unter Windows und teilweise unter macOS, unter Linux nicht. Ein Foto vom Bildschirm verhindert es nicht.',
    },
    en: {
      title: 'Protect windows from screen capture',
      help: 'Works on Windows and in part on macOS, not on Linux. It does not prevent a photograph of the screen.',
    },
  },
  HistoryDays: {
    de: {
      title: 'Anrufverlauf aufbewahren',
      help: 'So viele Tage bleiben Anrufe im Verlauf dieses Geräts. 0: kein Verlauf.',
    },
    en: {
      title: 'Keep the call history',
      help: 'Calls stay in this device’s history for so many days. 0: no history.',
    },
  },
  RecordDays: {
    de: {
      title: 'Sicherheitsprotokoll aufbewahren',
      help: 'So viele Tage bleiben Einträge im versiegelten Sicherheitsprotokoll. Es enthält keine Inhalte.',
    },
    en: {
      title: 'Keep the security record',
      help: 'Entries stay in the sealed security record for so many days. It has no content in it.',
    },
  },
  RecordPeers: {
    de: {
      title: 'Gegenstellen ins Sicherheitsprotokoll',
      help: 'Ob das Protokoll die Adresse der Gegenstelle nennt. Prüfen Sie vorher, ob Sie das dürfen; ohne diese Richtlinie steht dort nie, mit wem gesprochen wurde.',
    },
    en: {
      title: 'Peers in the security record',
      help: 'Whether the record names the peer’s address. Find out first whether you may; without this policy it never says who was called.',
    },
  },
  DiagnosticsExport: {
    de: {
      title: 'Diagnose speichern erlaubt',
      help: 'Ob die Person eine Diagnosedatei und das Sicherheitsprotokoll speichern darf. Die Diagnosedatei enthält weder Geheimnisse noch Namen.',
    },
    en: {
      title: 'Saving diagnostics allowed',
      help: 'Whether the person may save a diagnostics file and the security record. The diagnostics file has neither secrets nor names in it.',
    },
  },
};
