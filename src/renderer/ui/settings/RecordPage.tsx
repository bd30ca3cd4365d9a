// The security record: how many entries it has, the times of the first and the last entry, whether its chain is intact,
// and a button that saves it.
import { Link2, RotateCw, Save, ScrollText, Unlink2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordState } from '../../../contract/managed.ts';
import { formatCount, formatMoment } from '../../i18n/format.ts';
import { useLanguage, usePage, useTell, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Facts } from '../parts/Facts.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { classNames } from '../style/class-names.ts';
import { Answered, SubPage } from './SubPage.tsx';
import styles from './pages.module.css';

const c = classNames(styles);

/** The page. It checks the chain as soon as it opens. */
export function RecordPage({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation();
  const [answer, again] = useAnswer('record.check');
  return (
    <SubPage title={t('record.title')} lead={t('record.lead')} onBack={onBack}>
      <Answered answer={answer} asking={t('support.loading')} onAgain={again}>
        {(state) => <State state={state} onAgain={again} />}
      </Answered>
    </SubPage>
  );
}

function State({ state, onAgain }: { readonly state: RecordState; readonly onAgain: () => void }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { entries, firstAt, lastAt, chain } = state;
  if (entries === 0 && chain.kind === 'intact') {
    return (
      <Empty icon={ScrollText} title={t('record.empty')}>
        <p>{t('record.emptyText')}</p>
      </Empty>
    );
  }
  return (
    <>
      <Chain chain={chain} />
      <Facts
        facts={[
          { name: t('record.count'), value: formatCount(language, entries) },
          ...(firstAt === undefined ? [] : [{ name: t('record.from'), value: formatMoment(language, firstAt) }]),
          ...(lastAt === undefined ? [] : [{ name: t('record.to'), value: formatMoment(language, lastAt) }]),
        ]}
      />
      <Verbs onAgain={onAgain} />
    </>
  );
}

function Chain({ chain }: { readonly chain: RecordState['chain'] }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const intact = chain.kind === 'intact';
  const Icon = intact ? Link2 : Unlink2;
  return (
    <div className={c('check', 'chain', intact ? 'good' : 'bad')} role={intact ? 'status' : 'alert'}>
      <Icon size={20} aria-hidden />
      <div className={c('checkWords')}>
        <h2 className={c('checkTitle')}>
          {intact ? t('record.intact') : t('record.broken', { at: formatCount(language, chain.at) })}
        </h2>
        <p className={c('sentence')}>
          {intact ? t('record.intactText') : `${t(`record.cause.${chain.cause}`)} ${t('record.brokenNext')}`}
        </p>
        {!intact && <SupportContact />}
      </div>
    </div>
  );
}

function Verbs({ onAgain }: { readonly onAgain: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const { managed } = useMain('managed');
  const save = async (): Promise<void> => {
    if (await ask.send('record.save', {})) tell({ kind: 'saved', what: 'record' });
  };
  return (
    <>
      {!managed.allowExport && <LockNote text={t('record.noExport')} />}
      <div className={c('verbs')}>
        <Button icon={RotateCw} onPress={onAgain}>
          {t('record.again')}
        </Button>
        {managed.allowExport && (
          <Button tone="primary" icon={Save} onPress={() => void save()}>
            {t('record.save')}
          </Button>
        )}
      </div>
    </>
  );
}
