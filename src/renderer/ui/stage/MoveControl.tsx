// Moves a call to another of one's own devices: the choice in the bar. The security page shows the progress of the
// move.
import { MonitorSmartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as Press, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { usePage, useStage } from '../page.tsx';
import { Button, WithTip } from '../parts/Button.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { useDeviceName } from '../parts/device-name.ts';
import { classNames } from '../style/class-names.ts';
import styles from './bar.module.css';

const c = classNames(styles);

/** The choice of a device. Nothing if the person has no other device or the call is not live. */
export function MoveControl(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const nameOf = useDeviceName();
  const { call, moveTo } = useStage();
  if (moveTo.length === 0 || call.phase.kind !== 'live') return null;
  return (
    <DialogTrigger>
      <WithTip words={t('move.open')}>
        <Press className={c('control')}>
          <MonitorSmartphone size={20} aria-hidden />
          <span className={c('words')}>{t('move.open')}</span>
        </Press>
      </WithTip>
      <Popover className={c('popover')} placement="top" offset={8}>
        <Dialog aria-label={t('move.title')}>
          {({ close }) => (
            <Stack>
              <p>{t('move.text')}</p>
              {moveTo.map((own) => (
                <Button
                  key={own.device}
                  onPress={() => {
                    close();
                    void ask.send('own.move', { device: own.device });
                  }}
                >
                  {nameOf(own)}
                </Button>
              ))}
            </Stack>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
