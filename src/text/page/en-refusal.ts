// English texts of why main refused what was asked, for every RefusalCode.
// Short sentences, no jargon on the surface; every key exists in de-refusal.ts too.

/** English texts of why main refused what was asked, for every RefusalCode. */
export const enRefusal = {
  locked: 'Your organisation has set this. Ask your IT if you need it otherwise.',
  'app-locked': 'Siegel is locked. Please unlock it first.',
  'too-many-calls':
    'You have called this person ten times within a minute. Call again in a minute; people whom you have verified can be called more often.',
  'peer-not-allowed': 'Your organisation allows no calls with this address. Ask your IT.',
  'peer-not-verified': 'Your organisation requires this person to be verified before a call. Ask your IT.',
  'video-not-allowed': 'Your organisation does not allow video. Call without the camera.',
  'sharing-not-allowed': 'Your organisation does not allow this to be shared. Ask your IT.',
  'call-held': 'The call is on hold. Press “Resume” first.',
  'unknown-source': 'This window is not there any more. Choose another one.',
  'passphrase-not-allowed':
    'Your organisation requires the system’s key store. A passphrase is not enough; ask your IT.',
  'export-not-allowed': 'Your organisation does not allow saving this.',
  cancelled: 'Nothing was saved.',
  'call-first': 'A call comes first. Try again when it is over.',
  'asked-lately':
    'Siegel has just asked you more than once, and you declined. It asks again only after a pause: wait ten minutes, or restart Siegel. If you began none of it yourself, tell your IT.',
  'not-enrolling': 'Your organisation has named no place to enrol.',
  'bad-token': 'This one-time token was not accepted. Check it, or ask for a new one.',
  'ca-unreachable': 'The enrolment server cannot be reached. Try again later.',
  'ca-refused': 'The enrolment server refused. Ask your IT.',
  'no-update': 'Siegel does not look for newer versions by itself on this device. Ask whoever manages it.',
  'no-link': 'Your organisation has named no page for this.',
  'not-allowed': 'Siegel refused this step.',
  'bad-input': 'This entry has a form that Siegel does not accept. Please check it.',
  internal: 'Something went wrong in Siegel. Please try again; if it happens again, restart Siegel.',
  'no-key-store': 'There is no protected key store, so the key cannot be kept.',
  'vault-locked': 'Please unlock Siegel with your passphrase first.',
  'wrong-passphrase': 'The passphrase is not right. Please try again.',
  'vault-damaged': 'Siegel’s data cannot be opened. It was kept aside.',
  'no-identity': 'Please set up Siegel first.',
  'identity-exists': 'Siegel is set up already.',
  'bad-address':
    'This is not a valid address. It looks like name@organisation, in one script, without characters that can be taken for others.',
  'bad-name': 'This name cannot be used. At most 64 bytes, and no control characters.',
  'own-address': 'This is your own address.',
  'contact-exists': 'This person is in your contacts already.',
  'unknown-contact': 'This person is not in your contacts.',
  'unknown-side':
    'The devices now say something else than what stood here. Nothing was decided: look at the sides again.',
  'person-verified':
    'You have verified this person. Siegel forgets them only together with the contact, and lets somebody else take their place only after the security code was compared in a call.',
  'unknown-person':
    'This person is no longer found under the address, or the server did not answer. Nothing was changed.',
  'unknown-entry': 'This call is no longer in the list and cannot be brought back.',
  'unknown-call': 'This call is over.',
  moving: 'This call is being moved already. Wait a moment.',
  'call-exists': 'You are in a call already. Hang up first.',
  'two-calls': 'Two calls at a time are the most. End one of them first.',
  'cannot-hold': 'The other call is still being set up and cannot be held yet. Wait a moment, or hang it up.',
  'key-changed': 'There is a notice about this person, and perhaps something to decide. Please read it first.',
  unconfirmed: 'The code does not count yet: which devices this person has is not settled.',
  'code-mismatch': 'The code is wrong.',
  'not-connected': 'There is no connection to the server. Please wait until it is back.',
  'broker-in-use': 'The port is used by another program. Choose another one.',
  'bad-relay': 'This is not a valid relay address. It begins with turn: or turns:, as in turns:relay.example:443.',
  'relay-account': 'A relay needs a user name and a password.',
  'no-proxy': 'This proxy has not asked for a login. Look again which proxy is shown.',
  'proxy-account': 'A login at a proxy needs a user name without a colon, and a password.',
  'no-relay': 'No relay is set. Without one no call would connect. Enter one under “Relay” first.',
  'bad-broker': 'This is not a valid server address. It begins with mqtts:// or wss://.',
  disk: 'The change could not be saved. Nothing was changed. Please check whether the disk is full.',
  'bad-code': 'This link code is not complete or has a typing mistake. Compare it with the new device.',
  linking: 'A device is being linked already, or this step is no longer due.',
  'devices-full': 'Your list of devices is full. First remove a device that you no longer use.',
  'chain-full':
    'Devices were added and removed so often that there is no room for another change. Please turn to your IT: your devices go on working, and another one needs a new identity.',
  'device-unfinished': 'Linking this device is not finished yet.',
  'devices-disputed': 'Your devices contradict each other about which of them are yours. Nothing was changed.',
  'device-removed': 'This device was removed on another of your devices. It can no longer make calls.',
  'unknown-device': 'This device is no longer in your list of devices.',
  'wrong-group': 'This is not the last group of the code. Look at your paper, or have the code shown again.',
  'recovery-gone': 'The recovery code is not shown any more, and counts for nothing. Make a new one.',
  'recovery-changed':
    'Meanwhile another of your devices has made a recovery code. Confirm once more if this one is to replace it.',
  'no-recovery-code': 'There is no recovery code to take back.',
  'not-printed': 'Nothing was printed. Check whether a printer is set up, or write the code down.',
  'no-server':
    'No server is set. Enter the server address, press Save and try again: Siegel asks the server first whether somebody uses this address already.',
  'server-silent':
    'The server cannot be reached, so it is not known whether somebody uses this address already. Nothing was set up. Check the server address and your connection, and try again.',
  'server-proxy':
    'The proxy on the way to the server does not let Siegel through. Nothing was set up. Ask your IT, and try again.',
  'proxy-login':
    'The proxy on the way to the server asks for a user name and a password. Nothing was set up. Log in at the proxy below, and try again.',
  'server-refused':
    'The server does not let this device in, or its certificate does not count. Nothing was set up. Check server address, user name and password, or ask your IT.',
  'server-in-clear':
    'This server is reached without encryption, and you have not allowed that. Nothing was set up. Try again to be asked once more.',
  'directory-silent':
    'The server did not say in time, or not completely, who uses this address already. Nothing was set up. Try again; if it stays that way, tell your IT.',
  'address-used': 'This address is already used.',
  'address-used-by-several': 'This address is already used by more than one person.',
  'recovery-unfinished': 'The code is not complete. It has nine groups; compare it with your paper.',
  'recovery-mistyped': 'There is a typing mistake in the code. Compare it with your paper.',
  'recovery-unknown': 'Nobody who uses this address has this code. Check the address, and whose paper this is.',
  'recovery-replaced':
    'This code no longer counts: it was used already, or another one took its place. Nothing was changed. If neither was you, tell your IT.',
  'recovery-several':
    'More than one person under this address has this code, so somebody else has got hold of it. Nothing was changed. Tell your IT.',
  'recovery-full':
    'Devices were added and removed so often that there is no room for a recovery. Nothing was changed. Please turn to your IT.',
} as const;
