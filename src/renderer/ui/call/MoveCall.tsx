// Moving a call to another device of one's own: the choice in the bar, and under the status line how it stands.
import { MonitorSmartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as Press, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { usePage, useView } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './call.module.css';

const c = classNames(styles);

interface Props {
  readonly call: CallView;
}

/** The choice of a device; nothing where the person has no other, or the call is not up. */
export function MoveControl({ call }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const others = useView().devices.list.filter(({ isThis }) => !isThis);
  if (others.length === 0 || call.phase.kind !== 'live') return null;
  return (
    <DialogTrigger>
      <Press className={c('control')}>
        <MonitorSmartphone size={20} aria-hidden />
        <span className={c('words')}>{t('move.open')}</span>
      </Press>
      <Popover className={c('popover')} placement="top" offset={8}>
        <Dialog aria-label={t('move.title')}>
          {({ close }) => (
            <Stack>
              <p>{t('move.text')}</p>
              {others.map(({ device, name }) => (
                <Button
                  key={device}
                  onPress={() => {
                    close();
                    void ask.send('call.move', { call: call.id, device });
                  }}
                >
                  {name === '' ? t('move.unnamed') : name}
                </Button>
              ))}
            </Stack>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** How a move stands; nothing where none was asked for. */
export function Moving({ call: { moving } }: Props): ReactNode {
  const { t } = useTranslation();
  const { list } = useView().devices;
  if (moving === undefined) return null;
  const given = list.find(({ device }) => device === moving.device)?.name ?? '';
  const name = given === '' ? t('move.unnamed') : given;
  return (
    <Banner tone={moving.state === 'failed' ? 'warn' : 'info'} title={t(`move.${moving.state}`, { name })}>
      <p>{t(`move.${moving.state}Text`)}</p>
    </Banner>
  );
}
