// The list of keyboard keys: what each does, grouped by when it can be used.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LETTERS } from '../../state/keys.ts';
import { classNames } from '../style/class-names.ts';
import { Facts } from './Facts.tsx';
import styles from './key-list.module.css';

const c = classNames(styles);
const inCall = ['mute', 'camera', 'share', 'hold', 'text', 'security', 'hangUp'] as const;
const ringing = ['answer', 'answerVideo', 'decline'] as const;

/** All keys. `level` is that of its headings. */
export function KeyList({ level: Heading }: { readonly level: 'h3' | 'h4' }): ReactNode {
  const { t } = useTranslation();
  const facts = (acts: readonly (keyof typeof LETTERS)[]) =>
    acts.map((act) => ({
      name: t(`keys.${act}`),
      value: <Key words={t('keys.chord', { letter: LETTERS[act] })} />,
    }));
  return (
    <div className={c('list')}>
      <div className={c('group')}>
        <Heading className={c('heading')}>{t('keys.inCall')}</Heading>
        <Facts
          facts={[
            ...facts(inCall.slice(0, 1)),
            { name: t('keys.talk'), value: <Key words={t('keys.talkKeys')} /> },
            ...facts(inCall.slice(1)),
            { name: t('keys.full'), value: <Key words="F11" /> },
          ]}
        />
      </div>
      <div className={c('group')}>
        <Heading className={c('heading')}>{t('keys.ringing')}</Heading>
        <Facts facts={facts(ringing)} />
        <p className={c('soft')}>{t('keys.answerHint')}</p>
      </div>
      <div className={c('group')}>
        <Heading className={c('heading')}>{t('keys.always')}</Heading>
        <Facts
          facts={[
            { name: t('keys.list'), value: <Key words="?" /> },
            { name: t('keys.zoom'), value: <Key words={t('keys.zoomKeys')} /> },
            { name: t('keys.escape'), value: <Key words={t('keys.escapeKeys')} /> },
          ]}
        />
      </div>
    </div>
  );
}

function Key({ words }: { readonly words: string }): ReactNode {
  return <kbd className={c('key')}>{words}</kbd>;
}
