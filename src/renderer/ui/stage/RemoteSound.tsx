// The other person's sound, on the chosen speaker. The stage gives a stream only once it may be heard.
import { type ReactNode, useEffect, useRef } from 'react';
import { engineIdOf } from '../../call/device-list.ts';

interface Props {
  readonly stream: MediaStream;
  readonly speaker: string; // `MediaDevice.id`, '' = the system's
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
    let isStill = true;
    const play = async (): Promise<void> => {
      const id = speaker === '' ? '' : await engineIdOf('speaker', speaker);
      if (isStill) await element.current?.setSinkId(id ?? '');
    };
    void play().catch(() => element.current?.setSinkId('').catch(() => undefined));
    return () => {
      isStill = false;
    };
  }, [speaker]);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- a live voice has no captions
  return <audio ref={element} autoPlay />;
}
