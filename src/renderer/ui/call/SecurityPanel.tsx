// The panel that slides in from the right: the code, what to do with it, and below, folded, the live numbers.
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { Fold } from '../parts/Fold.tsx';
import { classNames } from '../style/class-names.ts';
import { PANEL, PanelHead } from './PanelHead.tsx';
import { CallConfirmation } from './CallConfirmation.tsx';
import { CodeComparison } from './CodeComparison.tsx';
import { Numbers } from './Numbers.tsx';
import styles from './security.module.css';

const c = classNames(styles);

interface Props {
  readonly call: CallView;
  readonly onClose: () => void;
}

/** The security panel of `call`; focus goes to the field for the code or else to its title, Escape closes it. */
export function SecurityPanel({ call, onClose }: Props): ReactNode {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // The field for the code keeps the focus it took.
    if (panel.current?.contains(document.activeElement) !== true) title.current?.focus();
  }, []);
  useEffect(() => {
    const element = panel.current;
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
    };
    element?.addEventListener('keydown', key);
    return () => element?.removeEventListener('keydown', key);
  }, [onClose]);
  return (
    <aside ref={panel} className={`${PANEL} ${c('panel')}`} aria-label={t('code.panel')}>
      <PanelHead title={t('code.panel')} heading={title} onClose={onClose} />
      <CodeComparison call={call} />
      <CallConfirmation mark={call.organisation} />
      <Fold title={t('code.numbers')}>
        <Numbers call={call} />
      </Fold>
    </aside>
  );
}
