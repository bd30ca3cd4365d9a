// How an incoming call rings and how loud the tones of a call are. This is separate from the devices of a call, because
// the ring can come from a loudspeaker while voices are in the headset.
import { Play } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../contract/ipc.ts';
import { Ringtone, type Sounding } from '../../../contract/sound.ts';
import { unwrap } from '../../../core/assert.ts';
import { play } from '../../sound/play.ts';
import { formatPercent } from '../../i18n/format.ts';
import { useLanguage, useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { useDevices } from '../parts/use-devices.ts';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import field from '../parts/field.module.css';
import styles from './settings.module.css';
import volumeStyles from './volume.module.css';

const c = classNames(styles);
const f = classNames(field);
const v = classNames(volumeStyles);

/** Ring, ringtone, where and how loud; the volume of the tones. */
export function RingSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { settings } = useMain('settings');
  const { ringMode, ringPlace, ringtone, ringVolume, speaker, toneVolume } = settings;
  const listen = useListen();
  const set = (sounds: Input<'sounds.set'>['sounds']): void => void ask.send('sounds.set', { sounds });
  const isLoud = ringMode === 'loud';
  return (
    <Section title={t('ring.title')}>
      <Toggle
        label={t('ring.loud')}
        hint={t('ring.loudText')}
        on={isLoud}
        onChange={(on) => set({ ringMode: on ? 'loud' : 'visual' })}
      />
      <div className={c('half')}>
        <Stack>
          <Choice
            label={t('ring.tone')}
            value={ringtone}
            isDisabled={!isLoud}
            options={Ringtone.options.map((id) => ({ id, text: t(`ring.tones.${id}`) }))}
            onChange={(tone) => set({ ringtone: tone })}
          />
          <PlaceChoice isDisabled={!isLoud} onPlace={(place) => set({ ringPlace: place })} place={ringPlace} />
          <Volume
            label={t('ring.volume')}
            percent={ringVolume}
            isDisabled={!isLoud}
            onChange={(volume) => set({ ringVolume: volume })}
          />
          <div>
            <Button
              icon={Play}
              isDisabled={!isLoud}
              onPress={() => listen({ sound: ringtone, volume: ringVolume, place: ringPlace })}
            >
              {t('ring.listen')}
            </Button>
          </div>
          <Volume
            label={t('ring.toneVolume')}
            percent={toneVolume}
            onChange={(volume) => set({ toneVolume: volume })}
          />
          <p className={c('note')}>{t('ring.toneText')}</p>
          <div>
            <Button
              icon={Play}
              onPress={() => listen({ sound: 'ringback', volume: toneVolume, place: { kind: 'one', speaker } })}
            >
              {t('ring.listenTone')}
            </Button>
          </div>
        </Stack>
      </div>
    </Section>
  );
}

// Returns a function that plays a sound, one at a time. A sound ends at the latest when the section is closed.
function useListen(): (sounding: Sounding) => void {
  const devices = unwrap(usePage().devices, 'the main window has devices');
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  return (sounding) => {
    stop.current();
    stop.current = play(sounding, devices, 'once');
  };
}

const SYSTEM = 'default';
const ALL = 'communications'; // the engine reserves this id, so no speaker has it

interface PlaceProps {
  readonly place: Sounding['place'];
  readonly isDisabled: boolean;
  readonly onPlace: (place: Sounding['place']) => void;
}

// Where the call rings: on the system's speaker, on one chosen speaker, or on all speakers.
function PlaceChoice({ place, isDisabled, onPlace }: PlaceProps): ReactNode {
  const { t } = useTranslation();
  const devices = useDevices() ?? [];
  const speakers = devices.filter(({ id, kind }) => kind === 'speaker' && !['', SYSTEM, ALL].includes(id));
  const chosen = place.kind === 'one' ? place.speaker : '';
  const isGone = chosen !== '' && speakers.every(({ id }) => id !== chosen);
  return (
    <Choice
      label={t('ring.place')}
      isDisabled={isDisabled}
      value={place.kind === 'all' ? ALL : chosen === '' ? SYSTEM : chosen}
      options={[
        { id: SYSTEM, text: t('settings.systemDefault') },
        { id: ALL, text: t('ring.everywhere') },
        ...(isGone ? [{ id: chosen, text: t('settings.deviceGone') }] : []),
        ...speakers.map(({ id, label }) => ({ id, text: label })),
      ]}
      onChange={(id) => onPlace(id === ALL ? { kind: 'all' } : { kind: 'one', speaker: id === SYSTEM ? '' : id })}
    />
  );
}

interface VolumeProps {
  readonly label: string;
  readonly percent: number;
  readonly isDisabled?: boolean;
  readonly onChange: (percent: number) => void;
}

// A labelled slider in percent. Main gets the new value when the person lets go, not at every step.
function Volume({ label, percent, isDisabled = false, onChange }: VolumeProps): ReactNode {
  const language = useLanguage();
  const [moved, setMoved] = useState({ from: percent, to: percent }); // used until main reports another value
  return (
    <Slider
      className={v('slider')}
      value={moved.from === percent ? moved.to : percent}
      minValue={0}
      maxValue={100}
      step={5}
      isDisabled={isDisabled}
      onChange={(to) => setMoved({ from: percent, to })}
      onChangeEnd={onChange}
    >
      <Label className={f('label')}>{label}</Label>
      <SliderOutput className={v('output')}>
        {({ state }) => formatPercent(language, state.getThumbValue(0))}
      </SliderOutput>
      <SliderTrack className={v('track')}>
        <SliderThumb className={v('thumb')} />
      </SliderTrack>
    </Slider>
  );
}
