// German texts of the keyboard keys: what each does, in the list of keys and beside the buttons.
import type { Texts } from './catalogue.ts';
import type { enKeys } from './en-keys.ts';

/** German texts of the keyboard keys. */
export const deKeys: Texts<typeof enKeys> = {
  keys: {
    title: 'Tasten',
    tip: '{{words}} ({{keys}})',
    chord: 'Strg+Umschalt+{{letter}}',
    inCall: 'Im Anruf',
    ringing: 'Wenn jemand anruft',
    always: 'Immer',
    mute: 'Stummschalten oder Ton einschalten',
    talk: 'Sprechtaste: halten, um trotz Stummschaltung gehört zu werden',
    talkKeys: 'Strg+Leertaste',
    camera: 'Kamera ein- oder ausschalten',
    share: 'Bildschirm teilen oder Teilen beenden',
    hold: 'Halten oder fortsetzen',
    text: 'Schreiben',
    security: 'Sicherheit: der Code',
    hangUp: 'Auflegen',
    full: 'Vollbild ein oder aus',
    answer: 'Annehmen, nur mit Ton',
    answerHint: 'Ein laufender Anruf wird gehalten. In seinem Fenster zeigt die Taste zuerst, wer anruft.',
    answerVideo: 'Mit Video annehmen',
    decline: 'Ablehnen',
    list: 'Diese Liste',
    zoom: 'Größer, kleiner, normale Größe',
    zoomKeys: 'Strg + Plus, Minus, 0',
    escape: 'Schließen, was offen ist',
    escapeKeys: 'Esc',
    show: 'Alle Tasten',
    global: 'Während ein anderes Programm vorn ist',
    globalHint: {
      system:
        'Diese Tasten wirken in jedem Programm. Solange sie gesetzt sind, erhält sie kein anderes. Nötig sind mindestens zwei von Strg, Alt, Umschalt und Super, dazu ein Buchstabe, eine Ziffer oder eine Funktionstaste.',
      desktop:
        'Diese Tasten wirken in jedem Programm. Siegel schlägt die Taste, die Sie setzen, Ihrer Arbeitsumgebung vor. Diese fragt Sie und vergibt vielleicht eine andere. Nötig sind mindestens zwei von Strg, Alt, Umschalt und Super, dazu ein Buchstabe, eine Ziffer oder eine Funktionstaste.',
      nobody: 'Hier nicht möglich: Diese Arbeitsumgebung gibt Programmen im Hintergrund keine Tasten.',
    },
    globalAct: {
      mute: 'Stummschalten oder Ton einschalten',
      talk: 'Sprechtaste: gedrückt halten, um gehört zu werden',
      answer: 'Annehmen, nur mit Ton',
      hangUp: 'Auflegen',
    },
    release: {
      'by-display':
        'Wirkt in einem Anruf, in dem Sie stummgeschaltet sind. Solange Sie eine dieser Tasten halten, fragt Siegel den Anzeigeserver, welche Tasten gedrückt sind. So bemerkt es, dass Sie loslassen.',
      'by-system':
        'Wirkt in einem Anruf, in dem Sie stummgeschaltet sind. Solange Sie eine dieser Tasten halten, fragt Siegel das System, ob sie noch gedrückt ist. Nach anderen Tasten fragt es nicht.',
      'not-allowed':
        'Noch nicht möglich. macOS sagt Siegel nicht, ob Sie diese Taste noch halten. Erlauben Sie es in den Systemeinstellungen unter „Datenschutz & Sicherheit“, „Eingabeüberwachung“. Beenden Sie dann Siegel, und starten Sie es neu.',
      never:
        'Hier nicht möglich. Der Teil von Siegel, der das Loslassen einer Taste bemerken würde, läuft auf diesem Computer nicht. Halten Sie im Anruffenster Strg+Leertaste.',
      announced:
        'Wirkt in einem Anruf, in dem Sie stummgeschaltet sind. Ihre Arbeitsumgebung meldet Siegel, wann Sie diese Taste drücken und loslassen, und keine anderen Tasten. Lassen Sie den Buchstaben zuerst los. Sonst melden manche Arbeitsumgebungen nichts, und man hört Sie vielleicht länger.',
      'no-display':
        'Zurzeit nicht möglich. Der Anzeigeserver sagt Siegel nicht, welche Tasten gedrückt sind. Niemand würde bemerken, dass Sie loslassen. Halten Sie im Anruffenster Strg+Leertaste.',
    },
    desktop: {
      asked: 'Ihre Arbeitsumgebung hat noch nicht geantwortet. Vielleicht fragt sie Sie gerade.',
      given: 'Ihre Arbeitsumgebung vergibt diese Taste. Ändern Sie sie in deren Einstellungen.',
      nameless: 'Ihre Arbeitsumgebung sagt nicht, welche Taste das ist. Ihre Einstellungen zeigen es.',
      refused:
        'Ihre Arbeitsumgebung hat diese Taste nicht vergeben. Wählen Sie eine in deren Einstellungen, oder entfernen Sie sie hier, und setzen Sie sie noch einmal.',
    },
    none: 'Keine Taste',
    set: 'Setzen',
    setFor: 'Taste setzen: {{act}}',
    press: 'Tasten drücken …',
    remove: 'Taste entfernen: {{act}}',
    bad: 'Andere Programme verwenden {{keys}}. Nehmen Sie mindestens zwei von Strg, Alt, Umschalt und Super.',
    taken: 'Ein anderes Programm oder eine andere Zeile hier hat diese Taste. Nehmen Sie eine andere.',
    ctrl: 'Strg',
    shift: 'Umschalt',
  },
};
