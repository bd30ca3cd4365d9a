// The chain of an account's person, from the vault.
import type { Log } from '../log.ts';
import { createAddressReader } from '../people/address-reader.ts';
import type { Transport } from '../signalling/transport.ts';
import { isWithin } from '../../core/within.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Identity } from '../devices/identity.ts';
import { ownIn } from '../devices/kept-chain.ts';
import type { Notices } from './notices.ts';
import type { Opened } from './opened.ts';
import type { Round } from '../devices/chain-rounds.ts';
import { createOwnChain, type OwnChain } from '../devices/own-chain.ts';
import { createSlices } from '../time/slices.ts';

/** What `beginOwnChain` needs. */
export interface BeginOwnChainParts {
  readonly identity: Identity;
  readonly opened: Pick<Opened, 'chain'>;
  readonly transport: Pick<Transport, 'readDirectory' | 'publishChain' | 'publishHint'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notices: Pick<Notices, 'add'>;
  readonly onChange: () => void;
  /** A round of reading and publishing is over. */
  readonly onRound: (round: Round) => void;
  readonly onDisk: () => void;
}

// The same pause as for other people's addresses.
const PAUSE_MS = 24 * 3_600_000;

/**
 * The chain that the vault holds for this identity. Once a day at most it is reported that another person claims the
 * identity's address, and once a day at most that a reading had links that count for nothing.
 */
export function beginOwnChain(parts: BeginOwnChainParts): OwnChain {
  const { identity, opened, transport, clock, random, log, notices, onChange, onDisk } = parts;
  const kept = ownIn(opened.chain, identity.address);
  const slices = createSlices();
  const reader = createAddressReader({ source: transport, clock, random, slices });
  const onRound = (round: Round): void => {
    if (round !== 'kept') log.warn('own chain not published', { outcome: round });
    parts.onRound(round);
  };
  const onClaim = onceADay(clock, () => {
    log.warn('somebody else claims our address');
    notices.add({ kind: 'own-address-claimed', at: clock.nowMs() });
  });
  const onCut = onceADay(clock, (chains: number) => {
    log.info('cut or overruled links count for nothing', { parts: chains });
  });
  const told = { onRound, onClaim, onCut, onChange, onDisk };
  return createOwnChain({ own: identity, store: opened.chain, reader, transport, slices, clock, ...told }, kept);
}

function onceADay<A extends unknown[]>(clock: Pick<Clock, 'nowMs'>, tell: (...what: A) => void): (...what: A) => void {
  let toldMs: number | undefined;
  return (...what) => {
    if (toldMs !== undefined && isWithin(toldMs, clock.nowMs(), PAUSE_MS)) return;
    toldMs = clock.nowMs();
    tell(...what);
  };
}
