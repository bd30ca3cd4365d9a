// The other person's sound, on the chosen speaker. The stage gives a stream only once it may be heard.
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly stream: MediaStream;
  readonly speaker: string; // device id, '' = the system's
}

/** An audio element that plays `stream` on `speaker`, or on the system's where that one is gone. */
export function RemoteSound({ stream, speaker }: Props): ReactNode {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return undefined;
    audio.srcObject = stream;
    return () => {
      audio.srcObject = null;
    };
  }, [stream]);
  useEffect(() => {
    const audio = element.current;
    void audio?.setSinkId(speaker).catch(() => audio.setSinkId('').catch(() => undefined));
  }, [speaker]);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- a live voice has no captions
  return <audio ref={element} autoPlay />;
}
