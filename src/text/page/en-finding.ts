// English sentences of the self-check, one per finding. A code that is not
// here gets a neutral sentence (check.unknown). Main's codes and sentences
// are those of contract/finding.ts; `devices` is examined by the page itself.
import { findingEn } from '../finding-en.ts';

/** English sentences of the findings. */
export const enFinding = {
  ...findingEn,
  'devices-ready': 'Microphone and speaker are connected.',
  'no-microphone': 'No microphone was found. Connect one, or allow access in the system settings.',
  'no-camera': 'No camera was found. You can make voice calls.',
  'no-speaker': 'No speaker was found. Connect one.',
} as const;
