// ICE candidates as they may cross the wire (protocol §9): rebuilt from their parsed fields, never passed on as found.
import { isCandidateAddress } from './candidate-address.ts';

/** Whether only relayed candidates may be sent or accepted (protocol §5 rule 9). */
export interface CandidatePolicy {
  readonly relayOnly: boolean;
}

const TOKEN = /^[A-Za-z0-9+/]{1,32}$/;
const NUMBER = /^[0-9]{1,10}$/;
const MAX_ADDRESS = 64;
const MIN_PORT = 1024;
const TYPES: readonly string[] = ['host', 'srflx', 'prflx', 'relay'];

/**
 * The candidate as we send or accept it. `raddr` and `rport` are `0.0.0.0` and `9`; a host candidate has neither. Of
 * the extensions, only `ufrag` and `generation` remain. Undefined for another form, for an address that
 * candidate-address.ts refuses, for a port below 1024 (a system service) or above 65,535, and for anything but a relay
 * if only relays are allowed. TCP is refused too, because with TCP a peer could make this machine open connections
 * inside its own network.
 */
export function filterCandidate(candidate: string, policy: CandidatePolicy): string | undefined {
  const [foundation, component, transport, priority, address, port, typ, type, ...rest] = candidate
    .replace(/^candidate:/, '')
    .split(' ');
  if (!candidate.startsWith('candidate:') || typ !== 'typ' || rest.length % 2 !== 0) return undefined;
  if (!TOKEN.test(foundation ?? '') || (component !== '1' && component !== '2')) return undefined;
  if (transport?.toLowerCase() !== 'udp') return undefined;
  if (!NUMBER.test(priority ?? '') || !isAddress(address ?? '') || !isPort(port)) return undefined;
  if (!TYPES.includes(type ?? '') || (policy.relayOnly && type !== 'relay')) return undefined;
  const out = [`candidate:${foundation}`, component, 'udp', priority, address, port, 'typ', type];
  // Otherwise a relayed or reflexive candidate would reveal the address behind it.
  if (type !== 'host') out.push('raddr', '0.0.0.0', 'rport', '9');
  for (let i = 0; i < rest.length; i += 2) {
    const name = rest[i] ?? '';
    const value = rest[i + 1] ?? '';
    if (name === 'generation' && NUMBER.test(value)) out.push(name, value);
    if (name === 'ufrag' && /^[A-Za-z0-9+/]{4,256}$/.test(value)) out.push(name, value);
  }
  return out.join(' ');
}

function isAddress(address: string): boolean {
  return address.length <= MAX_ADDRESS && isCandidateAddress(address);
}

function isPort(port: string | undefined): boolean {
  return NUMBER.test(port ?? '') && Number(port) >= MIN_PORT && Number(port) <= 65_535;
}
