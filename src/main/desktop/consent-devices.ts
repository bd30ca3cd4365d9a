// Devices as main's own dialogs list them when a person decides between the sides of a dispute. A thief can publish
// hundreds of devices, and no screen is that tall.
const MOST_NAMED = 8;

interface Words {
  readonly noDevice: string;
  readonly more: (count: number) => string;
}

/**
 * The id of a device for two people to compare: complete, because the beginning of an id can be forged by trying keys.
 * The id is written in groups of four, as on the page.
 */
export function wholeId(device: string): string {
  return (
    device
      .toUpperCase()
      .match(/.{1,4}/gu)
      ?.join(' ') ?? ''
  );
}

/**
 * The lines of the devices that stay and of those that go. At most eight devices are named, beginning with those that
 * stay; the others are only counted.
 */
export function deviceLists<T>(
  { stay, go }: { readonly stay: readonly T[]; readonly go: readonly T[] },
  nameOf: (device: T) => string,
  words: Words,
): { readonly stay: string; readonly go: string } {
  const staying = stay.slice(0, MOST_NAMED);
  return {
    stay: linesOf(stay, staying, nameOf, words),
    go: linesOf(go, go.slice(0, MOST_NAMED - staying.length), nameOf, words),
  };
}

function linesOf<T>(all: readonly T[], named: readonly T[], nameOf: (device: T) => string, words: Words): string {
  if (all.length === 0) return words.noDevice;
  const more = all.length - named.length;
  return [...named.map(nameOf), ...(more > 0 ? [words.more(more)] : [])].join('\n');
}
