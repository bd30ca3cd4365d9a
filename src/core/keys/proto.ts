// Which version of the protocol two devices speak with each other, and the name of its handshake (protocol §2, §5).

/** The name of the handshake, hashed into it (protocol §5). */
export const PROTOCOL_NAME = 'Noise_IKhfs_25519+MLKEM768_AESGCM_SHA256';

/**
 * The highest protocol version that both devices name, or undefined if they share none. An INVITE in a lower version is
 * a downgrade and is refused (protocol §5 rule 1).
 */
export function highestCommonProto(
  a: { readonly proto: readonly number[] },
  b: { readonly proto: readonly number[] },
): number | undefined {
  return a.proto.findLast((version) => b.proto.includes(version));
}
