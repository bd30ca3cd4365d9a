// Parses the arguments that electron-builder gives to fpm: options with their values, and the destination of each file.
// Unknown arguments are refused, so that a newer electron-builder cannot ask for something that is then left out.

const WITH_VALUE = new Set(
  `-s -t -d --deb-recommends --architecture --after-install --after-remove --description --version --package --name
   --maintainer --vendor --url --category --deb-priority --rpm-summary --license --iteration --deb-compression
   --rpm-compression --rpm-os --log`.split(/\s+/),
);
const WITHOUT_VALUE = new Set(['--force', '--debug']);

/** A request to fpm. */
export interface FpmRequest {
  /** The last value of an option, `''` if it is not given. */
  readonly one: (option: string) => string;
  /** Every value of an option that may be repeated. */
  readonly every: (option: string) => readonly string[];
  readonly files: readonly { readonly from: string; readonly to: string }[];
}

/** Reads the arguments after the program's name; throws on an unknown one and on an option without its value. */
export function readFpmRequest(args: readonly string[]): FpmRequest {
  const options = new Map<string, string[]>();
  const files: { from: string; to: string }[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (WITHOUT_VALUE.has(word)) continue;
    if (WITH_VALUE.has(word)) {
      at++;
      const value = args[at];
      if (value === undefined) throw new Error(`no value after ${word}`);
      options.set(word, [...(options.get(word) ?? []), value]);
      continue;
    }
    const equals = word.lastIndexOf('=');
    if (word.startsWith('-') || equals < 1) throw new Error(`unknown argument: ${word}`);
    files.push({ from: word.slice(0, equals), to: word.slice(equals + 1) });
  }
  return {
    one: (option) => options.get(option)?.at(-1)?.trim() ?? '',
    every: (option) => options.get(option) ?? [],
    files,
  };
}
