// Growing state, stored in numbered parts so that a change writes only one part: `<purpose>-<number>.sealed`, each an
// ordinary sealed file with a previous generation. The number is bound into the part, so a part does not open in the
// place of another part.
import { join } from 'node:path';
import { errorCode, type Files } from './files.ts';
import type { Store } from './store.ts';

/** The parts of one purpose. */
export interface Shelf<T> {
  /**
   * The numbers of the parts on disk, ascending. Empty if the directory cannot be listed: so read a part before writing
   * it, in order not to replace an existing one.
   */
  readonly numbers: () => readonly number[];
  /** The part with this number (whole, above 0), as a store. */
  readonly part: (number: number) => Store<T>;
  /** Removes a part, its previous generation first. On `disk` some of it may still be there. */
  readonly remove: (number: number) => 'removed' | 'disk';
  /** The numbers of the parts that could not be opened and were kept aside. 0 means the store of the same purpose. */
  readonly keptAside: () => readonly number[];
  /** Erases what was kept aside under this number and lower ones. */
  readonly discardAside: (number: number) => 'done' | 'disk';
}

/** Where the parts are stored, and how the store of one name is made. */
export interface ShelfPlace<T> {
  readonly files: Files;
  readonly directory: string;
  readonly purpose: string;
  readonly store: (name: string) => Store<T>;
}

/** The shelf at this place. */
export function openShelf<T>({ files, directory, purpose, store }: ShelfPlace<T>): Shelf<T> {
  const nameOf = (number: number): string => `${purpose}-${number}`;
  const part = new RegExp(`^${purpose}-([1-9]\\d{0,8})\\.sealed(\\.previous)?$`);
  const aside = new RegExp(`^${purpose}(?:-([1-9]\\d{0,8}))?\\.sealed(\\.previous)?\\.kept-`);

  function namesLike(pattern: RegExp): readonly { readonly name: string; readonly number: number }[] {
    return files.list(directory).flatMap((name) => {
      const match = pattern.exec(name);
      return match === null ? [] : [{ name, number: Number(match[1] ?? 0) }];
    });
  }

  function numbersOf(pattern: RegExp): readonly number[] {
    const numbers = attempt(() => namesLike(pattern).map(({ number }) => number)) ?? [];
    return [...new Set(numbers)].toSorted((a, b) => a - b);
  }

  function removeAll(names: readonly string[]): void {
    for (const name of names) files.remove(join(directory, name));
    if (names.length > 0) files.syncDirectory(directory);
  }

  return {
    numbers: () => numbersOf(part),
    part: (number) => store(nameOf(number)),
    remove: (number) => {
      const name = `${nameOf(number)}.sealed`;
      const isDone = attempt(() => {
        if (!files.exists(directory)) return true;
        removeAll([`${name}.new`, `${name}.previous`, name]);
        return true;
      });
      return isDone === true ? 'removed' : 'disk';
    },
    keptAside: () => numbersOf(aside),
    discardAside: (number) => {
      const isDone = attempt(() => {
        removeAll(namesLike(aside).flatMap((found) => (found.number <= number ? [found.name] : [])));
        return true;
      });
      return isDone === true ? 'done' : 'disk';
    },
  };
}

// Only a refusal by the system is an outcome. Anything else is a bug of ours and is thrown on.
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
