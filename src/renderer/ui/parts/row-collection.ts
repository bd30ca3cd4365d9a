// The rows of a long list as a list box of react-aria wants them. Its own way to build them renders every row once into a hidden tree,
// with each key that is typed into a search: half a second of a start and a tenth of each key with five thousand. Here a row is drawn
// when it is seen. The list box asks for all of them, but the object of a row is cheap. It is made when it is first asked for, and stays
// the same object while its item and its place do, so that it is not drawn again.
import type { ReactElement } from 'react';
import type { Collection, Key, Node } from 'react-stately';

/** How an item is made a row. */
export interface RowKind<T extends object> {
  readonly keyOf: (item: T) => string;
  /** What stands in the row, as somebody would type it to get there. */
  readonly textOf: (item: T) => string;
  readonly render: (row: Node<T>) => ReactElement;
}

/** Lists of rows of one kind, one after the other: a row whose item and place are those of the list before is the same row. */
export function createRows<T extends object>(kind: RowKind<T>): (items: readonly T[]) => RowCollection<T> {
  let last: RowCollection<T> | undefined;
  return (items) => (last = new RowCollection(items, kind, last));
}

/** The rows of these items, in their order; no two have one key. */
export class RowCollection<T extends object> implements Collection<Node<T>> {
  readonly size: number;
  readonly #items: readonly T[];
  readonly #kind: RowKind<T>;
  readonly #placeOf = new Map<Key, number>();
  readonly #rows: (Node<T> | undefined)[]; // by place, as far as they were asked for

  constructor(items: readonly T[], kind: RowKind<T>, before?: RowCollection<T>) {
    this.#items = items;
    this.#kind = kind;
    this.size = items.length;
    this.#rows = items.map((item, place) =>
      before !== undefined && before.#items[place] === item ? before.#rows[place] : undefined,
    );
    for (const [place, item] of items.entries()) this.#placeOf.set(kind.keyOf(item), place);
  }

  [Symbol.iterator](): Iterator<Node<T>> {
    return this.#items.map((item, place) => this.#row(place, item))[Symbol.iterator]();
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
    return (this.#rows[place] ??= {
      type: 'item',
      key: this.#kind.keyOf(item),
      value: item,
      index: place,
      textValue: this.#kind.textOf(item),
      level: 0,
      hasChildNodes: false,
      childNodes: [],
      rendered: null,
      render: this.#kind.render,
    });
  }
}
