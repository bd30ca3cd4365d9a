// The chain of an account's person, out of what the vault holds.
import type { Log } from '../log.ts';
import { createAddressReader } from '../people/address-reader.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Clock, Random } from './clock.ts';
import type { Identity } from './identity.ts';
import { ownIn } from './kept-chain.ts';
import type { Opened } from './opened.ts';
import { createOwnChain, type OwnChain, type Round } from './own-chain.ts';
import { createSlices } from './slices.ts';

/** What it is begun with. */
export interface BeginOwnChainParts {
  readonly identity: Identity;
  readonly opened: Pick<Opened, 'chain'>;
  readonly transport: Pick<Transport, 'readDirectory' | 'publishChain'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onChange: () => void;
  readonly onDisk: () => void;
}

/** The chain that the vault holds for this identity. */
export function beginOwnChain(parts: BeginOwnChainParts): OwnChain {
  const { identity, opened, transport, clock, random, log, onChange, onDisk } = parts;
  const kept = ownIn(opened.chain, identity.address);
  const slices = createSlices();
  const reader = createAddressReader({ source: transport, clock, random, slices });
  const onRound = (round: Round): void => {
    if (round !== 'kept') log.warn('own chain not published', { outcome: round });
  };
  return createOwnChain(
    { own: identity, store: opened.chain, reader, transport, slices, clock, onRound, onChange, onDisk },
    kept,
  );
}
