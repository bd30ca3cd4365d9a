// The bar that says what this side shares: what it is, whether the computer's sound goes with it, and a button to stop.
// It is in the head of the call's window, where the stage cannot cover it, and in the small window. If sharing ends in
// another way, or does not begin, the bar says why until the person dismisses it.
import { MonitorUp, MonitorX, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SharingView } from '../../../contract/sharing.ts';
import { callerName } from '../../state/person-name.ts';
import { usePage, useSecurity } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './sharing.module.css';

const c = classNames(styles);

/** The bar about sharing. Nothing if there is nothing to say. */
export function Sharing(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call } = useSecurity();
  const { sharing } = call;
  if (sharing === undefined) return null;
  const stop = (): void => void ask.send('own.stopShare', {});
  const name = callerName(call);
  if (sharing.kind === 'over') {
    return (
      <section className={c('bar', 'over')} aria-label={t('sharing.bar')}>
        <MonitorX size={18} aria-hidden />
        <p className={c('words')} role="alert">
          {t(`sharing.over.${sharing.why}`, { name })}
        </p>
        <IconButton icon={X} label={t('app.dismiss')} onPress={stop} />
      </section>
    );
  }
  return (
    <section className={c('bar')} aria-label={t('sharing.bar')}>
      <MonitorUp size={18} aria-hidden />
      <div className={c('words')} role="status">
        <p className={c('what')}>{sharing.kind === 'starting' ? t('sharing.starting') : t(...textOf(sharing))}</p>
        {sharing.sound !== undefined && <p>{t(`sharing.sound.${sharing.sound}`, { name })}</p>}
        {sharing.kind === 'paused' && <p>{t('sharing.paused', { name })}</p>}
      </div>
      <Button tone="danger" icon={MonitorX} onPress={stop}>
        {t('sharing.stop')}
      </Button>
    </section>
  );
}

function textOf({ name, what }: Exclude<SharingView, { kind: 'over' }>) {
  if (what === 'window') return ['sharing.window', { name }] as const;
  return name === '' ? (['sharing.screen', {}] as const) : (['sharing.screenNumber', { name }] as const);
}
