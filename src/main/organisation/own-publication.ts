// What goes through the broker for the organisation (protocol §3, §12). Our certificate is published under the topic of
// our device, again after every connect and every renewal. The roots' revocation lists are read from topics that a
// broker should let only the authority write.
import type { Bytes } from '../../core/bytes.ts';
import { authorityTag } from '../../core/organisation/device-names.ts';
import type { Clock } from '../time/clock.ts';
import type { Transport } from '../signalling/transport.ts';
import type { OrganisationTrust } from './organisation-trust.ts';

/** Publication that follows the broker connection. */
export interface OwnPublication {
  readonly online: () => void;
  readonly offline: () => void;
  /** Our certificate or the roots may have changed. */
  readonly changed: () => void;
}

/** What a publication is made of. `shown`: what others will see; empty for nothing. */
export interface PublicationParts {
  readonly transport: Pick<Transport, 'publishCredential' | 'readCredential'>;
  readonly shown: () => Bytes;
  readonly trust: Pick<OrganisationTrust, 'read' | 'learn'>;
  readonly clock: Clock;
}

const AGAIN_MS = 15_000;
const READ_TIMEOUT_MS = 5000;
const READ_EVERY_MS = 30 * 60_000;

/** A publication that waits for the broker connection. */
export function createOwnPublication({ transport, shown, trust, clock }: PublicationParts): OwnPublication {
  let round = 0; // results of older rounds are ignored
  let isOnline = false;
  let published = ''; // what was sent last, in base64, perhaps over an earlier connection
  let cancels: (() => void)[] = [];

  function stop(): void {
    round++;
    for (const cancel of cancels) cancel();
    cancels = [];
  }

  async function publish(mine: number): Promise<void> {
    const bytes = shown();
    if (bytes.length === 0 && published === '') return;
    const outcome = await transport.publishCredential(bytes);
    if (mine !== round) return;
    if (outcome === 'sent') published = Buffer.from(bytes).toString('base64');
    else cancels.push(clock.after(AGAIN_MS, () => void publish(mine)));
  }

  async function learn(mine: number): Promise<void> {
    for (const root of trust.read()?.roots ?? []) {
      const read = await transport.readCredential(authorityTag(root.key.spki), READ_TIMEOUT_MS);
      if (mine !== round) return;
      if (read !== undefined && read !== 'timeout') trust.learn(read);
    }
    cancels.push(clock.after(READ_EVERY_MS, () => void learn(mine)));
  }

  function begin(): void {
    stop();
    if (!isOnline) return;
    void publish(round);
    void learn(round);
  }

  return {
    online: () => {
      isOnline = true;
      begin();
    },
    offline: () => {
      isOnline = false;
      stop();
    },
    changed: begin,
  };
}
