// The sounds of the program: what a person has chosen for them, and the one that a page should play now. Main decides
// which (main/app/sound-of.ts), and a page plays what it is told.
import * as v from 'valibot';

/** In percent of the program's loudest. */
const Volume = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));

/** How an incoming call rings. */
export const Ringtone = v.picklist(['bells', 'classic', 'chime', 'gentle']);
export type Ringtone = v.InferOutput<typeof Ringtone>;

/** What a caller hears, and what a person in a call hears. `waiting`: a second call rings. */
export const Tone = v.picklist(['ringback', 'busy', 'unreachable', 'ended', 'waiting']);
export type Tone = v.InferOutput<typeof Tone>;

/**
 * Where a sound is played: on the speaker with this `MediaDevice.id` ('' = the system's); if that is missing, on the
 * first of `others` that exists, else on the system's; or on all speakers.
 */
export const SoundPlace = v.variant('kind', [
  v.strictObject({
    kind: v.literal('one'),
    speaker: v.string(),
    others: v.optional(v.pipe(v.array(v.string()), v.readonly())),
  }),
  v.strictObject({ kind: v.literal('all') }),
]);
export type SoundPlace = v.InferOutput<typeof SoundPlace>;

/** What a page plays until told otherwise. A tone for an end stops by itself. */
export const Sounding = v.strictObject({
  sound: v.picklist([...Ringtone.options, ...Tone.options]),
  volume: Volume,
  place: SoundPlace,
});
export type Sounding = v.InferOutput<typeof Sounding>;

/** How noise is removed from the microphone's sound: not at all, by the engine, or by the engine and then RNNoise. */
export const NoiseSuppression = v.picklist(['off', 'engine', 'strong']);
export type NoiseSuppression = v.InferOutput<typeof NoiseSuppression>;

/** How the sound of the microphone is changed before it is sent. */
export const Processing = v.strictObject({
  echoCancellation: v.boolean(), // removes what the loudspeaker plays
  noiseSuppression: NoiseSuppression,
  autoGainControl: v.boolean(), // makes quiet sound louder and loud sound quieter
});
export type Processing = v.InferOutput<typeof Processing>;
/** No processing: the sound of the microphone is sent unchanged, as music needs it. */
export const UNPROCESSED: Processing = { echoCancellation: false, noiseSuppression: 'off', autoGainControl: false };
/** The processing until a person chooses otherwise. */
export const USUAL_PROCESSING: Processing = {
  echoCancellation: true,
  noiseSuppression: 'engine',
  autoGainControl: true,
};
/** The parts of `Processing` that are switches. */
export const soundSwitches = ['echoCancellation', 'autoGainControl'] as const;
/** The names of all parts of `Processing`. */
export const processings = [...soundSwitches, 'noiseSuppression'] as const satisfies readonly (keyof Processing)[];

/** What a person chooses for sounds. Part of the settings. */
export const soundSettings = {
  ringMode: v.picklist(['loud', 'visual']), // `visual`: an incoming call is shown and not heard
  ringtone: Ringtone,
  ringVolume: Volume,
  ringPlace: SoundPlace, // separate from `speaker`, which plays voices and tones
  toneVolume: Volume,
  ...Processing.entries,
} as const;
