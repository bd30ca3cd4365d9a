// A stream as a picture, without its sound (RemoteSound plays that).
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly stream: MediaStream;
  readonly className?: string;
  readonly label?: string;
  readonly onSeen?: ((seen: boolean) => void) | undefined; // true once the first frame stands, false when the picture goes
}

/** A silent video element that shows `stream`; hidden from screen readers where it has no `label`. */
export function Picture({ stream, className, label, onSeen }: Props): ReactNode {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    const first = video.requestVideoFrameCallback(() => onSeen?.(true));
    return () => {
      video.cancelVideoFrameCallback(first);
      video.srcObject = null;
      onSeen?.(false);
    };
  }, [stream, onSeen]);
  return (
    <video
      ref={element}
      className={className}
      autoPlay
      playsInline
      muted
      disablePictureInPicture
      {...(label === undefined ? { 'aria-hidden': true } : { 'aria-label': label })}
    />
  );
}
