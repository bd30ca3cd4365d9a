// The page on which a person tries microphone, speaker and camera before a call. A recording stays in the page and is
// discarded when the page closes. A call takes precedence: while a call rings or is on, the page opens no device, and
// afterwards no device opens by itself.
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Framed } from '../Framed.tsx';
import { usePage, useTryout } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Actions } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { CameraPart } from './CameraPart.tsx';
import { MicrophonePart } from './MicrophonePart.tsx';
import { SpeakerPart } from './SpeakerPart.tsx';
import styles from './tryout.module.css';

const c = classNames(styles);

/**
 * The page. Its parts open the devices. The parts are shown only while no call rings or is on, and after a call only
 * once the person presses the button.
 */
export function TryoutPage(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { isFree } = useTryout();
  const [isPaused, setIsPaused] = useState(!isFree);
  if (!isFree && !isPaused) setIsPaused(true);
  useEffect(() => {
    document.title = `Siegel: ${t('tryout.title')}`;
  }, [t]);
  return (
    <Framed>
      <main className={c('page')}>
        <header className={c('head')}>
          <h1 className={c('title')}>{t('tryout.title')}</h1>
          <p className={c('soft')}>{t('tryout.lead')}</p>
        </header>
        <div className={c('body')}>
          {isPaused ? (
            <Banner
              tone="info"
              title={t(isFree ? 'tryout.pausedTitle' : 'tryout.callTitle')}
              actions={
                isFree && (
                  <Button tone="primary" onPress={() => setIsPaused(false)}>
                    {t('tryout.goOn')}
                  </Button>
                )
              }
            >
              <p>{t(isFree ? 'tryout.pausedText' : 'tryout.callText')}</p>
            </Banner>
          ) : (
            <div className={c('parts')}>
              <div className={c('column')}>
                <MicrophonePart />
                <SpeakerPart />
              </div>
              <div className={c('column')}>
                <CameraPart />
              </div>
            </div>
          )}
        </div>
        <footer className={c('foot')}>
          <Actions>
            <Button onPress={() => void ask.send('tryout.close', {})}>{t('app.close')}</Button>
          </Actions>
        </footer>
      </main>
    </Framed>
  );
}
