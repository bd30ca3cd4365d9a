// A list that renders only its visible rows, so that thousands of rows are as fast as a few. Each row reports its
// position and the total, and keyboard and letters reach all rows.
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
  /** The approximate height of a row. Each row is measured once it is visible. */
  readonly rowPx: number;
  readonly items: readonly T[];
  /** Which search and filter made `items`. When it changes, the view and the keyboard start at the first row again. */
  readonly of: string;
  readonly chosen: string | undefined;
  readonly onChoose: (item: T) => void;
  readonly keyOf: RowKind<T>['keyOf'];
  readonly textOf: RowKind<T>['textOf'];
  /** Somebody has pressed the delete key on this row. */
  readonly onDelete?: (item: T) => void;
  /**
   * The content of a row. While this function and the three above are the same, a row is redrawn only if its item
   * changes.
   */
  readonly children: (item: T) => ReactNode;
}

/** A list box of these items, of which one may be chosen. */
export function LongList<T extends object>(props: Props<T>): ReactNode {
  const options = useMemo(() => ({ estimatedRowSize: props.rowPx }), [props.rowPx]);
  // For another search text the list is made anew only if somebody has focused or scrolled it. Otherwise the existing
  // rows get new content, which is twice as fast.
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
  const content = useMemo(() => children(item), [children, item]); // only a changed item redraws the row
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
