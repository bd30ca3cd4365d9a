// The screen or window that a person has chosen in main's page: its capture starts and ends when main says so. This
// page can ask for it at any time. Main answers once, after a choice, with what was chosen (decision 0079).
import type { MediaFact, ScreenStep } from '../../contract/media.ts';
import type { Peer } from './peer.ts';

type State = Extract<MediaFact, { kind: 'screen' }>['state'];

/** The shared screen of one call. */
export interface SharedScreen {
  /** Captures, continues at another step, or ends. */
  readonly follow: (step: ScreenStep) => void;
  readonly close: () => void;
}

// At most 4K and at its own size: an engine enlarges nothing. The pointer is part of what is shown.
const PICTURE: MediaTrackConstraints = {
  width: { max: 3840 },
  height: { max: 2160 },
  frameRate: { max: 15 },
};
const POINTER = { cursor: 'always' }; // Screen Capture §5.4; TypeScript's library does not know it

/** No screen is shared yet. `report` tells how capturing went. */
export function createSharedScreen(
  peer: Pick<Peer, 'setTrack' | 'setPictures'>,
  report: (state: State) => void,
): SharedScreen {
  let track: MediaStreamTrack | undefined;
  let isAsking = false;
  let asked = 0; // number of the wanted capture; a capture with another number is stopped on arrival

  const end = (): void => {
    asked++;
    isAsking = false;
    track?.stop();
    track = undefined;
    void peer.setTrack(2, undefined).catch(() => undefined); // the connection is closed
  };
  const capture = async (): Promise<void> => {
    const mine = ++asked;
    isAsking = true; // another step is not a second request
    const captured = await ask();
    if (mine === asked) isAsking = false;
    else {
      captured?.stop();
      return;
    }
    if (captured === undefined) return report('failed');
    captured.contentHint = 'text';
    captured.addEventListener('ended', () => {
      if (track === captured) report('closed');
    });
    track = captured;
    await peer.setTrack(2, captured);
    if (mine === asked) report(captured.readyState === 'ended' ? 'closed' : 'captured');
  };
  return {
    follow: (step) => {
      void peer.setPictures({ screen: step }).catch(() => undefined);
      if (step === 'off') end();
      else if (track === undefined && !isAsking) void capture().catch(() => report('failed'));
    },
    close: end,
  };
}

async function ask(): Promise<MediaStreamTrack | undefined> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { ...PICTURE, ...POINTER }, audio: false });
    return stream.getVideoTracks()[0];
  } catch {
    return undefined; // refused, or the window is gone: main informs the person
  }
}
