// The panel that slides in from the right: the code, what to do with it, whether the organisation confirms the device,
// and below, folded, the live numbers.
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall } from '../../../contract/page-view.ts';
import { PANEL, PanelHead } from '../call/PanelHead.tsx';
import { useSecurity } from '../page.tsx';
import { Fold } from '../parts/Fold.tsx';
import { useOrganisationText } from '../parts/organisation-text.ts';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { classNames } from '../style/class-names.ts';
import { CodeComparison } from './CodeComparison.tsx';
import { Numbers } from './Numbers.tsx';
import styles from './security.module.css';

const c = classNames(styles);

interface Props {
  readonly call: SecurityCall;
  readonly onClose: () => void;
}

/**
 * The security panel of `call`. The field for the code takes the focus; if it is not shown, the title does. Escape
 * closes the panel.
 */
export function SecurityPanel({ call, onClose }: Props): ReactNode {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // The field for the code keeps the focus it took, and is scrolled into view if there is little room.
    if (panel.current?.contains(document.activeElement) !== true) title.current?.focus();
    else document.activeElement?.scrollIntoView({ block: 'center' });
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
      <CallConfirmation />
      <Fold title={t('code.numbers')}>
        <Numbers peerDevice={call.peerDevice} />
      </Fold>
    </aside>
  );
}

// Whether the organisation confirms the device at the other end, and until when or why not. Nothing without an
// organisation.
function CallConfirmation(): ReactNode {
  const { t } = useTranslation();
  const { call, organisation } = useSecurity();
  const mark = call.organisation;
  const text = useOrganisationText(mark);
  if (mark.kind === 'none' && !organisation) return undefined;
  return (
    <section className={c('step')} aria-label={t('organisation.heading')}>
      <OrganisationMark mark={mark} />
      <p className={c('soft')}>{text}</p>
    </section>
  );
}
