// The alternative to a new identity: set this installation up as a further device of a person who already uses Siegel.
import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Locked } from '../parts/Locked.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './link.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly onLink: () => void;
}

/** The title, an explanation and the button, which is disabled if the organisation does not allow linking. */
export function LinkOffer({ title, onLink }: Props): ReactNode {
  const { t } = useTranslation();
  const { mayLink } = useMain('devices').devices;
  return (
    <div className={c('offer')}>
      <h2 className={c('offerTitle')}>{title}</h2>
      <p className={c('soft')}>{t('devices.offerText')}</p>
      <Locked lock={mayLink ? undefined : { by: 'machine' }}>
        {({ isDisabled = false, describedBy }) => (
          <div>
            <Button
              icon={Link2}
              isDisabled={isDisabled}
              {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
              onPress={onLink}
            >
              {t('devices.offerDo')}
            </Button>
          </div>
        )}
      </Locked>
    </div>
  );
}
