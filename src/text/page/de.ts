// German texts of the main window, and all those of the files imported here.
// Short sentences, formal Sie, no jargon; the type requires the same keys as en.ts.
import type { Catalogue } from './catalogue.ts';
import { deCall } from './de-call.ts';
import { deAnew } from './de-anew.ts';
import { deClaims } from './de-claims.ts';
import { deDesktop } from './de-desktop.ts';
import { deSharing } from './de-sharing.ts';
import { deDevices } from './de-devices.ts';
import { deRecovery } from './de-recovery.ts';
import { deDispute } from './de-dispute.ts';
import { deFinding } from './de-finding.ts';
import { deKeys } from './de-keys.ts';
import { deProxy } from './de-proxy.ts';
import { deProtection } from './de-protection.ts';
import { deRelay } from './de-relay.ts';
import { deManaged } from './de-managed.ts';
import { deReason } from './de-reason.ts';
import { deRefusal } from './de-refusal.ts';
import { deSettings } from './de-settings.ts';
import { deSetup } from './de-setup.ts';
import { deBackground, deHeadset, deRing, deSound } from './de-sound.ts';
import { deTryout } from './de-tryout.ts';
import { deSupport } from './de-support.ts';

/** All German texts of the pages. */
export const de: Catalogue = {
  app: {
    loading: 'Siegel startet …',
    stuckTitle: 'Siegel reagiert nicht',
    stuckText: 'Das Fenster konnte nicht geladen werden. Bitte starten Sie Siegel neu.',
    close: 'Schließen',
    cancel: 'Abbrechen',
    back: 'Zurück',
    dismiss: 'Ausblenden',
    messages: 'Meldungen',
    undo: 'Rückgängig',
  },
  status: {
    label: 'Ihr Status',
    available: 'Verfügbar',
    dnd: 'Nicht stören',
    seen: 'Ihre Kontakte sehen diesen Status.',
    seenUntil: 'Bis {{time}}. Ihre Kontakte sehen diesen Status.',
    quietHours: 'Ruhezeit bis {{time}}. Ihre Kontakte sehen diesen Status.',
    system: 'Weil Ihr Computer auf „Nicht stören“ steht. Ihre Kontakte sehen diesen Status.',
    absence: 'Weil Sie nicht am Gerät sind. Ihre Kontakte sehen diesen Status.',
    'dnd-half-hour': 'Nicht stören für 30 Minuten',
    'dnd-tomorrow': 'Nicht stören bis morgen, 8 Uhr',
    away: 'Abwesend',
  },
  link: {
    label: 'Verbindung',
    off: 'Kein Server eingetragen',
    removed: 'Dieses Gerät wurde entfernt',
    connecting: 'Verbindung wird aufgebaut …',
    online: 'Verbunden',
    waiting: 'Nicht verbunden',
    unallowed: 'Nicht verbunden',
    onlineClear: 'Ohne TLS verbunden',
    unallowedTitle: 'Sie sind nicht verbunden: Der Server hat kein TLS',
    unallowedText:
      'Ohne TLS kann das Netz sehen, wer mit wem telefoniert. Siegel verbindet sich nur, wenn Sie das erlauben.',
    unallowedAsk: 'Erlauben …',
    clearTitle: 'Verbindung ohne TLS',
    clearText: 'Das Netz kann sehen, wer wann mit wem telefoniert. Was gesprochen wird, bleibt versiegelt.',
    offTitle: 'Siegel ist noch mit keinem Server verbunden',
    offText: 'Tragen Sie die Adresse des Servers Ihrer Organisation ein. Ohne ihn kann Sie niemand anrufen.',
    openSettings: 'Einstellungen öffnen',
    waitingTitle: 'Sie sind zurzeit nicht erreichbar',
    waitingNext: 'Siegel versucht es von selbst erneut.',
    waitingCall: 'Ihr Anruf geht weiter.',
    cause: {
      refused:
        'Unter der eingetragenen Adresse nimmt kein Server die Verbindung an. Bitte prüfen Sie die Serveradresse.',
      unreachable: 'Der Server ist nicht erreichbar. Bitte prüfen Sie das Netzwerk.',
      tls: 'Dem Zertifikat des Servers kann nicht vertraut werden. Bitte wenden Sie sich an Ihre IT.',
      'no-certificate': 'Der Server lässt nur Geräte mit Zertifikat zu. Bitte wenden Sie sich an Ihre IT.',
      timeout: 'Der Server antwortet nicht.',
      'taken-over': 'Dasselbe Gerät hat sich ein zweites Mal verbunden.',
      protocol: 'Der Server sendet Daten, die zu groß oder nicht erlaubt sind. Die Verbindung wurde deshalb getrennt.',
      'not-authorised': 'Der Server akzeptiert den Benutzernamen nicht. Bitte prüfen Sie ihn in den Einstellungen.',
      proxy: 'Der Proxy Ihres Netzes lässt keine Verbindung zum Server zu oder antwortet nicht.',
      'proxy-login': 'Der Proxy Ihres Netzes verlangt eine Anmeldung. Siehe „Proxy“ in den Einstellungen.',
    },
  },
  presence: {
    unknown: 'Status unbekannt',
    online: 'Online',
    busy: 'Im Gespräch',
    away: 'Abwesend',
    dnd: 'Nicht stören',
    gone: 'Offline',
  },
  nav: { label: 'Bereiche', calls: 'Anrufe', contacts: 'Kontakte', settings: 'Einstellungen' },
  calls: {
    title: 'Anrufe',
    search: 'Anrufe durchsuchen',
    list: 'Anrufe, neueste zuerst',
    empty: 'Noch keine Anrufe',
    emptyText: 'Wählen Sie unter „Kontakte“ eine Person und rufen Sie an.',
    notKept: 'Anrufe werden hier nicht aufbewahrt',
    notKeptText: 'So ist es in den Einstellungen unter „Privatsphäre und Sicherheit“ gewählt.',
    noMatch: 'Kein Anruf passt zu „{{query}}“.',
    clear: 'Liste leeren',
    cleared: 'Die Anrufliste wurde geleert.',
    shown: 'Anzeigen',
    all: 'Alle',
    missed: 'Verpasst',
    noneMissed: 'Keine verpassten Anrufe',
    unseen_one: '{{count}} verpasster Anruf',
    unseen_other: '{{count}} verpasste Anrufe',
    unseenStrangers_one: '{{count}} verpasster Anruf von Unbekannten',
    unseenStrangers_other: '{{count}} verpasste Anrufe von Unbekannten',
    earlier: 'Frühere Anrufe anzeigen',
    reading: 'Wird gelesen …',
    searching: 'Wird gesucht …',
    noEarlier: 'Frühere Anrufe gibt es nicht.',
    earlierRefused: 'Frühere Anrufe ließen sich nicht lesen. {{why}}',
    earlierRetry: 'Erneut versuchen',
    shownCount_one: '{{count}} Anruf wird angezeigt.',
    shownCount_other: '{{count}} Anrufe werden angezeigt.',
    keptAside: 'Ein Teil der Liste ließ sich nicht öffnen',
    keptAsideText:
      'Er bleibt unverändert aufbewahrt; alle anderen Anrufe stehen hier. Vielleicht kann Ihre IT ihn wiederherstellen. „Liste leeren“ löscht auch ihn.',
    chosen: 'Anruf vom {{date}}',
    callBack: 'Zurückrufen',
    showLine: 'In Anrufliste zeigen',
    callAgain: 'Erneut anrufen',
    remove: 'Anruf löschen',
    removed: 'Der Anruf wurde aus der Liste gelöscht.',
    answeredOn: 'Auf {{device}} angenommen',
    declinedOn: 'Auf {{device}} abgelehnt',
    whileBusy: 'Dieses Gerät war mit einem anderen Anruf belegt.',
    whileAway: 'Der Anruf kam auf diesem Gerät nicht an. Das Gerät erfuhr erst später davon.',
    incoming: 'Eingehend',
    outgoing: 'Ausgehend',
    voice: 'Sprache',
    video: 'Video',
    verified: 'verifiziert',
    confirmed: 'bestätigt',
    unverified: 'nicht verifiziert',
  },
  contacts: {
    title: 'Kontakte',
    search: 'Kontakte durchsuchen',
    list: 'Kontakte',
    add: 'Kontakt hinzufügen',
    empty: 'Noch keine Kontakte',
    emptyText: 'Fügen Sie eine Person über ihre Adresse hinzu, zum Beispiel anna@klinik.example.',
    noMatch: 'Kein Kontakt passt zu „{{query}}“.',
    address: 'Adresse',
    addressHint: 'Wie bei einer E-Mail: name@organisation',
    fromLink: 'Diese Adresse stammt aus einem Link. Es wird niemand angerufen.',
    fromCall: 'Das ist die Adresse des Anrufs, der beendet ist.',
    name: 'Name (freiwillig)',
    nameHint: 'Diesen Namen sehen nur Sie.',
    removed: '{{name}} wurde entfernt.',
    remove: 'Kontakt entfernen',
  },
  person: {
    none: 'Niemand ausgewählt',
    noneText: 'Wählen Sie eine Person aus der Liste, um ihre Verifizierung zu sehen und sie anzurufen.',
    voice: 'Sprachanruf',
    video: 'Videoanruf',
    unknown: 'Nicht in Ihren Kontakten',
    codePoints: 'Zeichen außer a–z im Namen:',
    refusedAddress:
      'Diese Adresse enthält Zeichen, die man mit anderen verwechseln kann. Deshalb lässt sie sich nicht anrufen. Entfernen Sie den Kontakt, und bitten Sie die Person um eine Adresse in nur einer Schrift.',
    busy: 'Sie sind bereits in einem Gespräch mit dieser Person.',
    besides: 'Sobald Sie anrufen, wird Ihr Gespräch mit {{name}} gehalten.',
    offline: 'Keine Verbindung: Ein Anruf ist gerade nicht möglich.',
    verification: 'Verifizierung',
    anew: 'Wenn diese Person Siegel neu eingerichtet hat',
    anewText:
      'Tun Sie das nur, wenn diese Person Ihnen selbst gesagt hat, dass sie Siegel ohne ihren Wiederherstellungscode neu eingerichtet hat. Siegel vergisst dann, welche Geräte zu ihr gehören, und lernt sie beim nächsten Anruf neu kennen. Vergleichen Sie dabei den Sicherheitscode.',
    anewDo: 'Neu kennenlernen',
    anewDone: '{{name}} wird beim nächsten Anruf neu kennengelernt.',
    devices: 'Geräte dieser Person',
    devicesText:
      'Soweit dieses Gerät weiß, gehören diese Geräte zu dieser Person, und nur sie können Sie in ihrem Namen anrufen. Jedes zeigt seine Kennung in seinen Einstellungen unter „Dieses Gerät“.',
    deviceSeen: 'von diesem Gerät zuerst gesehen am {{date}}',
    fingerprint: 'Fingerabdruck dieser Person',
    fingerprintText: 'Sechzig Ziffern, die auf beiden Seiten gleich sind. Sie können sie persönlich vergleichen.',
    claimedBy: 'Auch jemand anderes beansprucht diese Adresse',
    claimedByText:
      'Der Server hat unter dieser Adresse auch Geräte von jemand anderem. An Ihren Anrufen ändert das nichts: Sie erreichen weiter die Person, die Sie kennen, und niemand sonst erscheint unter ihrem Namen. Nennen Sie Ihrer IT die Kennungen dieser Geräte:',
    lastCalls: 'Letzte Anrufe',
    alwaysRings: 'Immer klingeln',
    alwaysRingsHint: 'Anrufe dieser Person klingeln auch, wenn Ihr Status „Nicht stören“ ist.',
    noCalls: 'Noch keine Anrufe mit dieser Person.',
  },
  trust: {
    new: 'Noch nicht verifiziert',
    newText: 'Siegel kennt diese Person noch nicht. Vergleichen Sie beim ersten Anruf den Sicherheitscode.',
    pinned: 'Noch nicht verifiziert',
    pinnedText: 'Bekannt seit {{date}}. Vergleichen Sie beim nächsten Anruf den Sicherheitscode.',
    verified: 'Von Ihnen verifiziert',
    verifiedText: 'Am {{date}}, durch den Sicherheitscode.',
    verifiedElsewhereText: 'Am {{date}}, durch den Sicherheitscode, auf einem anderen Ihrer Geräte.',
    changed: 'Geräte widersprechen sich',
    recovered: 'Wiederhergestellt',
  },
  recovery: {
    title: '{{name}} hat den Wiederherstellungscode verwendet',
    text: 'Bemerkt am {{date}}. Diese Person hat Siegel auf einem neuen Gerät mit ihrem Wiederherstellungscode eingerichtet; ihre früheren Geräte gehören nicht mehr dazu. Es ist dieselbe Person, sofern nicht jemand anderes an den Code gekommen ist: Fragen Sie nach, oder vergleichen Sie im nächsten Gespräch den Sicherheitscode.',
    verifiedBefore:
      'Sie haben diese Person am {{date}} verifiziert. Das gilt wieder, sobald Sie diesen Hinweis gelesen haben.',
    verifyAgain:
      'Sie haben diese Person am {{date}} verifiziert. Ihre Organisation verlangt, dass Sie sie neu verifizieren: Vergleichen Sie im nächsten Gespräch den Sicherheitscode.',
    read: 'Gelesen',
  },
  notice: {
    'false-identity':
      'Am {{date}} hat jemand einen falschen Schlüssel für Ihre Adresse erhalten. Bitte informieren Sie Ihre IT.',
    'own-chain-old': '{{peer}} erhält eine veraltete Liste Ihrer Geräte. Bitte informieren Sie Ihre IT.',
    'own-address-claimed':
      'Auch jemand anderes beansprucht Ihre Adresse. Wer Sie schon kennt, erreicht weiter Sie; wer Sie zum ersten Mal anruft, muss wählen. Bitte informieren Sie Ihre IT.',
    'recovery-not-saved':
      'Der letzte Wiederherstellungscode ließ sich nicht speichern und gilt nicht. Vernichten Sie das Blatt, und legen Sie in den Einstellungen einen neuen an.',
    'failed-secure-calls_one':
      'Ein Anruf mit {{address}} endete, bevor er abgesichert war, oder der Code stimmte nicht überein. Wenn es wieder geschieht, informieren Sie Ihre IT.',
    'failed-secure-calls_other':
      '{{count}} Anrufe mit {{address}} endeten, bevor sie abgesichert waren, oder der Code stimmte nicht überein. Bitte informieren Sie Ihre IT.',
    disk: 'Die letzte Änderung konnte nicht gespeichert werden. Bitte prüfen Sie, ob der Datenträger voll ist.',
  },
  ...deSetup,
  unlock: {
    title: 'Siegel entsperren',
    text: 'Ihr Schlüssel ist durch Ihre Passphrase geschützt. Bis er entsperrt ist, kann Sie niemand anrufen.',
    passphrase: 'Passphrase',
    unlock: 'Entsperren',
    unlocking: 'Wird entsperrt …',
  },
  damaged: {
    title: 'Ihre Daten lassen sich nicht öffnen',
    'will-not-open':
      'Der Schlüsselspeicher des Systems ({{backend}}) öffnet Siegels Schlüssel nicht mehr. Meist wurde das Anmeldekennwort oder der Schlüsselbund zurückgesetzt.',
    'backend-changed':
      'Der Schlüssel wurde mit einem anderen Schlüsselspeicher versiegelt als dem jetzigen ({{backend}}).',
    'made-elsewhere':
      'Diese Daten hat nicht der Schlüsselspeicher dieses Systems geschützt. Vielleicht hat jemand sie anderswo hergestellt und hier abgelegt. Siegel verwendet sie nicht.',
    'other-version':
      'Die Daten wurden mit einer anderen Version von Siegel gespeichert, deren Format diese Version nicht liest.',
    unreadable: 'Die gespeicherten Dateien sind nicht lesbar: Sie sind unvollständig oder wurden verändert.',
    kept: 'Nichts wurde überschrieben. Ihre Daten liegen hier:',
    next: 'Bitten Sie Ihre IT, den Schlüsselspeicher wiederherzustellen, und starten Sie Siegel dann neu. Beginnen Sie nur neu, wenn das nicht möglich ist: Verifizierungen und Anrufliste fangen dann von vorn an, und Ihre Kontakte erreichen Sie erst, wenn sie Sie neu kennenlernen.',
    startOver: 'Neu beginnen',
  },
  claims: deClaims,
  sharing: deSharing,
  anew: deAnew,
  devices: deDevices,
  recoveryCode: deRecovery,
  dispute: deDispute,
  settings: deSettings,
  headset: deHeadset,
  ring: deRing,
  sound: deSound,
  background: deBackground,
  tryout: deTryout,
  refusal: deRefusal,
  ...deCall,
  ...deKeys,
  ...deProxy,
  ...deProtection,
  ...deRelay,
  ...deManaged,
  ...deSupport,
  ...deDesktop,
  finding: deFinding,
  reason: deReason,
};
