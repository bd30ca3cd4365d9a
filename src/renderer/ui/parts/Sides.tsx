// The sides of contradicting devices: what tells them apart, and for each side a button that chooses it. Main asks
// before it carries out the choice.
import { GitBranch } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisputeView, SideView } from '../../../contract/dispute.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import { Button } from './Button.tsx';
import optionStyles from './option.module.css';
import styles from './sides.module.css';

const c = classNames(styles);
const o = classNames(optionStyles);

interface Props {
  readonly dispute: Extract<DisputeView, { kind: 'sides' }>;
  /** The name of a device on screen. */
  readonly nameOf: (device: string) => string;
  readonly onChoose: (side: string) => void;
}

/** Every shown side, and how many are not shown. */
export function Sides({ dispute: { sides, more }, nameOf, onChoose }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <ul className={o('options')} aria-label={t('dispute.list')}>
        {sides.map((side, index) => (
          <Side key={side.side} side={side} number={index + 1} nameOf={nameOf} onChoose={() => onChoose(side.side)} />
        ))}
      </ul>
      {more > 0 && <p>{t('dispute.more', { count: more })}</p>}
    </>
  );
}

interface SideProps {
  readonly side: SideView;
  readonly number: number;
  readonly nameOf: (device: string) => string;
  readonly onChoose: () => void;
}

function Side({ side: { devices, isFollowed }, number, nameOf, onChoose }: SideProps): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const about = useId();
  return (
    <li className={o('option')}>
      <div id={about} className={c('about')}>
        <p className={c('name')}>{t('dispute.side', { number })}</p>
        {devices.length === 0 ? (
          <p>{t('dispute.noDevices')}</p>
        ) : (
          <ul>
            {devices.map(({ device, firstSeen, isRevoked = false }) => (
              <li key={device}>
                {firstSeen === undefined
                  ? nameOf(device)
                  : t('dispute.firstSeen', { device: nameOf(device), date: formatDate(language, firstSeen) })}
                {isRevoked && ` ${t('dispute.revoked')}`}
              </li>
            ))}
          </ul>
        )}
        {isFollowed && <p>{t('dispute.followed')}</p>}
      </div>
      <Button icon={GitBranch} aria-describedby={about} onPress={onChoose}>
        {t('dispute.choose')}
      </Button>
    </li>
  );
}
