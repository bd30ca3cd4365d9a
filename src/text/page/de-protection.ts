// German texts of what protects one's own key.

/** German texts of the protection of the key. */
export const deProtection = {
  protection: {
    change: 'Passphrase ändern …',
    toPassphrase: 'Mit Passphrase schützen …',
    toSystem: 'Mit Schlüsselspeicher schützen …',
    changeTitle: 'Passphrase ändern',
    toPassphraseTitle: 'Mit einer Passphrase schützen',
    toSystemTitle: 'Mit dem Schlüsselspeicher des Systems schützen',
    changeText:
      'Die alte Passphrase öffnet dann auf diesem Gerät nichts mehr. Frühere Kopien der Dateien, etwa in Sicherungen, öffnet sie weiterhin.',
    toPassphraseText:
      'Siegel öffnet sich dann nur noch mit der Passphrase, bei jedem Start und nach jeder Sperre. Niemand kann sie wiederherstellen: Ohne sie ist alles verloren, was auf diesem Gerät gespeichert ist.',
    toSystemText: 'Siegel öffnet sich dann ohne Passphrase, solange Sie an diesem Computer angemeldet sind.',
    proof: 'Bisherige Passphrase',
    passphrase: 'Neue Passphrase',
    do: 'Weiter',
    doing: 'Wird geändert …',
    asks: 'Siegel fragt noch einmal in einem eigenen Dialog.',
    saved: 'Der Schutz Ihres Schlüssels wurde geändert.',
  },
};
