// A small picture in a corner of the stage: one's own picture, or the picture of the other person while they share
// their screen. A press, a drag or an arrow key moves it. It never leaves the stage.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from '../style/class-names.ts';
import { type Corner, arrowCorner, nextCorner } from './corner.ts';
import { Picture } from './Picture.tsx';
import styles from './stage.module.css';

const c = classNames(styles);

const DRAG_PX = 6;

interface Props {
  readonly stream: MediaStream;
  readonly label: string;
  readonly first: Corner; // where the picture is until the person moves it
  readonly isOwn?: boolean; // mirrored
}

/** A small, movable picture. */
export function SmallPicture({ stream, label, first, isOwn = false }: Props): ReactNode {
  const [corner, setCorner] = useState<Corner>(first);
  const start = useRef({ x: 0, y: 0 });
  const dragged = useRef(false);
  const down = (event: PointerEvent<HTMLButtonElement>): void => {
    start.current = { x: event.clientX, y: event.clientY };
    dragged.current = false;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const up = (event: PointerEvent<HTMLButtonElement>): void => {
    const far = Math.hypot(event.clientX - start.current.x, event.clientY - start.current.y);
    const stage = event.currentTarget.parentElement?.getBoundingClientRect();
    if (far < DRAG_PX || stage === undefined) return;
    dragged.current = true; // the click that follows a drag is not a press
    setCorner({
      right: event.clientX > stage.left + stage.width / 2,
      bottom: event.clientY > stage.top + stage.height / 2,
    });
  };
  const click = (): void => {
    if (!dragged.current) setCorner(nextCorner);
    dragged.current = false;
  };
  const key = (event: KeyboardEvent): void => {
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    setCorner((now) => arrowCorner(now, event.key));
  };
  const place = `${corner.bottom ? 'bottom' : 'top'}${corner.right ? 'Right' : 'Left'}`;
  return (
    <button
      type="button"
      className={c('small', isOwn && 'self', place)}
      aria-label={label}
      onPointerDown={down}
      onPointerUp={up}
      onClick={click}
      onKeyDown={key}
    >
      <Picture stream={stream} />
    </button>
  );
}
