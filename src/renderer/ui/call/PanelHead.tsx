// The head of a panel beside the stage: its title and its close button. In a narrow window the panel covers the stage.
import { X } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './panel.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Set if the title takes the focus when the panel opens. */
  readonly heading?: Ref<HTMLHeadingElement>;
}

/** The CSS class that every panel has in addition to its own. */
export const PANEL = c('panel');

/** The head of a panel: its title, and the button that closes it. */
export function PanelHead({ title, onClose, heading }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={c('head')}>
      <h2 className={c('heading')} {...(heading !== undefined && { ref: heading, tabIndex: -1 })}>
        {title}
      </h2>
      <IconButton icon={X} label={t('app.close')} onPress={onClose} />
    </div>
  );
}
