// A call that another device of this person offers to this one (protocol §5 rule 15). Nothing begins by an offer: it is shown until a
// person takes it, refuses it, or its time is up. One at a time, the newest.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal, fromB64u, toHex } from '../../core/bytes.ts';
import { isValidAt } from '../../core/keys/certificate.ts';
import { openWord } from '../../core/keys/sealed-word.ts';
import type { Envelope } from '../../core/signal/envelope.ts';
import { Move, readMessage } from '../../core/signal/message.ts';
import type { MoveOffer } from '../../contract/view.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallIds } from './call-ids.ts';
import type { InviteLimits } from './invite-limits.ts';

/** How long a person is asked; less than the peer lets the call in. */
export const OFFER_MS = 45_000;
const SKEW_MS = 60_000;

/** What an offer says: the call to place, and to which device of whom only. */
export interface OfferedCall {
  readonly callId: Bytes;
  readonly address: string;
  readonly only: { readonly uik: Bytes; readonly device: string };
}

type WordEnvelope = Extract<Envelope, { kind: 'move' }>;
type Refusal = 'age' | 'seen' | 'reads' | 'noise' | 'own-list' | 'json' | 'own-address' | 'full' | 'disk';

/** Offers of our other devices. */
export interface MoveOffers {
  readonly take: (from: string, envelope: WordEnvelope) => void;
  readonly view: () => MoveOffer | undefined;
  readonly find: (call: string) => OfferedCall | undefined;
  /** It was taken or refused. */
  readonly drop: () => void;
}

/** No offer yet. */
export function createMoveOffers(
  deps: Pick<CallDeps, 'clock' | 'own' | 'book' | 'log'>,
  ids: CallIds,
  limits: Pick<InviteLimits, 'mayRead'>,
  onChange: () => void,
): MoveOffers {
  const { clock, own, book, log } = deps;
  let shown: { readonly offer: OfferedCall; readonly from: string; readonly until: number } | undefined;
  let cancel: () => void = () => undefined;

  function drop(): void {
    cancel();
    shown = undefined;
    onChange();
  }

  function check(from: string, { callId, issuedAtMs, noise }: WordEnvelope): OfferedCall | Refusal {
    const ageMs = BigInt(clock.nowMs()) - issuedAtMs;
    if (ageMs < -SKEW_MS || ageMs > SKEW_MS) return 'age';
    if (ids.has(from, toHex(callId))) return 'seen';
    // Only a device of our own list is read at all: nobody else has a call of ours to offer.
    const sender = own.devices().find(({ device }) => device === from);
    if (sender === undefined || from === own.deviceId || !isValidAt(sender, Math.floor(clock.nowMs() / 1000))) {
      return 'own-list';
    }
    if (!limits.mayRead()) return 'reads';
    const read = openWord(own.deviceKey, from, { kind: 'move', callId, issuedAtMs }, noise);
    if (read === undefined || !equal(read.senderStatic, sender.key)) return 'noise';
    const move = readMessage(Move, read.payload);
    if (move === undefined) return 'json';
    if (move.to.address === own.address) return 'own-address';
    const remembered = ids.remember(from, toHex(callId), OFFER_MS / 1000, true);
    if (remembered !== 'remembered') return remembered;
    const uik = unwrap(fromB64u(move.to.uik), 'checked by the message schema');
    return { callId, address: move.to.address, only: { uik, device: move.device } };
  }

  return {
    take: (from, envelope) => {
      const offer = check(from, envelope);
      if (typeof offer === 'string') {
        log.info('the offer of a call was refused', { why: offer });
        return;
      }
      cancel();
      shown = { offer, from, until: clock.nowMs() + OFFER_MS };
      cancel = clock.after(OFFER_MS, drop);
      onChange();
    },
    view: () => {
      if (shown === undefined) return undefined;
      const { offer, from, until } = shown;
      const name = book.contact(offer.address)?.name ?? '';
      return { call: toHex(offer.callId), address: offer.address, name, from, until };
    },
    find: (call) => (shown !== undefined && toHex(shown.offer.callId) === call ? shown.offer : undefined),
    drop,
  };
}
