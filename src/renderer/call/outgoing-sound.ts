// The sound that is sent: the microphone, the computer's sound while a person shares it, or both in one track. A mute
// ends the mix and takes the microphone out, so that nothing from the microphone is sent, whatever the mix does
// (docs/decisions/0098). Without a shared sound there is no mix: the microphone's own track is sent.
import type { Peer } from './peer.ts';

/** Gain of the computer's sound while the microphone is open: the voice stays louder, and the sum seldom clips. */
const BESIDE_VOICE = 0.5;
// Web Audio §1.2.2; TypeScript's library does not know it.
const NO_LOUDSPEAKER = { sinkId: { type: 'none' } };

/** The sound of one call as it is sent. */
export interface OutgoingSound {
  /**
   * Sets the microphone's track that is sent from now on. `undefined` sends none. Rejects if the connection is closed.
   */
  readonly setMicrophone: (track: MediaStreamTrack | undefined) => Promise<void>;
  /** Sets the track of the computer's sound that is sent from now on. `undefined` sends none. */
  readonly setComputer: (track: MediaStreamTrack | undefined) => void;
  /** Ends the mix. Whoever gave the tracks stops them. */
  readonly close: () => void;
}

interface Mix {
  readonly track: MediaStreamTrack;
  /** Resolves once the mix gives sound. Rejects if it does not run. */
  readonly begin: () => Promise<void>;
  /** From here on the mix gives no sound. */
  readonly end: () => void;
}

/**
 * Sends nothing before a track is set. `onLost` is called when the two sounds cannot be mixed, or can no longer be
 * mixed. From then on the microphone is sent alone, until the computer's sound is set anew.
 */
export function createOutgoingSound(peer: Pick<Peer, 'setTrack'>, onLost: () => void): OutgoingSound {
  let microphone: MediaStreamTrack | undefined;
  let computer: MediaStreamTrack | undefined;
  let mix: Mix | undefined;

  const endMix = (): void => {
    mix?.end();
    mix = undefined;
  };
  const follow = async (): Promise<void> => {
    endMix();
    const alone = peer.setTrack(0, microphone ?? computer);
    if (microphone !== undefined && computer !== undefined) void join(microphone, computer);
    await alone;
  };
  // The voice is sent alone until the mix runs: a mix that begins late, or never, does not interrupt the voice.
  const join = async (voice: MediaStreamTrack, other: MediaStreamTrack): Promise<void> => {
    let made: Mix | undefined;
    const lose = (): void => {
      if (mix !== made) return; // something else was set meanwhile
      computer = undefined;
      onLost();
      void follow().catch(() => undefined); // the connection is closed
    };
    try {
      made = mixed(voice, other, lose);
      mix = made;
      await made.begin();
      if (mix === made) await peer.setTrack(0, made.track);
    } catch {
      lose();
    }
  };
  return {
    setMicrophone: async (track) => {
      if (track === microphone && mix !== undefined) return; // the mix has this track already
      microphone = track;
      await follow();
    },
    setComputer: (track) => {
      computer = track;
      void follow().catch(() => undefined); // the connection is closed
    },
    close: () => {
      [microphone, computer] = [undefined, undefined];
      endMix();
    },
  };
}

// An audio graph of the engine's own nodes, without a script and without a loudspeaker: two devices have two clocks,
// and the graph aligns them.
function mixed(voice: MediaStreamTrack, other: MediaStreamTrack, onStopped: () => void): Mix {
  const context = new AudioContext({ latencyHint: 'interactive', ...NO_LOUDSPEAKER });
  const out = context.createMediaStreamDestination();
  const quieter = context.createGain();
  quieter.gain.value = BESIDE_VOICE;
  const sources = [voice, other].map((track) => context.createMediaStreamSource(new MediaStream([track])));
  sources[0]?.connect(out);
  sources[1]?.connect(quieter).connect(out);
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new TypeError('an audio graph without a track');
  let isOver = false;
  return {
    track,
    begin: async () => {
      await context.resume();
      context.addEventListener('statechange', () => {
        if (!isOver && context.state !== 'running') onStopped();
      });
      if (context.state !== 'running') throw new TypeError('the audio graph does not run');
    },
    end: () => {
      isOver = true;
      for (const source of sources) source.disconnect();
      track.stop();
      void context.close().catch(() => undefined);
    },
  };
}
