// A stream as a picture, without its sound (RemoteSound plays that).
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly stream: MediaStream;
  readonly className?: string;
  readonly label?: string;
}

/** A silent video element that shows `stream`; hidden from screen readers where it has no `label`. */
export function Picture({ stream, className, label }: Props): ReactNode {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
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
