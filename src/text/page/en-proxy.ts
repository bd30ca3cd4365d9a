// English texts of the login at a proxy.

/** English texts of the proxy. */
export const enProxy = {
  proxy: {
    title: 'Proxy',
    wanted: 'The proxy {{proxy}} of your network asks for a user name and a password before it lets Siegel through.',
    refused: 'The proxy {{proxy}} does not accept this user name with this password.',
    accepted: 'You are logged in at the proxy {{proxy}}.',
    kept: 'A login for the proxy {{proxy}} is saved. It is used only if the proxy asks for it.',
    otherKind:
      'The proxy {{proxy}} asks for a kind of login that Siegel does not support, such as the Windows login. Ask your IT department to let Siegel through to the server without a login.',
    clear:
      'Name and password travel to this proxy unencrypted, as with every program that logs in to it. Whoever controls the network you are in can pretend to be this proxy and get them too.',
    user: 'User name at the proxy',
    password: 'Password at the proxy',
    passwordKept: 'A password is saved. To change it, enter a new one.',
    save: 'Log in at the proxy',
    forget: 'Forget this login',
  },
};
