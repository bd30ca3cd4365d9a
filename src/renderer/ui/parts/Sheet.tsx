// A dialog in front of the window; Escape or a press outside closes it. Also the row of buttons and the column of
// fields in it.
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import styles from './sheet.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean; // wide enough for a text or two columns
  readonly children: ReactNode;
}

/** A modal dialog with `title`. The focus stays inside and returns to where it was when the dialog closes. */
export function Sheet({ title, isOpen, onClose, wide = false, children }: Props): ReactNode {
  return (
    <ModalOverlay
      className={c('overlay')}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={c('modal', wide && 'wide')}>
        <Dialog className={c('dialog')}>
          <Heading slot="title" className={c('title')}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the end of a sheet or form. */
export function Actions({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={c('actions')}>{children}</div>;
}

/** Fields one below the other. */
export function Stack({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={c('stack')}>{children}</div>;
}
