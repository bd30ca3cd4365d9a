// What a command of the command line writes, and how the program then exits.

/** A text without its last line end, and the exit code. */
export interface Printed {
  readonly text: string;
  readonly code: number;
}

/** Writes it and calls `end` with the exit code once it is out. */
export function print({ text, code }: Printed, end: (code: number) => void): void {
  process.stdout.on('error', () => end(code)); // nobody reads on
  process.stdout.write(`${text}\n`, () => end(code));
}
