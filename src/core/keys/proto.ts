// Which version of the protocol two devices speak with each other (protocol §2).

/**
 * The highest protocol version that both devices name, or undefined where they share none: an INVITE in a lower one is a
 * downgrade and refused (protocol §5 rule 1).
 */
export function highestCommonProto(
  a: { readonly proto: readonly number[] },
  b: { readonly proto: readonly number[] },
): number | undefined {
  return a.proto.findLast((version) => b.proto.includes(version));
}
