// Handshake patterns as data (Noise §7). Calls use IKhfs, linking a device uses XXhfs, and notes use X. The public
// vectors check X, and the other two without their key encapsulation. No code here: noise.ts knows what a token does.

/** A token of a message; `e1` and `ekem1` carry an ML-KEM key and ciphertext (protocol §5). */
export type NoiseToken = 'e' | 's' | 'ee' | 'es' | 'se' | 'ss' | 'psk' | 'e1' | 'ekem1';

/** Whose static keys are known beforehand, and the messages in order, the initiator's first. */
export interface NoisePattern {
  readonly name: string;
  readonly known: readonly ('initiator' | 'responder')[];
  readonly messages: readonly (readonly NoiseToken[])[];
}

/** One-way X (Noise §7.4), for notes (protocol §5.C). */
export const X: NoisePattern = { name: 'X', known: ['responder'], messages: [['e', 'es', 's', 'ss']] };

/** IK (Noise §7.5) with hybrid forward secrecy (protocol §5). */
export const IK_HFS: NoisePattern = {
  name: 'IKhfs',
  known: ['responder'],
  messages: [
    ['e', 'es', 'e1', 's', 'ss'],
    ['e', 'ee', 'ekem1', 'se'],
  ],
};

/** XX (Noise §7.5) with hybrid forward secrecy, for linking a device (protocol §13). */
export const XX_HFS: NoisePattern = {
  name: 'XXhfs',
  known: [],
  messages: [
    ['e', 'e1'],
    ['e', 'ee', 'ekem1', 's', 'es'],
    ['s', 'se'],
  ],
};
