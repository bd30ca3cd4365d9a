// The page for choosing what to share in a call: screens and windows with small live pictures, or what the system will
// ask. Nothing is preselected, so no key meant for another window shares anything.
import { Check, Monitor, MonitorUp, SearchX } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ListBox, ListBoxItem, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PickerView } from '../../../contract/page-view.ts';
import { callerName } from '../../state/person-name.ts';
import { Framed } from '../Framed.tsx';
import { usePage, usePicker } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './picker.module.css';

const c = classNames(styles);
type Choices = NonNullable<PickerView['choices']>;

/** The page. */
export function PickerPage(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { step } = usePicker();
  useEffect(() => {
    document.title = `Siegel: ${t('sharing.pick')}`; // without the name of the peer: the system shows titles of windows
  }, [t]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') void ask.send('share.close', {});
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [ask]);
  return (
    <Framed>
      <main className={c('page')}>{step === 'choose' ? <Choose /> : <Before step={step} />}</main>
    </Framed>
  );
}

const before = {
  'before-permission': ['sharing.permissionTitle', 'sharing.permissionText'],
  denied: ['sharing.deniedTitle', 'sharing.deniedText'],
  'before-system': ['sharing.systemTitle', 'sharing.systemText'],
} as const;

function Before({ step }: { readonly step: keyof typeof before }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const picker = usePicker();
  const name = callerName(picker);
  const [title, text] = before[step];
  const close = (): void => void ask.send('share.close', {});
  return (
    <>
      <header className={c('head')}>
        <h1 className={c('title')}>{t(title)}</h1>
      </header>
      <div className={c('before')}>
        <Stack>
          <p>{t(text, { name })}</p>
          {step !== 'denied' && <p>{t('sharing.pickText', { name })}</p>}
          {step !== 'denied' && <NoSound />}
          <Notes />
        </Stack>
      </div>
      <footer className={c('foot')}>
        <Actions>
          <Button onPress={close}>{t(step === 'denied' ? 'app.close' : 'app.cancel')}</Button>
          {step !== 'denied' && (
            <Button tone="primary" onPress={() => void ask.sendAsked('share.goOn', {})}>
              {t('sharing.goOn')}
            </Button>
          )}
        </Actions>
      </footer>
    </>
  );
}

function Choose(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const picker = usePicker();
  const { allowed, choices, givesSound, peerShares } = picker;
  const [chosen, setChosen] = useState('');
  const [wantsSound, setWantsSound] = useState(false);
  const found = choices?.find(({ id }) => id === chosen);
  const isWindow = found?.kind === 'window';
  const sound = wantsSound && !isWindow;
  return (
    <>
      <header className={c('head')}>
        <h1 className={c('title')}>{t('sharing.pick')}</h1>
        <p>{t('sharing.pickText', { name: callerName(picker) })}</p>
        <NoSound />
        <Notes />
      </header>
      <Offered choices={choices} chosen={found === undefined ? '' : chosen} onChoose={setChosen} />
      <footer className={c('foot')}>
        {givesSound && allowed === 'all' && (
          <Toggle
            label={t('sharing.withSound')}
            hint={t('sharing.withSoundHint')}
            on={sound}
            isDisabled={isWindow}
            onChange={setWantsSound}
          />
        )}
        <Actions>
          <Button onPress={() => void ask.send('share.close', {})}>{t('app.cancel')}</Button>
          <Button
            tone="primary"
            icon={MonitorUp}
            isDisabled={found === undefined}
            onPress={() => void ask.send('share.choose', { source: chosen, sound })}
          >
            {t(peerShares ? 'sharing.replaceAndShare' : 'sharing.share')}
          </Button>
        </Actions>
      </footer>
    </>
  );
}

// Why the sound of the computer cannot be shared; nothing where it can.
function NoSound(): ReactNode {
  const { t } = useTranslation();
  const picker = usePicker();
  if (!picker.givesSound) return <p>{t('sharing.noSound', { name: callerName(picker) })}</p>;
  return picker.allowed === 'all' ? null : <p>{t('sharing.noSoundOfWindows')}</p>;
}

function Notes(): ReactNode {
  const { t } = useTranslation();
  const picker = usePicker();
  return (
    <>
      {picker.peerShares && (
        <Banner tone="warn">
          <p>{t('sharing.replaces', { name: callerName(picker) })}</p>
        </Banner>
      )}
      {picker.allowed === 'window' && <p className={c('soft')}>{t('sharing.windowOnly')}</p>}
      {picker.allowed === 'all' && picker.showsSiegel && <p className={c('soft')}>{t('sharing.showsSiegel')}</p>}
    </>
  );
}

interface OfferedProps {
  readonly choices: Choices | undefined;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function Offered({ choices, chosen, onChoose }: OfferedProps): ReactNode {
  const { t } = useTranslation();
  if (choices === undefined) {
    return (
      <p className={c('looking')} role="status">
        {t('sharing.looking')}
      </p>
    );
  }
  if (choices.length === 0) {
    return (
      <Empty icon={SearchX} title={t('sharing.nothing')}>
        <p>{t('sharing.nothingText')}</p>
      </Empty>
    );
  }
  const nameOf = ({ kind, name }: Choices[number]): string => {
    if (kind === 'window') return name === '' ? t('sharing.untitled') : name;
    return name === '' ? t('sharing.wholeScreen') : t('sharing.aScreen', { name });
  };
  return (
    <ListBox
      className={c('choices')}
      aria-label={t('sharing.choices')}
      layout="grid"
      selectionMode="single"
      autoFocus="first"
      selectedKeys={chosen === '' ? [] : [chosen]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        onChoose(key === undefined ? '' : String(key));
      }}
    >
      {choices.map((choice) => (
        <ListBoxItem key={choice.id} id={choice.id} className={c('choice')} textValue={nameOf(choice)}>
          {({ isSelected }) => (
            <>
              <span className={c('picture')}>
                {choice.picture === '' ? <Monitor size={40} aria-hidden /> : <img src={choice.picture} alt="" />}
                {isSelected && (
                  <span className={c('mark')}>
                    <Check size={18} strokeWidth={3} aria-hidden />
                  </span>
                )}
              </span>
              <Text slot="label" className={c('name')}>
                {nameOf(choice)}
              </Text>
            </>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
