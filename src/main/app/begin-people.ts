// Builds the people of an account: their chains are read from the broker, their pins are stored in the trust book, and
// foreign claims and seen devices are reported.
import { createAddressReader } from '../people/address-reader.ts';
import { type ChainPeople, type ChainPeopleParts, createChainPeople } from '../people/chain-people.ts';
import type { DirectorySource } from '../people/address-reading.ts';
import type { ForeignClaims } from '../people/foreign-claims.ts';
import type { SeenDevices } from '../people/seen-devices.ts';
import type { Log } from '../log.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Opened } from './opened.ts';
import { createSlices } from '../time/slices.ts';

/** What `beginPeople` needs. */
export interface BeginPeopleParts {
  readonly opened: Pick<Opened, 'book'>;
  readonly transport: DirectorySource;
  readonly foreignClaims: Pick<ForeignClaims, 'see' | 'clear'>;
  readonly seenDevices: Pick<SeenDevices, 'see' | 'firstSeenMs'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The people, known by their chains at this broker. `organisation` says whom it confirms. */
export function beginPeople(parts: BeginPeopleParts, organisation: ChainPeopleParts['organisation']): ChainPeople {
  const { clock, log, opened, random, transport } = parts;
  return createChainPeople({
    reader: createAddressReader({ source: transport, clock, random, slices: createSlices() }),
    pins: opened.book,
    organisation,
    onClaim: parts.foreignClaims.see,
    onNoClaim: parts.foreignClaims.clear,
    onDevices: parts.seenDevices.see,
    firstSeenMs: parts.seenDevices.firstSeenMs,
    clock,
    log,
  });
}
