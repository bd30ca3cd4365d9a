// A list of which only the rows in sight are in the page: thousands of them are as quick as a few. Each row says its place and how many
// there are, and keyboard and letters reach all of them.
import { type ReactElement, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { mergeProps, useHover, useKeyboard, useOption } from 'react-aria';
import { CollectionRendererContext, ListBox, ListLayout, ListStateContext, Virtualizer } from 'react-aria-components';
import { type Node, useListState } from 'react-stately';
import { unwrap } from '../../../core/assert.ts';
import { createRows, type RowKind } from './row-collection.ts';

interface Props<T extends object> {
  readonly label: string;
  readonly className: string;
  readonly rowClassName: string;
  /** About how high a row is; each is measured once it is seen. */
  readonly rowPx: number;
  readonly items: readonly T[];
  /** What was searched for: a list of something else begins at its first row, for the eye and for the keyboard. */
  readonly of: string;
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
  // Where nobody has left the first row, the rows that are there are filled anew, which is twice as quick.
  const [begun, setBegun] = useState({ of: props.of, times: 0, isLeft: false });
  if (begun.of !== props.of) {
    setBegun({ of: props.of, times: begun.isLeft ? begun.times + 1 : begun.times, isLeft: false });
  }
  const onLeave = useCallback(() => setBegun((now) => (now.isLeft ? now : { ...now, isLeft: true })), []);
  return (
    <Virtualizer key={begun.times} layout={ListLayout} layoutOptions={options}>
      <Rows {...props} onLeave={onLeave} />
    </Virtualizer>
  );
}

function Rows<T extends object>({ onLeave, ...props }: Props<T> & { readonly onLeave: () => void }): ReactNode {
  const { label, className, rowClassName, items, chosen, onChoose, onDelete, keyOf, textOf, children } = props;
  const { layoutDelegate } = useContext(CollectionRendererContext);
  const rowsOf = useMemo(() => {
    const render = (row: Node<T>): ReactElement => (
      <Row row={row} className={rowClassName} onDelete={onDelete}>
        {children}
      </Row>
    );
    return createRows({ keyOf, textOf, render });
  }, [keyOf, textOf, onDelete, children, rowClassName]);
  const collection = useMemo(() => rowsOf(items), [items, rowsOf]);
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
      <ListBox
        className={className}
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        onFocus={onLeave}
        onScroll={onLeave}
      />
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
