// English texts of why main refused what was asked, for every RefusalCode.
// Short sentences, no jargon; every key exists in de-refusal.ts too.

/** English texts of why main refused what was asked, for every RefusalCode. */
export const enRefusal = {
  locked: 'Your organisation has set this. Ask your IT department if you need to change it.',
  'app-locked': 'Siegel is locked. Please unlock it first.',
  'too-many-calls':
    'You have called this person ten times within a minute. Call again in a minute; people whom you have verified can be called more often.',
  'peer-not-allowed': 'Your organisation does not allow calls with this address. Ask your IT department.',
  'peer-not-verified': 'Your organisation requires this person to be verified before a call. Ask your IT department.',
  'video-not-allowed': 'Your organisation does not allow video. Call without the camera.',
  'sharing-not-allowed': 'Your organisation does not allow this to be shared. Ask your IT department.',
  'call-held': 'The call is on hold. Press “Resume” first.',
  'unknown-source': 'This window is gone. Choose another one.',
  'passphrase-not-allowed':
    'Your organisation requires the system’s key store. A passphrase is not enough; ask your IT department.',
  'export-not-allowed': 'Your organisation does not allow saving this.',
  cancelled: 'Nothing was saved.',
  'call-first': 'A call comes first. Try again when it is over.',
  'asked-lately':
    'Siegel has just asked you or opened this more than once, and you declined or closed it. It does so again only after a pause: wait up to ten minutes, or restart Siegel. If you did not start any of this yourself, tell your IT department.',
  'not-enrolling': 'Your organisation has not set an enrolment server.',
  'bad-token': 'This one-time token was not accepted. Check it, or ask for a new one.',
  'ca-unreachable': 'The enrolment server cannot be reached. Try again later.',
  'ca-refused': 'The enrolment server refused. Ask your IT department.',
  'no-update': 'Siegel does not look for newer versions by itself on this device. Ask whoever manages it.',
  'no-link': 'Your organisation has not set a page for this.',
  'not-allowed': 'Siegel refused this step.',
  'bad-input': 'Siegel does not accept this entry. Please check it.',
  internal: 'Something went wrong in Siegel. Please try again; if it happens again, restart Siegel.',
  'no-key-store': 'There is no protected key store, or it is locked, so the key cannot be kept or opened.',
  'vault-locked': 'Please unlock Siegel with your passphrase first.',
  'wrong-passphrase': 'The passphrase is wrong. Please try again.',
  'vault-damaged': 'Siegel’s data cannot be opened. It was not overwritten.',
  'no-identity': 'Please set up Siegel first.',
  'identity-exists': 'Siegel is already set up.',
  'bad-address':
    'This is not a valid address. It looks like name@organisation, in one script, without characters that look like others.',
  'bad-name': 'This name cannot be used. At most 64 bytes, and no control characters.',
  'own-address': 'This is your own address.',
  'contact-exists': 'This person is already in your contacts.',
  'unknown-contact': 'This person is not in your contacts.',
  'unknown-side':
    'The devices now say something different from what was shown here. Nothing was decided: look at the sides again.',
  'person-verified':
    'You have verified this person. Siegel forgets them only together with the contact, and lets somebody else take their place only after the security code was compared in a call.',
  'unknown-person':
    'This person is no longer found under the address, or the server did not answer. Nothing was changed.',
  'unknown-entry': 'This call is no longer in the list and cannot be brought back.',
  'unknown-call': 'This call is over.',
  moving: 'This call is already being moved. Wait a moment.',
  'call-exists': 'You are already in a call. Hang up first.',
  'two-calls': 'You can have two calls at most. End one of them first.',
  'cannot-hold': 'Your running call is still being set up and cannot be put on hold yet. Wait a moment, or hang it up.',
  'key-changed': 'What Siegel knows about this person has changed. Look at the person in the main window first.',
  unconfirmed: 'The code does not count yet: it is not certain which devices this person has.',
  'code-mismatch': 'The code is wrong.',
  'not-connected': 'There is no connection to the server. Please wait until it is back.',
  'broker-in-use': 'The port is used by another program. Choose another one.',
  'bad-relay': 'This is not a valid relay address. It begins with turn: or turns:, as in turns:relay.example:443.',
  'relay-account': 'A relay needs a user name and a password.',
  'no-proxy': 'This proxy has not asked for a login. Check which proxy is shown.',
  'proxy-account': 'A proxy login needs a user name without a colon, and a password.',
  'no-relay': 'No relay is set. Without one no call would connect. Enter one under “Relay” first.',
  'bad-broker': 'This is not a valid server address. It begins with mqtts:// or wss://.',
  disk: 'The change could not be saved. Nothing was changed. Please check whether the disk is full.',
  'bad-code': 'This link code is not complete or has a typing mistake. Compare it with the new device.',
  linking: 'A device is already being linked, or this step has passed.',
  'devices-full': 'Your list of devices is full. First remove a device that you no longer use.',
  'chain-full':
    'Devices were added and removed so often that there is no room for another change. Please ask your IT department: your devices keep working, but another one needs a new identity.',
  'device-unfinished': 'Linking this device is not finished yet.',
  'devices-disputed': 'Your devices disagree about which of them are yours. Nothing was changed.',
  'device-removed': 'This device was removed on another of your devices. It can no longer make calls.',
  'unknown-device': 'This device is no longer in your list of devices.',
  'wrong-group': 'This is not the last group of the code. Look at your paper, or have the code shown again.',
  'recovery-gone': 'The recovery code is no longer shown and is not valid. Make a new one.',
  'recovery-changed':
    'Meanwhile another of your devices has made a recovery code. Confirm again if the code in this window should replace that one.',
  'no-recovery-code': 'There is no recovery code to take back.',
  'not-printed': 'Nothing was printed. Check whether a printer is set up, or write the code down.',
  'no-server':
    'No server is set. Enter the server address, press Save and try again: Siegel first asks the server whether somebody already uses this address.',
  'server-silent':
    'The server cannot be reached, so it is not known whether somebody already uses this address. Nothing was set up. Check the server address and your connection, and try again.',
  'server-proxy':
    'The proxy on the way to the server does not let Siegel through. Nothing was set up. Ask your IT department, and try again.',
  'proxy-login':
    'The proxy on the way to the server asks for a user name and a password. Nothing was set up. Log in at the proxy below, and try again.',
  'server-refused':
    'The server does not accept this device, or the server’s certificate is not trusted. Nothing was set up. Check server address, user name and password, or ask your IT department.',
  'server-in-clear':
    'This server can be reached only without encryption, and you have not allowed that. Nothing was set up. Try again to be asked once more.',
  'directory-silent':
    'The server did not say in time, or not completely, who already uses this address. Nothing was set up. Try again; if this keeps happening, tell your IT department.',
  'address-used': 'This address is already taken.',
  'address-used-by-several': 'This address already belongs to more than one person.',
  'recovery-unfinished': 'The code is not complete. It has nine groups; compare it with your paper.',
  'recovery-mistyped': 'There is a typing mistake in the code. Compare it with your paper.',
  'recovery-unknown': 'Nobody who uses this address has this code. Check the address, and whose paper this is.',
  'recovery-replaced':
    'This code is no longer valid: it was already used, or another one has replaced it. Nothing was changed. If that was not you, tell your IT department.',
  'recovery-several':
    'More than one person under this address has this code, so somebody else has got hold of it. Nothing was changed. Tell your IT department.',
  'recovery-full':
    'Devices were added and removed so often that there is no room for a recovery. Nothing was changed. Please ask your IT department.',
} as const;
