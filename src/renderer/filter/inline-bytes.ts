/** The bytes of a base64 `data:` URL. The bundler embeds files in scripts in this form. Nothing is fetched. */
export function inlineBytes(dataUrl: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (byte) => byte.charCodeAt(0));
}
