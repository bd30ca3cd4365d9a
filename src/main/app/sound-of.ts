// Decides which sound a page plays, from the view of its call and the person's choice. Pure. A tone reveals no more
// than the text on the same page.
import type { EndReason } from '../../contract/failure.ts';
import type { Sounding, Tone } from '../../contract/sound.ts';
import type { CallPhase, Settings } from '../../contract/view.ts';

type Chosen = Pick<
  Settings,
  'ringMode' | 'ringPlace' | 'ringtone' | 'ringVolume' | 'speaker' | 'devicesBefore' | 'toneVolume'
>;

/**
 * The ring of a call's card in this phase. `isBeside`: another call is on, so only the tone `waiting` plays, on the
 * speaker for calls.
 */
export function cardSound(chosen: Chosen, phase: CallPhase | undefined, isBeside: boolean): Sounding | undefined {
  if (phase?.kind !== 'ringing' || phase.silenced || phase.visual === true) return undefined;
  if (chosen.ringMode === 'visual') return undefined;
  if (isBeside) return tone(chosen, 'waiting');
  return { sound: chosen.ringtone, volume: chosen.ringVolume, place: chosen.ringPlace };
}

/** The tone that a call's own window plays in this phase: ringback or an end tone. The ring is that of the card. */
export function callSound(chosen: Chosen, phase: CallPhase): Sounding | undefined {
  if (phase.kind === 'calling' && phase.ringing) return tone(chosen, 'ringback');
  if (phase.kind !== 'ended') return undefined;
  const sound = ends[phase.reason];
  if (sound === 'silence') return undefined;
  return tone(chosen, sound === 'failure' ? (phase.connected ? 'ended' : 'unreachable') : sound);
}

function tone({ devicesBefore, speaker, toneVolume }: Chosen, sound: Tone): Sounding {
  return { sound, volume: toneVolume, place: { kind: 'one', speaker, others: devicesBefore.speaker } };
}

// The person's own acts make no sound, and neither does `glare`, because the other call survives. The sound of a
// failure depends on whether the call was ever connected.
const ends: Readonly<Record<EndReason, 'silence' | 'busy' | 'ended' | 'failure'>> = {
  'hung-up': 'silence',
  cancelled: 'silence',
  'answered-elsewhere': 'silence',
  'declined-elsewhere': 'silence',
  transferred: 'silence',
  glare: 'silence',
  'app-closed': 'silence',
  'app-locked': 'silence',
  busy: 'busy',
  declined: 'busy',
  'peer-hung-up': 'ended',
  'offer-over': 'failure',
  'no-answer': 'failure',
  unreachable: 'failure',
  'unknown-address': 'failure',
  'too-many-claims': 'failure',
  'several-persons': 'failure',
  'not-connected': 'failure',
  'key-changed': 'failure',
  'directory-conflict': 'failure',
  'device-removed': 'failure',
  version: 'failure',
  'secure-setup-failed': 'failure',
  tampered: 'failure',
  fingerprint: 'failure',
  'media-keys': 'failure',
  'worker-lost': 'failure',
  'page-lost': 'failure',
  'no-transform': 'failure',
  'no-device': 'failure',
  'code-mismatch': 'failure',
  'connection-lost': 'failure',
  'connect-timeout': 'failure',
  timeout: 'failure',
  error: 'failure',
  'not-allowed': 'failure',
  'verification-required': 'failure',
  'relay-required': 'failure',
};
