// What a command of the command line prints, and its exit code.

/** A text without its last line end, and the exit code. */
export interface Printed {
  readonly text: string;
  readonly code: number;
}

/** Prints the text, and calls `end` with the exit code once the text is out or its reader has stopped reading. */
export function print({ text, code }: Printed, end: (code: number) => void): void {
  process.stdout.on('error', () => end(code)); // the reader has stopped
  process.stdout.write(`${text}\n`, () => end(code));
}
