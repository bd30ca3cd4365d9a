// English sentences of the self-check, one for each finding. A finding without one gets a neutral sentence
// (check.unknown). The sentences for main's findings come from finding-en.ts. Those here are for the page's own
// check of devices.
import { findingEn } from '../finding-en.ts';

/** English sentences of the findings. */
export const enFinding = {
  ...findingEn,
  'devices-ready': 'Microphone and speaker are connected.',
  'no-microphone': 'No microphone was found. Connect one, or allow access in the system settings.',
  'no-camera': 'No camera was found. You can make voice calls.',
  'no-speaker': 'No speaker was found. Connect one.',
} as const;
