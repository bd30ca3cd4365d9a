// English texts of the login at a proxy.

/** English texts of the proxy. */
export const enProxy = {
  proxy: {
    title: 'Proxy',
    wanted: 'The proxy {{proxy}} of your network asks for a user name and a password before it lets Siegel through.',
    refused: 'The proxy {{proxy}} does not accept this user name with this password.',
    accepted: 'You are logged in at the proxy {{proxy}}.',
    kept: 'A login for the proxy {{proxy}} is kept. It is used only if the proxy asks for it.',
    otherKind:
      'The proxy {{proxy}} asks for a login of a kind that Siegel does not have, such as that of Windows. Ask your IT to let Siegel through to the server without a login.',
    clear:
      'Name and password travel to this proxy unencrypted, as with every program that logs in to it. Whoever rules the network you are in can pretend to be this proxy, and gets them too.',
    user: 'User name at the proxy',
    password: 'Password at the proxy',
    passwordKept: 'A password is kept. To change it, enter a new one.',
    save: 'Log in at the proxy',
    forget: 'Forget this login',
  },
};
