/** The bytes of a base64 `data:` URL, as which the bundler embeds a file in a script. Nothing is fetched. */
export function inlineBytes(dataUrl: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (byte) => byte.charCodeAt(0));
}
