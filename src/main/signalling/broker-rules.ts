// What a device may do at the embedded broker, by topic (protocol §2, §3). Apart from hints, it may write only as
// itself. It may read no inbox but its own. It may read hints, presence and certificates by exact name, and chains also
// by address. These rules keep out strangers' noise. They protect no secret, because nobody trusts a broker.
import { MAX_PAYLOAD_BYTES as MOST_CHAIN_BYTES } from '../../core/keys/chain-rules.ts';
import { MAX_HINT_BYTES } from '../../core/signal/hint.ts';
import { chainFilter, inboxFilter, isId, readTopic } from '../../core/signal/topics.ts';

const MOST_BYTES = 65_535;
const MOST_CREDENTIAL_BYTES = 8192;
const MOST_RETAINED_BYTES = 64 * 1024 * 1024; // chains of tens of thousands of people
const TOPIC_BYTES = 512; // what a retained topic costs besides its payload

/** A message that a client wants to publish. */
export interface Publication {
  readonly topic: string;
  readonly bytes: number;
  readonly retain: boolean;
}

/**
 * Whether `device` may publish this: it must be the sender in the topic, if the topic names one. An inbox message must
 * not be retained, everything else must be. Each kind of message has a limit of size.
 */
export function mayPublish(device: string, { topic, bytes, retain }: Publication): boolean {
  if (bytes > MOST_BYTES) return false;
  const parsed = readTopic(topic);
  if (parsed === undefined) return false;
  if (parsed.kind === 'inbox') return parsed.from === device && !retain;
  if (parsed.kind === 'presence') return parsed.device === device && retain;
  if (parsed.kind === 'credential') return parsed.device === device && retain && bytes <= MOST_CREDENTIAL_BYTES;
  // An empty payload would delete a chain, which no device has a reason to do.
  if (parsed.kind === 'chain') return parsed.device === device && retain && bytes > 0 && bytes <= MOST_CHAIN_BYTES;
  // Anybody may write a hint. An empty payload would delete it, which nobody has a reason to do.
  return retain && bytes > 0 && bytes <= MAX_HINT_BYTES;
}

/**
 * Whether `device` may subscribe to this filter: its own inbox, the chains of one address, or by exact name anything
 * that is not in an inbox.
 */
export function maySubscribe(device: string, filter: string): boolean {
  if (filter === inboxFilter(device)) return true;
  const level = filter.split('/')[3] ?? '';
  if (isId(level) && filter === chainFilter(level)) return true;
  const parsed = readTopic(filter);
  return parsed !== undefined && parsed.kind !== 'inbox';
}

/**
 * Whether a client may connect: its id and its user name are the same device id, which proves nothing. Only for
 * loopback and trusted networks.
 */
export function mayConnect(clientId: string, username: string | undefined): boolean {
  return isId(clientId) && username === clientId;
}

/** The limit for all clients together: retained messages are stored in the memory of this program. */
export interface RetainedBudget {
  /**
   * Whether there is room for this publication. If it is retained and there is room, it is counted. If it is not
   * retained, there always is room.
   */
  readonly take: (publication: Publication) => boolean;
}

/** An unused budget of 64 MiB. */
export function retainedBudget(): RetainedBudget {
  const kept = new Map<string, number>();
  let total = 0;
  return {
    take: ({ topic, bytes, retain }) => {
      if (!retain) return true;
      const cost = bytes === 0 ? 0 : bytes + TOPIC_BYTES;
      const next = total - (kept.get(topic) ?? 0) + cost;
      if (next > MOST_RETAINED_BYTES) return false;
      total = next;
      if (cost === 0) kept.delete(topic);
      else kept.set(topic, cost);
      return true;
    },
  };
}
