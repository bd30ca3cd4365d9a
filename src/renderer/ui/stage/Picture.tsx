// Shows the video of a stream without its sound (RemoteSound plays the sound).
import { type ReactNode, useEffect, useRef } from 'react';

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly stream: MediaStream;
  readonly className?: string;
  readonly label?: string;
  readonly width?: number | undefined; // in CSS pixels, the height follows; if absent, the class decides
  readonly onSize?: ((size: Size) => void) | undefined; // the size of the received picture, each time it changes
  // True once the first frame is shown, false when the picture is gone.
  readonly onSeen?: ((seen: boolean) => void) | undefined;
}

/** A silent video element that shows `stream`. Hidden from screen readers if it has no `label`. */
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
