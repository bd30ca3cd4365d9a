// Whether this desktop is a Wayland one. On Wayland, a program can see neither the screen nor the keys that are pressed
// in other programs.

/** Whether a Wayland compositor runs this desktop, as its environment says. */
export function isWayland(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  return platform === 'linux' && (env['XDG_SESSION_TYPE'] === 'wayland' || (env['WAYLAND_DISPLAY'] ?? '') !== '');
}
