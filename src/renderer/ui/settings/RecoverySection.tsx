// The recovery code in the settings: whether there is one, what happened to the last one, and the buttons that make,
// replace or take back a code. The code itself is never shown here, but in a window of its own.
import { FileKey, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import type { RecoveryState } from '../../../contract/recovery.ts';
import { usePage, useMain, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { useOwnDeviceName } from '../parts/device-name.ts';
import { Locked } from '../parts/Locked.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './devices.module.css';

const c = classNames(styles);

/** The section. Nothing before there is an identity, and no button while this device is not in the person's list. */
export function RecoverySection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { recovery } = useMain('recovery');
  const tell = useTell();
  const stateText = useStateText();
  if (recovery === undefined) return null;
  const { code, rule, isIn, showing } = recovery;
  const isThere = code.kind === 'there';
  // Main asks first and states the consequences.
  const takeBack = async (): Promise<void> => {
    if (await ask.sendAsked('recovery.takeBack', {})) tell({ kind: 'code-taken-back' });
  };
  return (
    <Section title={t('recoveryCode.title')}>
      <p className={c('note')}>{t('recoveryCode.text')}</p>
      <p role="status">{stateText(code, isIn)}</p>
      {isThere && rule !== 'forbid' && <p className={c('note')}>{t('recoveryCode.lost')}</p>}
      {showing !== 'none' && (
        <p className={c('note')}>{t(showing === 'saving' ? 'recoveryCode.saving' : 'recoveryCode.isShown')}</p>
      )}
      {isIn && (
        <Locked lock={rule === 'forbid' ? { by: 'machine' } : undefined}>
          {({ isDisabled = false, describedBy }) => (
            <div className={c('row')}>
              <Button
                icon={FileKey}
                isDisabled={isDisabled || showing === 'saving'}
                {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
                onPress={() => void ask.send('recovery.make', {})}
              >
                {t(isThere ? 'recoveryCode.replace' : 'recoveryCode.make')}
              </Button>
              {isThere && (
                <Button icon={Undo2} tone="quiet" onPress={() => void takeBack()}>
                  {t('recoveryCode.takeBack')}
                </Button>
              )}
            </div>
          )}
        </Locked>
      )}
      {rule === 'forbid' && (
        <p className={c('note')}>{t(isThere ? 'recoveryCode.forbiddenThere' : 'recoveryCode.forbidden')}</p>
      )}
    </Section>
  );
}

function useStateText(): (code: RecoveryState, isIn: boolean) => string {
  const { t } = useTranslation();
  const nameOf = useOwnDeviceName(useMain('devices').devices.list);
  return (code, isIn) => {
    switch (code.kind) {
      case 'none':
        return t('recoveryCode.none');
      case 'there':
        return code.isThis ? t('recoveryCode.thereHere') : t('recoveryCode.there', { name: nameOf(code.device) });
      case 'taken-back':
        if (code.isThis) return t('recoveryCode.takenBackHere');
        return code.device === ''
          ? t('recoveryCode.takenBackElsewhere')
          : t('recoveryCode.takenBack', { name: nameOf(code.device) });
      case 'used':
        return t(isIn ? 'recoveryCode.usedHere' : 'recoveryCode.used');
      default:
        return unreachable(code);
    }
  };
}
