// Which network addresses a candidate may name (protocol §9). An engine sends packets to every candidate it is given.
// Without this rule a stranger whose call was answered would choose what this machine talks to: its own services, or a
// whole network.

const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
// draft-ietf-mmusic-mdns-ice-candidates §3.1.1: a UUID. Any other `.local` name would make this machine look up a
// device on its network.
const MDNS = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\.local$/;

/**
 * Whether a candidate may name `address`. IPv4: all but 0/8, 127/8, 169.254/16 and everything from 224/4 on (RFC 6890:
 * this host, loopback, link-local, multicast, reserved, broadcast). IPv6: only global unicast 2000::/3 without Teredo
 * and 6to4, and unique local fc00::/7. This excludes `::`, `::1`, fe80::/10, ff00::/8 and the well-known forms that
 * contain an IPv4 address (mapped, compatible, 64:ff9b::/96). A name must be a UUID under `.local`.
 */
export function isCandidateAddress(address: string): boolean {
  if (MDNS.test(address)) return true;
  return address.includes(':') ? isUnicastIpv6(address) : isUnicastIpv4(address);
}

function isUnicastIpv4(address: string): boolean {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part) && Number(part) <= 255)) return false;
  const [first = 0, second = 0] = parts.map(Number);
  return first !== 0 && first !== 127 && first < 224 && !(first === 169 && second === 254);
}

function isUnicastIpv6(address: string): boolean {
  const [first = 0, second = 0] = ipv6Groups(address) ?? [];
  if (first === 0x20_01 && second === 0) return false; // Teredo, RFC 4380
  if (first === 0x20_02) return false; // 6to4, RFC 3056
  return (first & 0xe0_00) === 0x20_00 || (first & 0xfe_00) === 0xfc_00;
}

/**
 * The eight groups of an address in the notation of RFC 4291 §2.2, without a zone or an IPv4 address at the end.
 * Undefined for any other text.
 */
function ipv6Groups(address: string): readonly number[] | undefined {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return undefined;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return groups.every((group) => GROUP.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}
