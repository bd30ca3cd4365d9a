// The rows of a long list, in the form that a list box of react-aria needs. React-aria would build them by rendering
// every row once into a hidden tree, again with each letter typed into a search. With five thousand rows that took half
// a second at the start and a tenth of a second per letter. Here a row is drawn only when it is visible. The list box
// asks for all rows, but a row's object is cheap. The object is made on first use and stays the same while the row's
// item and place do, so that the row is not redrawn.
import type { ReactElement } from 'react';
import type { Collection, Key, Node } from 'react-stately';

/** How an item becomes a row. */
export interface RowKind<T extends object> {
  readonly keyOf: (item: T) => string;
  /** The text of the row, as somebody would type it to get there. */
  readonly textOf: (item: T) => string;
  readonly render: (row: Node<T>) => ReactElement;
}

/** Successive lists of rows of one kind. A row whose item and place are unchanged is the same row. */
export function createRows<T extends object>(kind: RowKind<T>): (items: readonly T[]) => RowCollection<T> {
  let last: RowCollection<T> | undefined;
  return (items) => (last = new RowCollection(items, kind, last));
}

/** The rows of these items, in order. Their keys differ. */
export class RowCollection<T extends object> implements Collection<Node<T>> {
  readonly size: number;
  readonly #items: readonly T[];
  readonly #kind: RowKind<T>;
  readonly #placeOf = new Map<Key, number>();
  readonly #rows: (Node<T> | undefined)[]; // by place, as far as they were requested

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
