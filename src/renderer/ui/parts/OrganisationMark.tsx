// Whether the organisation confirms a device: a badge with its own text. A person's verification is shown by a shield.
import { BadgeAlert, BadgeCheck, BadgeQuestionMark } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationMark as Mark } from '../../../contract/managed.ts';
import { classNames } from '../style/class-names.ts';
import styles from './avatar.module.css';

const c = classNames(styles);
const icons = { none: BadgeQuestionMark, confirmed: BadgeCheck, refused: BadgeAlert } as const;

interface Props {
  readonly mark: Mark;
  readonly size?: 'small';
}

/** Shape and text of `mark`. With the organisation's name if there is room. */
export function OrganisationMark({ mark, size }: Props): ReactNode {
  const { t } = useTranslation();
  const Icon = icons[mark.kind];
  const named = mark.kind === 'confirmed' && mark.name !== '' && size !== 'small';
  return (
    <span className={c('mark', mark.kind, size)}>
      <Icon size={size === 'small' ? 15 : 18} aria-hidden />
      <span className={c('text')}>
        {named ? t('organisation.confirmedBy', { name: mark.name }) : t(`organisation.${mark.kind}`)}
      </span>
    </span>
  );
}
