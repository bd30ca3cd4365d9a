// The rows of a long list: the object of a row is made when it is first requested, and a row is found by its index, by
// its key or from a neighbour. These tests draw nothing.
import { expect, it } from 'vitest';
import { createRows, RowCollection, type RowKind } from '../../../src/renderer/ui/parts/row-collection.ts';

interface Item {
  readonly id: string;
}

const item = (id: string): Item => ({ id });

function kind() {
  const texts: string[] = []; // the text of each row that was made
  const made: RowKind<Item> = {
    keyOf: ({ id }) => id,
    textOf: ({ id }) => {
      texts.push(id);
      return id;
    },
    render: () => expect.fail('nobody draws'),
  };
  return { made, texts };
}

it('a row is made when it is first requested, and no other row with it', () => {
  const { made, texts } = kind();
  const rows = new RowCollection(
    Array.from({ length: 5000 }, (_, at) => item(`p${at}`)),
    made,
  );
  expect(rows.size).toBe(5000);
  expect(rows.getItem('p4711')?.index).toBe(4711);
  expect(texts).toEqual(['p4711']);
});

it('each row leads to its neighbours, from the first row to the last and back', () => {
  const rows = new RowCollection(['a', 'b', 'c'].map(item), kind().made);
  expect(rows.getFirstKey()).toBe('a');
  expect(['a', 'b', 'c'].map((key) => rows.getKeyAfter(key))).toEqual(['b', 'c', null]);
  expect(rows.getLastKey()).toBe('c');
  expect(['a', 'b', 'c'].map((key) => rows.getKeyBefore(key))).toEqual([null, 'a', 'b']);
  expect([...rows].map(({ key }) => key)).toEqual([...rows.getKeys()]);
});

it('an empty list has no row, and a missing key has neither row nor neighbours', () => {
  const rows = new RowCollection<Item>([], kind().made);
  expect([rows.getFirstKey(), rows.getLastKey(), rows.getItem('a'), rows.at(0)]).toEqual([null, null, null, null]);
  expect([rows.getKeyAfter('a'), rows.getKeyBefore('a')]).toEqual([null, null]);
});

it('a row stays the same object while its item and its place stay the same', () => {
  const rowsOf = createRows(kind().made);
  const [a, b, c] = ['a', 'b', 'c'].map(item) as [Item, Item, Item];
  const before = rowsOf([a, b, c]);
  const rowsBefore = [...before];
  const after = rowsOf([a, c, item('d')]);
  expect(after.getItem('a')).toBe(rowsBefore[0]);
  expect(after.getItem('c')).not.toBe(rowsBefore[2]); // its index has changed, which a screen reader must learn
  expect(after.getItem('c')?.index).toBe(1);
  expect(before.getItem('c')).toBe(rowsBefore[2]);
});

it('the same item has a different row object in each kind of row', () => {
  const items = [item('a')];
  expect(createRows(kind().made)(items).at(0)).not.toBe(createRows(kind().made)(items).at(0));
});
