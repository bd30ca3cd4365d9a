// The only console of main. What may be printed is decided by type: numbers, flags, short plain words and error codes.
// Bytes, secrets, addresses, codes, SDP and candidates never get through, whoever passes them by mistake.

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Facts beside a message; each value is redacted by its type. */
export type Facts = Readonly<Record<string, unknown>>;

/** A log of one area. A message is a constant text in the code; what varies goes into the facts. */
export interface Log {
  readonly debug: (message: string, facts?: Facts) => void;
  readonly info: (message: string, facts?: Facts) => void;
  readonly warn: (message: string, facts?: Facts) => void;
  readonly error: (message: string, facts?: Facts) => void;
  /** The same log under another area's name. */
  readonly area: (name: string) => Log;
}

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];
// One short word of our own kind: a reason, a version, a scheme. No `@`, no `=`, no blank: not an address, SDP or sentence.
const PLAIN_WORD = /^[A-Za-z0-9._:/-]{1,64}$/;
const ONLY_DIGITS = /^[0-9]+$/; // a code is digits
const NETWORK_ADDRESS = /\d+\.\d+\.\d+\.\d+|::|^([0-9a-f]{1,4}:){3,}/i;

function print(level: Level, line: string): void {
  console[level](line);
}

/** A log that prints from `least` on, as it is at each line, by `write` (the console unless told otherwise). */
export function createLog(
  least: Level | (() => Level),
  write: (level: Level, line: string) => void = print,
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

/** The text of a value as a log may carry it. */
export function redact(value: unknown): string {
  if (value === undefined || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return redactText(value);
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (value instanceof Error) return redactError(value);
  if (Array.isArray(value)) return `<list of ${value.length}>`;
  return `<${typeof value}>`;
}

function redactText(text: string): string {
  const plain = PLAIN_WORD.test(text) && !ONLY_DIGITS.test(text) && !NETWORK_ADDRESS.test(text);
  return plain ? text : `<text of ${text.length}>`;
}

// Messages of foreign errors quote paths, hosts and input: only our own assertions are constant texts.
function redactError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? ` ${redactText(error.code)}` : '';
  const own = error.message.startsWith('assertion failed: ') ? ` ${error.message}` : '';
  const where = /\n\s+at [^\n]*?([\w.-]+:\d+:\d+)\)?/.exec(error.stack ?? '')?.[1];
  return `<${error.name}${code}${own}${where === undefined ? '' : ` at ${where}`}>`;
}
