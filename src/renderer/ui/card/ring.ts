// What is heard while the card is there: the ring, two soft bells a fifth apart every three seconds; beside another call no more
// than two short low taps every five, under the voice and not over it. Synthesised: no sound file, nothing fetched.
import { useEffect } from 'react';

/** How a call announces itself. */
export type Ringing = 'ring' | 'waiting';

/** Start in seconds and frequency in hertz of each stroke. */
const SOUNDS = {
  ring: {
    periodMs: 3000,
    volume: 0.18,
    decay: 1,
    strokes: [
      { atS: 0, hz: 523.25 },
      { atS: 0.28, hz: 783.99 },
      { atS: 0.84, hz: 523.25 },
      { atS: 1.12, hz: 783.99 },
    ],
  },
  waiting: {
    periodMs: 5000,
    volume: 0.05,
    decay: 0.25,
    strokes: [
      { atS: 0, hz: 440 },
      { atS: 0.22, hz: 440 },
    ],
  },
} as const;
const PARTIALS = [
  { ratio: 1, level: 1, decayS: 0.9 },
  { ratio: 2, level: 0.35, decayS: 0.5 },
  { ratio: 3.01, level: 0.12, decayS: 0.25 },
] as const;

/** Sounds while there is something to sound. */
export function useRing(ringing: Ringing | undefined): void {
  useEffect(() => {
    if (ringing === undefined) return undefined;
    const context = new AudioContext();
    soundOnce(context, ringing);
    const timer = setInterval(() => soundOnce(context, ringing), SOUNDS[ringing].periodMs);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [ringing]);
}

/** Schedules one ring, about two seconds long, or one pair of taps, from the context's current time on. */
function soundOnce(context: BaseAudioContext, ringing: Ringing): void {
  const { strokes, volume, decay } = SOUNDS[ringing];
  const start = context.currentTime + 0.02;
  for (const { atS, hz } of strokes) {
    for (const { ratio, level, decayS: ringS } of PARTIALS) {
      const decayS = ringS * decay;
      const tone = new OscillatorNode(context, { frequency: hz * ratio });
      const gain = new GainNode(context, { gain: 0 });
      const from = start + atS;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(volume * level, from + 0.012);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + decayS);
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + decayS + 0.05);
    }
  }
}
