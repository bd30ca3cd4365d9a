// How the functions of Windows and macOS are declared and called. They were not run there: a played library notes the
// calls, and the library that calls them calls one of Linux.
import { expect, it } from 'vitest';
import { loadKoffi, openKeyboard, type OpenLibrary } from '../../../src/main/keyboard/system-keyboard.ts';

/** A system whose functions return `results`, by their name, and the calls to them. */
function system(results: Readonly<Record<string, unknown>>) {
  const calls: string[] = [];
  const open: OpenLibrary = (library) => ({
    func: (declaration) => {
      const name = /(\w+)\(/u.exec(declaration)?.[1] ?? '';
      return (...values) => {
        calls.push([library, declaration, ...values].join(' | '));
        return results[name];
      };
    },
  });
  return { calls, open };
}

it.each([
  [-32_768, true],
  [-32_767, true],
  [1, false],
  [0, false],
])('on Windows the highest bit of GetAsyncKeyState decides: %i means down: %s', (state, isDown) => {
  const { calls, open } = system({ GetAsyncKeyState: state });
  const keyboard = openKeyboard('win32', open);
  keyboard.askPerson();
  expect([keyboard.isDown(0x4d), keyboard.isAllowed()]).toEqual([isDown, true]);
  expect(calls).toEqual(['user32.dll | int16_t __stdcall GetAsyncKeyState(int key) | 77']);
});

it('on macOS the keys of the session are read, and the permission to read them is looked up and asked for', () => {
  const { calls, open } = system({ CGEventSourceKeyState: true, CGPreflightListenEventAccess: false });
  const keyboard = openKeyboard('darwin', open);
  expect([keyboard.isDown(0x2e), keyboard.isAllowed()]).toEqual([true, false]);
  keyboard.askPerson();
  const graphics = '/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics';
  expect(calls).toEqual([
    `${graphics} | bool CGEventSourceKeyState(int32_t source, uint16_t key) | 0 | 46`,
    `${graphics} | bool CGPreflightListenEventAccess()`,
    `${graphics} | bool CGRequestListenEventAccess()`,
  ]);
});

it('a system other than Windows and macOS is not asked', () => {
  const { calls, open } = system({});
  expect(() => openKeyboard('linux', open)).toThrow('linux is not asked for its keys');
  expect(calls).toEqual([]);
});

it('the foreign function interface calls a function of the system as declared, and throws for one that is missing', async () => {
  const open = await loadKoffi();
  const libc = open('libc.so.6');
  const declared = libc.func('int16_t __stdcall toupper(int c)');
  expect(declared('m'.codePointAt(0) ?? 0)).toBe('M'.codePointAt(0));
  expect(() => libc.func('bool CGPreflightListenEventAccess()')).toThrow(/CGPreflightListenEventAccess/u);
  expect(() => open('user32.dll')).toThrow('cannot open shared object');
});
