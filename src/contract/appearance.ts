// How Siegel looks on this device, beyond the system's settings.
import * as v from 'valibot';

/** Light or dark, or as the system has it. */
export const Appearance = v.picklist(['system', 'light', 'dark']);
export type Appearance = v.InferOutput<typeof Appearance>;

/** The settings of the appearance. `textSize` is Chromium's zoom level: at level n, text has 1.2^n times its size. */
export const appearanceSettings = {
  appearance: Appearance,
  textSize: v.pipe(v.number(), v.integer(), v.minValue(-3), v.maxValue(6)),
  moreContrast: v.boolean(), // even if the system does not ask for it
  lessMotion: v.boolean(), // even if the system does not ask for it
};
