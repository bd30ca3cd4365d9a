// English texts of what protects one's own key.

/** English texts of the protection of the key. */
export const enProtection = {
  protection: {
    change: 'Change passphrase …',
    toPassphrase: 'Protect by a passphrase …',
    toSystem: 'Protect by the system’s key store …',
    changeTitle: 'Change passphrase',
    toPassphraseTitle: 'Protect by a passphrase',
    toSystemTitle: 'Protect by the system’s key store',
    changeText:
      'The old passphrase then opens nothing on this device any more. It still opens copies of the files that were made before, for instance backups.',
    toPassphraseText:
      'Siegel then opens by the passphrase alone, at every start and after every lock. Nobody can recover it: without it everything kept on this device is lost.',
    toSystemText: 'Siegel then opens without a passphrase while you are logged in to this computer.',
    proof: 'Current passphrase',
    passphrase: 'New passphrase',
    do: 'Go on',
    doing: 'Changing …',
    asks: 'Siegel asks once more in a dialog of its own.',
    saved: 'Your key is protected anew.',
  },
};
