// English texts of the set-up: a new identity, an address that somebody uses already, a recovery.
// Short sentences, no jargon; every key exists in de-setup.ts too.

/** English texts of the set-up. */
export const enSetup = {
  setup: {
    title: 'Set up Siegel',
    lead: 'Enter a few details to make calls that nobody else can hear.',
    address: 'Your address',
    addressHint: 'As in an e-mail: name@organisation',
    name: 'Your name',
    nameHint: 'Sent along with calls and shown beside your address.',
    create: 'Set up',
    creating: 'Setting up …',
    store: 'Your key',
    storeOs:
      'It is protected by the system’s key store ({{backend}}). It never leaves this device: another device has its own.',
    storePassphrase: 'It is protected by the passphrase you have just chosen. You need it at every start.',
    otherPassphrase: 'Choose another passphrase',
    storeNone: 'This system offers no protected key store',
    storeNoneWhy:
      'Siegel does not keep a key without protection. Found: {{backend}}. Either unlock or install the system’s key store (on Linux for example GNOME Keyring or KWallet) and restart Siegel, or protect the key with a passphrase.',
    usePassphrase: 'Protect the key with a passphrase',
    passphrase: 'Passphrase',
    passphraseHint: 'At least 12 characters. You need it at every start. It cannot be recovered.',
    passphraseRepeat: 'Repeat the passphrase',
    passphraseShort: 'At least 12 characters, please.',
    passphraseDiffers: 'The two entries differ.',
    addressMissing: 'Please enter your address.',
    nameMissing: 'Please enter your name.',
    looking: 'Siegel is asking the server whether somebody already uses this address. This takes a few seconds.',
    retry: 'Try again',
    serverTitle: 'Check the server address',
    localTitle: 'No server? This computer can be one',
  },
  used: {
    title: 'This address is already taken',
    lead: 'On this server {{address}} already belongs to somebody. If that is you, continue as the same person.',
    leadSeveral:
      'On this server {{address}} already belongs to more than one person. If you are one of them, continue as that person.',
    linkTitle: 'You have a device that still works',
    recoverTitle: 'All your devices are lost',
    recoverText:
      'With your recovery code you stay the same person, and people who have verified you usually need not do it again. All devices that you have had so far are removed.',
    recoverDo: 'Recover with the code',
    newTitle: 'You have neither another device nor the code, or you are somebody else',
    newText:
      'Then you can set up Siegel as a new person. To your contacts you are then somebody else: no verification applies to you, and people who know the earlier person keep calling that person. The earlier person stays in the directory, so anyone who calls this address for the first time has to choose. Ask your IT department first.',
    newDo: 'Set up as a new person',
    back: 'Use another address',
  },
  recover: {
    title: 'Set up with the recovery code',
    lead: '{{name}} ({{address}}) stays the same person, with this device as the only one.',
    code: 'Recovery code',
    codeHint: 'Nine groups, as on your paper. Spaces and capital letters do not matter.',
    text: 'Every device that you have had so far is removed, and your contacts read that you have used the code. Your own contacts, verifications and call list were only on those devices and do not come back.',
    start: 'Recover',
    starting: 'Recovering …',
    done: 'You are the same person as before, with this device as the only one. That applies to everybody as soon as Siegel is connected. The recovery code is used up: make a new one in the settings.',
    doneDisputed:
      'This device is set up with the recovery code, but another device objects. Your contacts decide whom they believe: compare the security code with them.',
  },
} as const;
