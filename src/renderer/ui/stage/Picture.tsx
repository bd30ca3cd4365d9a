// A stream as a picture, without its sound (RemoteSound plays that).
import { type ReactNode, useEffect, useRef } from 'react';

/** In pixels of the picture. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly stream: MediaStream;
  readonly className?: string;
  readonly label?: string;
  readonly width?: number | undefined; // in CSS pixels, as high as it then is; else as its class says
  readonly onSize?: ((size: Size) => void) | undefined; // of the picture that comes, when it changes
  readonly onSeen?: ((seen: boolean) => void) | undefined; // true once the first frame stands, false when the picture goes
}

/** A silent video element that shows `stream`; hidden from screen readers where it has no `label`. */
export function Picture({ stream, className, label, width, onSize, onSeen }: Props): ReactNode {
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
      style={width === undefined ? undefined : { width }}
      onResize={({ currentTarget: video }) => onSize?.({ width: video.videoWidth, height: video.videoHeight })}
      autoPlay
      playsInline
      muted
      disablePictureInPicture
      {...(label === undefined ? { 'aria-hidden': true } : { 'aria-label': label })}
    />
  );
}
