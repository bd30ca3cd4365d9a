// A policy's value as an administrator writes it. A long value is shortened here and complete in the JSON that the page
// copies. A secret is never shown.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyState } from '../../../contract/managed.ts';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../page.tsx';
import { Path } from '../parts/Path.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './policy.module.css';

const c = classNames(styles);
const SHOWN_ITEMS = 4;
const SHOWN_CHARACTERS = 72;
const PEM = /^-----BEGIN ([A-Z0-9 ]+)-----/u;

/** The value of `policy`. */
export function PolicyValue({ policy }: { readonly policy: PolicyState }): ReactNode {
  const { t } = useTranslation();
  const { value, isSecret } = policy;
  if (isSecret) {
    const isSet = value === undefined && policy.level !== 'default';
    return <span className={c('soft')}>{t(isSet ? 'policies.secret' : 'policies.empty')}</span>;
  }
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return <span className={c('soft')}>{t('policies.empty')}</span>;
  }
  if (!Array.isArray(value)) return <Text text={String(value)} />;
  const rest = value.length - SHOWN_ITEMS;
  return (
    <ul className={c('items')}>
      {value.slice(0, SHOWN_ITEMS).map((item, at) => (
        <li key={at}>
          <Text text={item} />
        </li>
      ))}
      {rest > 0 && <li className={c('soft')}>{t('policies.more', { count: rest })}</li>}
    </ul>
  );
}

function Text({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  if (text.length <= SHOWN_CHARACTERS)
    return (
      <span className={c('raw')}>
        <Path text={text} />
      </span>
    );
  const label = PEM.exec(text)?.[1];
  return (
    <>
      <span className={c('raw')}>{label === undefined ? `${text.slice(0, SHOWN_CHARACTERS)} …` : `PEM: ${label}`}</span>{' '}
      <span className={c('soft')}>({t('policies.length', { formatted: formatCount(language, text.length) })})</span>
    </>
  );
}
