// A list of which only the rows in sight are in the page: thousands of them are as quick as a few. Each row says its place and how many
// there are, and keyboard and letters reach all of them.
import { type ReactElement, type ReactNode, useContext, useMemo, useRef } from 'react';
import { mergeProps, useHover, useKeyboard, useOption } from 'react-aria';
import { CollectionRendererContext, ListBox, ListLayout, ListStateContext, Virtualizer } from 'react-aria-components';
import { type Node, useListState } from 'react-stately';
import { unwrap } from '../../../core/assert.ts';
import { type RowKind, RowCollection } from './row-collection.ts';

interface Props<T extends object> {
  readonly label: string;
  readonly className: string;
  readonly rowClassName: string;
  /** About how high a row is; each is measured once it is seen. */
  readonly rowPx: number;
  readonly items: readonly T[];
  readonly chosen: string | undefined;
  readonly onChoose: (item: T) => void;
  readonly keyOf: RowKind<T>['keyOf'];
  readonly textOf: RowKind<T>['textOf'];
  /** Somebody has pressed the key for it on this row. */
  readonly onDelete?: (item: T) => void;
  /** What stands in a row. While this function and the three above are the same, a row is drawn anew only where its item is another. */
  readonly children: (item: T) => ReactNode;
}

/** A list box of these items, of which one may be chosen. */
export function LongList<T extends object>(props: Props<T>): ReactNode {
  const options = useMemo(() => ({ estimatedRowSize: props.rowPx }), [props.rowPx]);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={options}>
      <Rows {...props} />
    </Virtualizer>
  );
}

function Rows<T extends object>(props: Props<T>): ReactNode {
  const { label, className, rowClassName, items, chosen, onChoose, onDelete, keyOf, textOf, children } = props;
  const { layoutDelegate } = useContext(CollectionRendererContext);
  const kind = useMemo<RowKind<T>>(() => {
    const render = (row: Node<T>): ReactElement => (
      <Row row={row} className={rowClassName} onDelete={onDelete}>
        {children}
      </Row>
    );
    return { keyOf, textOf, render, known: new WeakMap() };
  }, [keyOf, textOf, onDelete, children, rowClassName]);
  const collection = useMemo(() => new RowCollection(items, kind), [items, kind]);
  const state = useListState<T>({
    collection,
    children: [],
    selectionMode: 'single',
    disallowEmptySelection: true,
    selectedKeys: chosen === undefined ? [] : [chosen],
    onSelectionChange: (keys) => {
      const [key] = keys;
      const item = key === undefined ? undefined : collection.getItem(key)?.value;
      if (item) onChoose(item);
    },
    ...(layoutDelegate && { layoutDelegate }),
  });
  return (
    <ListStateContext value={state}>
      <ListBox className={className} aria-label={label} selectionMode="single" disallowEmptySelection />
    </ListStateContext>
  );
}

interface RowProps<T extends object> {
  readonly row: Node<T>;
  readonly className: string;
  readonly onDelete: Props<T>['onDelete'];
  readonly children: (item: T) => ReactNode;
}

function Row<T extends object>({ row, className, onDelete, children }: RowProps<T>): ReactNode {
  const item = unwrap(row.value ?? undefined, 'a row is made of its item');
  const state = unwrap(useContext(ListStateContext) ?? undefined, 'a row is in its list');
  const ref = useRef<HTMLDivElement>(null);
  const { optionProps, isSelected, isFocused, isFocusVisible } = useOption({ key: row.key }, state, ref);
  const content = useMemo(() => children(item), [children, item]); // a row whose list has changed is not drawn anew for that
  const { hoverProps, isHovered } = useHover({});
  const { keyboardProps } = useKeyboard({
    onKeyDown: (event) => {
      if (event.key === 'Delete' && onDelete !== undefined) onDelete(item);
      else event.continuePropagation();
    },
  });
  return (
    <div
      {...mergeProps(optionProps, hoverProps, keyboardProps)}
      ref={ref}
      className={className}
      data-hovered={isHovered || undefined}
      data-selected={isSelected || undefined}
      data-focused={isFocused || undefined}
      data-focus-visible={isFocusVisible || undefined}
    >
      {content}
    </div>
  );
}
