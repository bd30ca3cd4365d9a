// German sentences of the self-check, one per finding. A code that is not here gets a neutral sentence (check.unknown).
// The type requires the same keys as en-finding.ts.
import { findingDe } from '../finding-de.ts';
import type { Texts } from './catalogue.ts';
import type { enFinding } from './en-finding.ts';

/** German sentences of the findings. */
export const deFinding: Texts<typeof enFinding> = {
  ...findingDe,
  'devices-ready': 'Mikrofon und Lautsprecher sind angeschlossen.',
  'no-microphone':
    'Es wurde kein Mikrofon gefunden. Schließen Sie eines an oder erlauben Sie den Zugriff in den Systemeinstellungen.',
  'no-camera': 'Es wurde keine Kamera gefunden. Sprachanrufe sind möglich.',
  'no-speaker': 'Es wurde kein Lautsprecher gefunden. Schließen Sie einen an.',
};
