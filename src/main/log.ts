// The only console of main. Types decide what may be printed: numbers, flags, short plain words and error codes. Bytes,
// secrets, addresses, codes that a person types, SDP and candidates never get through, even if passed by mistake.

import { commands } from '../contract/ipc.ts';
import { policies } from '../core/policy/table.ts';

/** How much is printed: a level includes those after it in this order. */
export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Facts beside a message: numbers, flags, errors and words of a closed list. Arbitrary text does not compile here. */
export type Facts = Readonly<Record<string, unknown>>;
type Closed<F extends Facts> = {
  // `unknown` is a caught error.
  readonly [K in keyof F]: unknown extends F[K] ? F[K] : string extends F[K] ? never : F[K];
};
type Constant<M extends string> = string extends M ? never : M;
type Say = <M extends string, const F extends Facts>(message: Constant<M>, facts?: Closed<F>) => void;

declare const own: unique symbol;
type OwnWord = string & { readonly [own]: true };

/** A text that the caller knows to be one of our own words. Its form still decides whether it is printed. */
export function ownWord(text: string): OwnWord {
  return text as OwnWord;
}

/** A log of one area. A message is a constant text in the code; facts carry whatever varies. */
export interface Log {
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
  /** The same log under another area's name. */
  readonly area: <N extends string>(name: Constant<N>) => Log;
}

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];
// The form of our own words, in case the compiler was deceived: a reason (`answered-elsewhere`), a version of up to
// three numbers, a system's error code. No address, host name with a dot, key, id or sentence has one of these forms.
const REASON = /^[a-z]{1,15}(?:-[a-z]{1,15}){0,5}$/;
const VERSION = /^\d{1,3}(?:\.\d{1,5}){1,2}$/;
// A code of one word has no digits, apart from E2BIG: a group of a code that a person types usually has a digit.
const ERROR_CODE = /^(?:[A-Z]{2,16}|E2BIG|[A-Z][A-Z0-9]{1,15}(?:_[A-Z0-9]{1,15}){1,6})$/;
const MOST_DIGITS = 7; // a security code has eight
const OWN_ASSERTION = /^assertion failed: [A-Za-z0-9 ,.:'’-]{1,120}$/;

/** Writes a line to the console. */
export function printLine(level: Level, line: string): void {
  console[level](line);
}

/**
 * A log that prints the levels from `least` on with `write`, which is the console by default. If `least` is a
 * function, it is called for each line.
 */
export function createLog(
  least: Level | (() => Level),
  write: (level: Level, line: string) => void = printLine,
  name = 'main',
): Log {
  const at =
    (level: Level) =>
    (message: string, facts: Facts = {}): void => {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(typeof least === 'string' ? least : least())) return;
      const tail = Object.entries(facts).map(([key, value]) => ` ${key}=${redact(value)}`);
      write(level, `${level} ${name}: ${message}${tail.join('')}`);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    area: (area) => createLog(least, write, area),
  };
}

/** The text of a value as a log may contain it. */
export function redact(value: unknown): string {
  if (value === undefined || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return redactNumber(value);
  if (typeof value === 'string') return redactText(value);
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (value instanceof Error) return redactError(value);
  if (Array.isArray(value)) return `<list of ${value.length}>`;
  return `<${typeof value}>`;
}

function redactNumber(value: number | bigint): string {
  const text = String(value);
  return text.replaceAll(/\D/g, '').length > MOST_DIGITS ? '<number>' : text;
}

function redactText(text: string): string {
  const isKnown = Object.hasOwn(commands, text) || Object.hasOwn(policies, text);
  const isOurs = isKnown || REASON.test(text) || VERSION.test(text) || ERROR_CODE.test(text);
  return isOurs ? text : `<text of ${text.length}>`;
}

// Messages of foreign errors quote paths, hosts and input. Only our own assertions are constant texts.
function redactError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? ` ${redactText(error.code)}` : '';
  const own = OWN_ASSERTION.test(error.message) ? ` ${error.message}` : '';
  const name = /^(?:[A-Z][A-Za-z]{1,30})?Error$/.test(error.name) ? error.name : 'Error';
  const where = placeOf(error);
  return `<${name}${code}${own}${where === undefined ? '' : ` at ${where}`}>`;
}

// File, line and column of the first stack frame. The message precedes the stack frames, and may look like stack frames
// itself.
function placeOf({ stack = '', message }: Error): string | undefined {
  const frames = message === '' ? stack : stack.slice(Math.max(0, stack.lastIndexOf(message)) + message.length);
  return /^\n\s+at [^\n]*?([\w-]+(?:\.(?:spec|test|worker))?\.(?:ts|js|cjs|mjs):\d+:\d+)\)?$/m.exec(frames)?.[1];
}
