/** The bytes of a `data:` address in base64, as the bundler lays a file into a script: nothing is fetched for it. */
export function inlineBytes(dataUrl: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (byte) => byte.charCodeAt(0));
}
