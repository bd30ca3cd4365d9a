// The names by which people know their system's key store. The engine's own names mean nothing to people.

const names: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'Keychain',
  dpapi: 'Windows DPAPI',
};

/** The name of the key store `backend` (Electron's `safeStorage`), or `backend` itself if there is no better one. */
export function keyStoreName(backend: string): string {
  return names[backend] ?? backend;
}
