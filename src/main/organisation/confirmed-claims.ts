// What the organisation says if several people claim an address at which nobody is known (protocol §2.10). Its
// certificates name the person, so a stranger cannot borrow one.
import type { ChainPeopleParts } from '../people/chain-people.ts';
import type { PeerPerson } from '../people/people.ts';
import type { Confirmations } from './confirmations.ts';
import { provenDevice } from '../../core/organisation/proven-device.ts';

const TIMEOUT_MS = 3000;
/**
 * Everybody may claim an address, so at most this many devices are read: the last added first, one of each claim in
 * turn.
 */
const MOST_ASKED = 128;
const MOST_OF_CLAIM = 4;

/** The organisation's answer about claims, from these confirmations. */
export function confirmedClaims(
  confirmations: Pick<Confirmations, 'check' | 'confirmedOf' | 'credentials'>,
): ChainPeopleParts['organisation'] {
  return {
    devicesOf: confirmations.confirmedOf,
    credentials: confirmations.credentials,
    oneOf: async (claims) => {
      const asked = await Promise.all(
        askedAbout(claims).map(async ({ peer, device }) => {
          const { kind } = await confirmations.check(provenDevice(peer, device), TIMEOUT_MS);
          return kind === 'confirmed' ? [peer] : [];
        }),
      );
      const [one, ...others] = new Set(asked.flat());
      return others.length === 0 ? one : undefined;
    },
  };
}

interface Asked {
  readonly peer: PeerPerson;
  readonly device: PeerPerson['devices'][number];
}

function askedAbout(claims: readonly PeerPerson[]): readonly Asked[] {
  const rounds = Array.from({ length: MOST_OF_CLAIM }, (_, round) =>
    claims.flatMap((peer) => {
      const device = peer.devices.at(-1 - round);
      return device === undefined ? [] : [{ peer, device }];
    }),
  );
  return rounds.flat().slice(0, MOST_ASKED);
}
