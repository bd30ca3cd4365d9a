// A list of which only the rows in sight are in the page: thousands of them stay as quick as a few.
import type { ReactNode } from 'react';
import { ListBox, type ListBoxProps, ListLayout, Virtualizer } from 'react-aria-components';

const ROW_PX = 56; // about; each row is measured once it is seen

/** A list box of many rows; its element must have a height of its own. */
export function LongList<T extends object>(props: ListBoxProps<T>): ReactNode {
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW_PX }}>
      <ListBox {...props} />
    </Virtualizer>
  );
}
