// Asks Windows or macOS whether a key is down. The only importer of `koffi`, a foreign function interface: native code
// that can call any function of the system. So it is loaded in a process of its own and not in main
// (docs/decisions/0084). It is optional, and only packages for Windows and macOS contain it.

/** The keyboard, as far as the system tells. */
export interface Keyboard {
  /** Whether the key with this code is down (desktop/chord-codes.ts). */
  readonly isDown: (code: number) => boolean;
  /** Whether the system says so of every key. False on macOS without the person's permission. */
  readonly isAllowed: () => boolean;
  /** Lets macOS ask the person for that permission. macOS asks once; later calls show nothing. */
  readonly askPerson: () => void;
}

/** Opens a library of the system. Its functions are named by their declarations in C. */
export type OpenLibrary = (name: string) => {
  readonly func: (declaration: string) => (...values: number[]) => unknown;
};

// The highest bit of GetAsyncKeyState's result: the key is down now. The lowest is about the time before.
const DOWN = 0x8000;
// kCGEventSourceStateCombinedSessionState: real keys, and keys that a remote session or a program presses.
const SESSION = 0;

/** The keyboard of `platform`. Throws if it is neither Windows nor macOS, or if a function is missing there. */
export function openKeyboard(platform: string, open: OpenLibrary): Keyboard {
  if (platform === 'win32') {
    const state = open('user32.dll').func('int16_t __stdcall GetAsyncKeyState(int key)');
    return {
      isDown: (code) => (Number(state(code)) & DOWN) !== 0,
      isAllowed: () => true,
      askPerson: () => undefined,
    };
  }
  if (platform !== 'darwin') throw new Error(`${platform} is not asked for its keys`);
  const graphics = open('/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics');
  const state = graphics.func('bool CGEventSourceKeyState(int32_t source, uint16_t key)');
  const preflight = graphics.func('bool CGPreflightListenEventAccess()');
  const request = graphics.func('bool CGRequestListenEventAccess()');
  return {
    isDown: (code) => state(SESSION, code) === true,
    isAllowed: () => preflight() === true,
    askPerson: () => void request(),
  };
}

/** Opens libraries by `koffi`. Rejects if it is not installed, or does not exist for this system. */
export async function loadKoffi(): Promise<OpenLibrary> {
  const { default: koffi } = await import('koffi');
  return (name) => koffi.load(name);
}
