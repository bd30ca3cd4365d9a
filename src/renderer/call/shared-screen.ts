// The screen or window that a person has chosen in the picker, and the computer's sound with it if that was chosen:
// the capture starts and ends when main says so. This page can ask the engine for a capture at any time. Main answers
// once for each choice, with what was chosen, and once more if a capture with sound failed (decisions 0079, 0098).
import type { MediaFact, ScreenStep } from '../../contract/media.ts';
import type { ShareSound } from '../../contract/sharing.ts';
import type { Peer } from './peer.ts';

type State = Extract<MediaFact, { kind: 'screen' }>['state'];

/** The shared screen of one call. */
export interface SharedScreen {
  /**
   * Captures, continues at another step, or ends. `sound` asks for the computer's sound, too. If `sound` is false, a
   * running sound ends, a sound that arrives later is not sent, and the picture goes on.
   */
  readonly follow: (step: ScreenStep, sound: boolean) => void;
  readonly close: () => void;
}

/** What becomes of a shared screen. */
export interface SharedScreenListeners {
  /** How capturing went. `sound`: what became of the computer's sound, if it was asked for. */
  readonly report: (state: State, sound?: ShareSound) => void;
  /** Gets the computer's sound to send from now on, without what this program plays, or `undefined` for none. */
  readonly onSound: (track: MediaStreamTrack | undefined) => void;
}

// At most 4K: a smaller source keeps its own size, because the engine enlarges nothing. The pointer is shown as well.
const PICTURE: MediaTrackConstraints = {
  width: { max: 3840 },
  height: { max: 2160 },
  frameRate: { max: 15 },
};
const POINTER = { cursor: 'always' }; // Screen Capture §5.4; TypeScript's library does not know it

// The sound of the computer as it is, and without what this program plays, above all the peer's voice (Screen Capture
// §5.4). TypeScript's library does not know `restrictOwnAudio`.
const SOUND: MediaTrackConstraints & { readonly restrictOwnAudio: boolean } = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  restrictOwnAudio: true,
};
// The id of the engine's device for all sound but the engine's own. The setting alone proves nothing: Electron below
// 43.4 reports `restrictOwnAudio` as true and captures everything.
const WITHOUT_US = 'loopbackWithoutChrome';

/** Makes the shared screen of a call; nothing is captured before `follow`. */
export function createSharedScreen(
  peer: Pick<Peer, 'setTrack' | 'setPictures'>,
  { onSound, report }: SharedScreenListeners,
): SharedScreen {
  let track: MediaStreamTrack | undefined;
  let sound: MediaStreamTrack | undefined;
  let isSoundWanted = false; // by main's newest order
  let isAsking = false;
  let asked = 0; // number of the wanted capture; a capture with another number is stopped on arrival

  const endSound = (): void => {
    if (sound === undefined) return;
    sound.stop();
    sound = undefined;
    onSound(undefined);
  };
  const end = (): void => {
    asked++;
    isAsking = false;
    endSound();
    track?.stop();
    track = undefined;
    void peer.setTrack(2, undefined).catch(() => undefined); // the connection is closed
  };
  const hear = (heard: MediaStreamTrack): void => {
    sound = heard;
    heard.addEventListener('ended', () => {
      if (sound !== heard) return;
      endSound();
      report('sound-lost');
    });
    onSound(heard);
  };
  const capture = async (withSound: boolean): Promise<void> => {
    const mine = ++asked;
    isAsking = true; // meanwhile another step makes no second request
    const stream = await ask(withSound);
    if (mine === asked) isAsking = false;
    else {
      for (const late of stream?.getTracks() ?? []) late.stop();
      return;
    }
    const captured = stream?.getVideoTracks()[0];
    const heard = soundOf(stream?.getAudioTracks() ?? []); // also stops the tracks that may not be sent
    const isToBeHeard = withSound && isSoundWanted;
    if (typeof heard !== 'string' && (captured === undefined || !isToBeHeard)) heard.stop();
    if (captured === undefined) return report('failed');
    captured.contentHint = 'text';
    captured.addEventListener('ended', () => {
      if (track === captured) report('closed');
    });
    track = captured;
    if (isToBeHeard && typeof heard !== 'string') hear(heard);
    await peer.setTrack(2, captured);
    if (mine !== asked) return;
    if (captured.readyState === 'ended') return report('closed');
    if (isToBeHeard) report('captured', typeof heard === 'string' ? heard : 'on');
    else report('captured');
  };
  return {
    follow: (step, withSound) => {
      void peer.setPictures({ screen: step }).catch(() => undefined);
      isSoundWanted = withSound;
      if (!withSound) endSound();
      if (step === 'off') end();
      else if (track === undefined && !isAsking) void capture(withSound).catch(() => report('failed'));
    },
    close: end,
  };
}

async function ask(withSound: boolean): Promise<MediaStream | undefined> {
  try {
    return await navigator.mediaDevices.getDisplayMedia({
      video: { ...PICTURE, ...POINTER },
      audio: withSound ? SOUND : false,
    });
  } catch {
    return undefined; // refused, or the window is gone: main informs the person
  }
}

/** The first sound track of a capture if it may be sent, or why it may not. Stops every track that may not be sent. */
function soundOf(tracks: readonly MediaStreamTrack[]): MediaStreamTrack | Exclude<ShareSound, 'on'> {
  const [track, ...others] = tracks;
  for (const other of others) other.stop();
  if (track === undefined || track.readyState === 'ended') return 'failed';
  const settings: MediaTrackSettings & { readonly restrictOwnAudio?: boolean } = track.getSettings();
  if (settings.restrictOwnAudio === true && settings.deviceId === WITHOUT_US) return track;
  track.stop();
  return 'own-sound';
}
