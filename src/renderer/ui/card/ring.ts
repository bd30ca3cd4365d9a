// The ring: two soft bells a fifth apart, synthesised, every three seconds while the card is there and not silenced.
// No sound file, nothing fetched.
import { useEffect } from 'react';

const PERIOD_MS = 3000;
const VOLUME = 0.18;
/** Start in seconds and frequency in hertz of each stroke. */
const STROKES = [
  { atS: 0, hz: 523.25 },
  { atS: 0.28, hz: 783.99 },
  { atS: 0.84, hz: 523.25 },
  { atS: 1.12, hz: 783.99 },
] as const;
const PARTIALS = [
  { ratio: 1, level: 1, decayS: 0.9 },
  { ratio: 2, level: 0.35, decayS: 0.5 },
  { ratio: 3.01, level: 0.12, decayS: 0.25 },
] as const;

/** Rings while `on`. */
export function useRing(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const context = new AudioContext();
    ringOnce(context);
    const timer = setInterval(() => ringOnce(context), PERIOD_MS);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [on]);
}

/** Schedules one ring, about two seconds long, from the context's current time on. */
export function ringOnce(context: BaseAudioContext): void {
  const start = context.currentTime + 0.02;
  for (const { atS, hz } of STROKES) {
    for (const { ratio, level, decayS } of PARTIALS) {
      const tone = new OscillatorNode(context, { frequency: hz * ratio });
      const gain = new GainNode(context, { gain: 0 });
      const from = start + atS;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(VOLUME * level, from + 0.012);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + decayS);
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + decayS + 0.05);
    }
  }
}
