// How Siegel looks on this device, beyond what the system says.
import * as v from 'valibot';

export const Appearance = v.picklist(['system', 'light', 'dark']);
export type Appearance = v.InferOutput<typeof Appearance>;

/** The settings of it. The size of text is Chromium's zoom level: 1.2 to its power. */
export const appearanceSettings = {
  appearance: Appearance,
  textSize: v.pipe(v.number(), v.integer(), v.minValue(-3), v.maxValue(6)),
  moreContrast: v.boolean(), // also where the system does not ask for it
  lessMotion: v.boolean(), // likewise
};
