// English texts of what protects one's own key.

/** English texts of the protection of the key. */
export const enProtection = {
  protection: {
    change: 'Change passphrase …',
    toPassphrase: 'Protect with a passphrase …',
    toSystem: 'Protect with the system’s key store …',
    changeTitle: 'Change passphrase',
    toPassphraseTitle: 'Protect with a passphrase',
    toSystemTitle: 'Protect with the system’s key store',
    changeText:
      'The old passphrase then no longer opens anything on this device. It still opens earlier copies of the files, such as backups.',
    toPassphraseText:
      'Siegel then opens only with the passphrase, at every start and after every lock. Nobody can recover it: without it, everything stored on this device is lost.',
    toSystemText: 'Siegel then opens without a passphrase while you are logged in to this computer.',
    proof: 'Current passphrase',
    passphrase: 'New passphrase',
    do: 'Continue',
    doing: 'Changing …',
    asks: 'Siegel asks once more in its own dialog.',
    saved: 'The protection of your key was changed.',
  },
};
