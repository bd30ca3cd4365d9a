// The keyboard keys: the list of all, and the global ones, which a person sets and which work while another program is
// in front.
import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { KeyboardEvent } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { canHoldToTalk, GlobalAct, isChord } from '../../../contract/global-keys.ts';
import { chordOf } from '../../state/keys.ts';
import { useMain, usePage } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { Fold } from '../parts/Fold.tsx';
import { KeyList } from '../parts/KeyList.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './keys.module.css';

const c = classNames(styles);

/** All keys in a fold, and the global ones, each with its chord. */
export function KeysSection(): ReactNode {
  const { t } = useTranslation();
  const { keysInForce, settings } = useMain('keysInForce', 'settings');
  const isToGive = keysInForce.from !== 'nobody';
  const acts = GlobalAct.options.filter((act) => isToGive || settings.globalKeys[act] !== '');
  return (
    <Section title={t('keys.title')}>
      <h3 className={c('heading')} id="global-keys">
        {t('keys.global')}
      </h3>
      <p className={c('soft')}>{t(`keys.globalHint.${keysInForce.from}`)}</p>
      <ul className={c('list')} aria-labelledby="global-keys">
        {acts.map((act) => (
          <GlobalKey key={act} act={act} />
        ))}
      </ul>
      <Fold title={t('keys.show')}>
        <KeyList level="h4" />
      </Fold>
    </Section>
  );
}

function useChordText(): (chord: string) => string {
  const { t } = useTranslation();
  return (chord) => chord.replace('Ctrl', t('keys.ctrl')).replace('Shift', t('keys.shift'));
}

interface KeyNotes {
  /** The key as the person reads it; '' for none. */
  readonly shown: string;
  readonly mayBeSet: boolean;
  readonly hints: readonly string[];
  readonly problem: string; // '' for none
}

// What is known of the key of this act. A key that a desktop has given is changed only in the desktop's own settings.
function useKeyNotes(act: GlobalAct, chord: string): KeyNotes {
  const { t } = useTranslation();
  const { keysInForce: keys } = useMain('keysInForce');
  const isTalk = act === 'talk';
  const none = { shown: chord, mayBeSet: true, hints: [], problem: '' };
  if (keys.from === 'nobody') return { ...none, mayBeSet: false };
  if (keys.from === 'system')
    return {
      shown: chord,
      mayBeSet: !isTalk || canHoldToTalk(keys),
      hints: isTalk ? [t(`keys.release.${keys.release}`)] : [],
      problem: keys.taken.includes(act) ? t('keys.taken') : '',
    };
  const hints = isTalk ? [t('keys.release.announced')] : [];
  if (chord === '') return { ...none, hints };
  if (keys.granted === undefined) return { ...none, hints: [...hints, t('keys.desktop.asked')] };
  const given = keys.granted.find((each) => each.act === act);
  if (given === undefined) return { ...none, hints, problem: t('keys.desktop.refused') };
  if (given.described === '') return { ...none, mayBeSet: false, hints, problem: t('keys.desktop.nameless') };
  return { shown: given.described, mayBeSet: false, hints: [...hints, t('keys.desktop.given')], problem: '' };
}

// One action: its chord, and the buttons that set and remove it. While a chord is being set, the next valid chord is
// stored. Escape cancels.
function GlobalKey({ act }: { readonly act: GlobalAct }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { settings } = useMain('settings');
  const chordText = useChordText();
  const [isSetting, setIsSetting] = useState(false);
  const [refused, setRefused] = useState('');
  const name = t(`keys.globalAct.${act}`);
  const chord = settings.globalKeys[act];
  const set = (wanted: string): void =>
    void ask.send('preferences.set', { preferences: { globalKeys: { ...settings.globalKeys, [act]: wanted } } });
  const press = (event: KeyboardEvent): void => {
    if (!isSetting) return;
    if (event.key === 'Escape') return setIsSetting(false);
    const pressed = chordOf(event);
    if (pressed === undefined) return;
    event.preventDefault();
    setRefused(isChord(pressed) ? '' : pressed);
    if (!isChord(pressed)) return;
    setIsSetting(false);
    set(pressed);
  };
  const { shown, mayBeSet, hints, problem } = useKeyNotes(act, chord);
  const warning = refused === '' ? problem : t('keys.bad', { keys: chordText(refused) });
  return (
    <li className={c('act')}>
      <span className={c('name')}>{name}</span>
      <kbd className={c('chord', shown === '' && 'soft')}>{shown === '' ? t('keys.none') : chordText(shown)}</kbd>
      <div className={c('buttons')}>
        {mayBeSet && (
          <Button
            aria-label={isSetting ? t('keys.press') : t('keys.setFor', { act: name })}
            onPress={() => {
              setRefused('');
              setIsSetting(true);
            }}
            onKeyDown={press}
            onBlur={() => setIsSetting(false)}
          >
            {t(isSetting ? 'keys.press' : 'keys.set')}
          </Button>
        )}
        {chord !== '' && <IconButton icon={Trash2} label={t('keys.remove', { act: name })} onPress={() => set('')} />}
      </div>
      {hints.length > 0 && <p className={c('soft', 'hint')}>{hints.join(' ')}</p>}
      {warning !== '' && (
        <p className={c('problem')} role="alert">
          {warning}
        </p>
      )}
    </li>
  );
}
