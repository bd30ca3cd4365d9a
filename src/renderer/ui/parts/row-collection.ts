// The rows of a long list as a list box of react-aria wants them. Its own way to build them renders every row once into a hidden tree,
// with each key that is typed into a search: half a second of a start and a tenth of each key with five thousand. Here a row is made of
// its item when it is asked for, and stays the same object while its item and its place do, so that it is not drawn again.
import type { ReactElement } from 'react';
import type { Collection, Key, Node } from 'react-stately';

/** How an item is made a row; while this is the same object, so are rows whose item and place have not changed. */
export interface RowKind<T extends object> {
  readonly keyOf: (item: T) => string;
  /** What stands in the row, as somebody would type it to get there. */
  readonly textOf: (item: T) => string;
  readonly render: (row: Node<T>) => ReactElement;
  readonly known: WeakMap<T, Node<T>>;
}

/** The rows of these items, in their order; no two have one key. */
export class RowCollection<T extends object> implements Collection<Node<T>> {
  readonly size: number;
  readonly #items: readonly T[];
  readonly #kind: RowKind<T>;
  readonly #placeOf = new Map<Key, number>();
  readonly #rows: Node<T>[] = []; // by place, as far as they were asked for

  constructor(items: readonly T[], kind: RowKind<T>) {
    this.#items = items;
    this.#kind = kind;
    this.size = items.length;
    for (const [place, item] of items.entries()) this.#placeOf.set(kind.keyOf(item), place);
  }

  *[Symbol.iterator](): Iterator<Node<T>> {
    for (const [place, item] of this.#items.entries()) yield this.#row(place, item);
  }

  getKeys(): Iterable<Key> {
    return this.#placeOf.keys();
  }

  getItem(key: Key): Node<T> | null {
    return this.at(this.#placeOf.get(key) ?? -1);
  }

  at(place: number): Node<T> | null {
    const item = this.#items[place];
    return item === undefined ? null : this.#row(place, item);
  }

  getKeyBefore(key: Key): Key | null {
    return this.#keyAt((this.#placeOf.get(key) ?? -1) - 1);
  }

  getKeyAfter(key: Key): Key | null {
    return this.#keyAt((this.#placeOf.get(key) ?? this.size) + 1);
  }

  getFirstKey(): Key | null {
    return this.#keyAt(0);
  }

  getLastKey(): Key | null {
    return this.#keyAt(this.size - 1);
  }

  #keyAt(place: number): Key | null {
    const item = this.#items[place];
    return item === undefined ? null : this.#kind.keyOf(item);
  }

  #row(place: number, item: T): Node<T> {
    return (this.#rows[place] ??= this.#known(place, item));
  }

  #known(place: number, item: T): Node<T> {
    const { keyOf, textOf, render, known } = this.#kind;
    const before = known.get(item);
    if (before?.index === place) return before;
    const row: Node<T> = {
      type: 'item',
      key: keyOf(item),
      value: item,
      index: place,
      textValue: textOf(item),
      level: 0,
      hasChildNodes: false,
      childNodes: [],
      rendered: null,
      render,
    };
    known.set(item, row);
    return row;
  }
}
