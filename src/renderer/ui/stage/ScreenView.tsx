// The other person's shared screen: fitted into the stage, in actual size, or zoomed. A zoomed screen is moved by
// dragging, wheel and arrow keys. Full screen keeps the head of the window, so the name of the other person stays
// visible.
import { Maximize, Scaling, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { Picture, type Size } from './Picture.tsx';
import styles from './screen-view.module.css';

const c = classNames(styles);
const STEP = 1.25;
const [LEAST, MOST] = [0.1, 8];
const NO_SIZE: Size = { width: 0, height: 0 };

interface Props {
  readonly stream: MediaStream;
  readonly name: string; // of the person whose screen it is
}

/** The screen that the other person shares. */
export function ScreenView({ stream, name }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const label = t('sharing.theirs', { name });
  const [scale, setScale] = useState<number | undefined>(undefined); // undefined: fitted
  const [size, setSize] = useState(NO_SIZE);
  const box = useRef<HTMLDivElement>(null);
  const dragged = useRef({ x: 0, y: 0 });
  const wasFull = useRef(false);
  const full = (): void => {
    wasFull.current = true;
    void ask.send('window.full', { to: 'other' });
  };
  useEffect(() => {
    return () => {
      // The screen is gone and with it the button that leaves full screen.
      if (wasFull.current) void ask.attempt('window.full', { to: 'normal' });
    };
  }, [ask]);
  const zoom = (direction: 'larger' | 'smaller'): void => {
    const { clientWidth = 0, clientHeight = 0 } = box.current ?? {};
    const ratio = window.devicePixelRatio;
    const now = scale ?? fittingScale(size, { width: clientWidth * ratio, height: clientHeight * ratio });
    setScale(nextScale(now, direction));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // such combinations belong to the window
    if (event.key === '+') zoom('larger');
    else if (event.key === '-') zoom('smaller');
    else if (event.key === '0') setScale(undefined);
    else if (event.key === '1') setScale(1);
    else if (event.key === 'f') full();
  };
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    dragged.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = ({ buttons, clientX, clientY, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    if (buttons !== 1) return;
    currentTarget.scrollBy(dragged.current.x - clientX, dragged.current.y - clientY);
    dragged.current = { x: clientX, y: clientY };
  };
  return (
    <div className={c('view')} data-scale={scale ?? 'fit'}>
      {/* The box is scrolled by keys, and has no other role. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        role="group"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keys
        tabIndex={0}
        className={c('box')}
        onKeyDown={onKey}
        onPointerDown={down}
        onPointerMove={move}
      >
        <Picture
          className={c('picture', scale === undefined && 'fit')}
          stream={stream}
          label={label}
          width={scale === undefined ? undefined : (size.width * scale) / window.devicePixelRatio}
          onSize={setSize}
        />
      </div>
      {size.width === 0 && (
        <p className={c('coming')} role="status">
          {t('sharing.coming', { name })}
        </p>
      )}
      <div className={c('tools')} role="toolbar" aria-label={t('sharing.view')}>
        <IconButton icon={Scaling} label={t('sharing.fit')} onPress={() => setScale(undefined)} />
        <Button tone="quiet" aria-label={`1:1, ${t('sharing.actual')}`} onPress={() => setScale(1)}>
          1:1
        </Button>
        <IconButton icon={ZoomOut} label={t('sharing.smaller')} onPress={() => zoom('smaller')} />
        <span className={c('scale')} role="status">
          {scale === undefined ? t('sharing.fit') : t('sharing.scale', { percent: Math.round(scale * 100) })}
        </span>
        <IconButton icon={ZoomIn} label={t('sharing.larger')} onPress={() => zoom('larger')} />
        <IconButton icon={Maximize} label={t('sharing.full')} onPress={full} />
      </div>
    </div>
  );
}

// The scale at which `picture` fits into `box`. At a scale of 1, one pixel of the picture is one pixel of our screen.
function fittingScale(picture: Size, box: Size): number {
  if (picture.width === 0 || picture.height === 0) return 1;
  return Math.min(box.width / picture.width, box.height / picture.height);
}

// A step that would pass a scale of 1 stops at 1.
function nextScale(scale: number, direction: 'larger' | 'smaller'): number {
  const next = direction === 'larger' ? scale * STEP : scale / STEP;
  const passed = (scale < 1 && next > 1) || (scale > 1 && next < 1);
  return passed ? 1 : Math.min(MOST, Math.max(LEAST, next));
}
