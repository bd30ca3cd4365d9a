// English texts of the person's own relay.

/** English texts of the relay. */
export const enRelay = {
  relay: {
    title: 'Relay',
    note: 'A relay (TURN server) passes calls on where two devices cannot reach each other directly, for example behind some firewalls. It sees network addresses, when you speak and how much. It hears and sees nothing: everything stays sealed.',
    ofOrganisation: 'Your organisation has set the relay.',
    server: 'Relay address',
    serverHint: 'For example turns:relay.example:443 or turn:relay.example:3478?transport=udp',
    user: 'User name',
    password: 'Password',
    passwordKept: 'A password is saved. Leave this empty to keep it.',
    save: 'Save relay',
    remove: 'Remove relay',
    test: 'Test relay',
    tested: {
      testing: 'Asking the relay …',
      carried: 'The relay provides a path, and a trial call through it works.',
      lost: 'The relay provides a path, but a trial call through it does not come back. Check its ports for media, and whether it may send to itself.',
      allocated:
        'The relay provides a path. No trial call was made: a call, another trial call, a lock or a change of policy came first.',
      unreachable: 'The relay does not answer. Check address and port, and whether a firewall is in between.',
      tls: 'The relay’s certificate cannot be trusted.',
      'not-authorised': 'The relay does not know this user name with this password.',
      refused: 'The relay answers but provides no path.',
    },
    needed: 'There is no relay. Enter one under “Relay” first.',
  },
};
