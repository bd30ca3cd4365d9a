// The full stop after a wrong code: hang up and report. There is no way on from here.
import { OctagonX, PhoneOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall } from '../../../contract/page-view.ts';
import { personName } from '../../state/person-name.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { Report } from './Report.tsx';
import styles from './end.module.css';

const c = classNames(styles);

/** The screen that stops a call whose code did not match. */
export function Mismatch({ call }: { readonly call: SecurityCall }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <div className={c('screen', 'stop')}>
      <section className={c('sheet')} role="alert">
        <OctagonX className={c('shape')} size={40} strokeWidth={1.75} aria-hidden />
        <h2 className={c('title')}>{t('mismatch.title')}</h2>
        <p>{t('mismatch.text', { name: personName(call) })}</p>
        {call.replaces !== undefined && <p>{t('mismatch.unchanged')}</p>}
        <p>{t('mismatch.next')}</p>
        <div className={c('actions')}>
          <Button tone="danger" icon={PhoneOff} autoFocus onPress={() => void ask.send('own.hangUp', {})}>
            {t('call.hangUp')}
          </Button>
        </div>
        <Report call={call} />
      </section>
    </div>
  );
}
