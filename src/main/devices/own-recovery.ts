// The recovery code of this person: made, replaced and taken back (protocol §2.12, decision 0060). Main draws the code,
// shows it in a separate window and asks for its last group. The code's key enters the chain only after the person has
// typed that group. Until then nothing is stored: a code that nobody confirmed is wiped without a trace.
import { RECOVERY_CODE_BYTES, isLastGroup, recoverySeed, showRecoveryCode } from '../../core/keys/recovery-code.ts';
import { joinRecovery } from '../../core/keys/member.ts';
import { Secret } from '../../core/keys/secret.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Notice } from '../../contract/notice.ts';
import type { RecoveryView } from '../../contract/recovery.ts';
import type { Clock, Random } from '../time/clock.ts';
import { signingKeyOf } from './long-term-keys.ts';
import type { OwnChain } from './own-chain.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Transport } from '../signalling/transport.ts';
import { isSaid, refusalOf } from './changing-outcome.ts';
import type { RecoveryOffer } from './recovery-offer.ts';
import { recoveryKeyOf, recoveryStateOf } from './recovery-state.ts';

/** The result of an act: done, or why not. */
type Outcome = 'done' | RefusalCode;

/** A person's recovery code. */
export interface OwnRecovery {
  readonly view: () => RecoveryView;
  /** Draws a code to be shown. If an earlier code does not count yet, nothing changes. */
  readonly make: () => Outcome;
  /**
   * The shown code, in upper-case groups, once, for the page that shows it. `recovery-gone`: the code was given
   * already, or none is shown.
   */
  readonly tell: () =>
    | { readonly ok: true; readonly value: string }
    | { readonly ok: false; readonly code: RefusalCode };
  /**
   * The person typed the last group from their paper. If the group is right, the code's key enters the chain, and from
   * then on the code counts. `recovery-changed`: another code counts by now, so the person has to confirm again.
   */
  readonly confirm: (typed: string) => Promise<Outcome>;
  /**
   * Hides the code. An unconfirmed code is wiped. A code whose key is entering the chain is shown as made if the key
   * gets there; otherwise a notice says that it does not count.
   */
  readonly close: () => void;
  /** Takes the current code back, if the person agrees. */
  readonly takeBack: () => Promise<Outcome>;
  /** The person does not want a code now: the home page does not offer it again. */
  readonly notNow: () => Outcome;
  /** Policy or chain may have changed. */
  readonly follow: () => void;
  /** The account ends. */
  readonly end: () => void;
}

/** What making, replacing and taking back a code need. */
export interface OwnRecoveryParts {
  /** The id of this device. */
  readonly device: string;
  readonly chain: Pick<OwnChain, 'person' | 'held' | 'state' | 'isDisputed' | 'change'>;
  readonly offer: RecoveryOffer;
  readonly transport: Pick<Transport, 'view'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly random: Random;
  readonly rule: () => PolicyValues['RecoveryCode'];
  readonly onRecord: OnRecord;
  readonly consent: AskConsent;
  readonly notices: { readonly add: (notice: Extract<Notice, { readonly kind: 'recovery-not-saved' }>) => void };
  /** The chain has changed: makes the person's other devices look at it. */
  readonly announce: () => void;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** A code that is shown. */
interface Shown {
  readonly code: Secret;
  readonly atMs: number;
  /** `left`: its key is entering the chain, and the person has closed the window. */
  step: 'shown' | 'saving' | 'left' | 'made';
  isTold: boolean;
  /** The id of the key that the new key will replace, as the person was told. */
  replaces: string | undefined;
}

/** The recovery code, with none shown. */
export function createOwnRecovery(parts: OwnRecoveryParts): OwnRecovery {
  const { device, chain } = parts;
  const closing = new AbortController();
  let shown: Shown | undefined;
  let known = recoveryKeyOf(chain.held()); // the key that counted when the record was last updated

  function whyOut(): RefusalCode | undefined {
    if (chain.state() === 'removed') return 'device-removed';
    if (chain.state() === 'waiting') return 'device-unfinished';
    if (chain.isDisputed()) return 'devices-disputed';
    return parts.transport.view().kind === 'online' ? undefined : 'not-connected';
  }

  function whyNoCode(): RefusalCode | undefined {
    return parts.rule() === 'forbid' ? 'locked' : whyOut();
  }

  function notice(): RecoveryView['notice'] {
    const rule = parts.rule();
    const isThere = recoveryKeyOf(chain.held()) !== undefined;
    if (rule === 'forbid' || isThere || shown !== undefined || whyOut() !== undefined) return 'none';
    return rule === 'offer' && parts.offer.isDeclined() ? 'none' : rule;
  }

  function end(): void {
    shown?.code.wipe();
    shown = undefined;
  }

  function close(): void {
    // The link is being signed, or is on disk. If the code counts afterwards, it is shown as made.
    if (shown?.step === 'saving') shown.step = 'left';
    if (shown?.step !== 'left') end();
    parts.onChange();
  }

  function make(): Outcome {
    const refusal = whyNoCode();
    if (refusal !== undefined) return refusal;
    if (shown?.step === 'made') end();
    shown ??= {
      code: Secret.own(parts.random(RECOVERY_CODE_BYTES)),
      atMs: parts.clock.nowMs(),
      step: 'shown',
      isTold: false,
      replaces: recoveryKeyOf(chain.held()),
    };
    parts.onChange();
    return 'done';
  }

  function tell(): ReturnType<OwnRecovery['tell']> {
    if (shown?.step !== 'shown' || shown.isTold) return { ok: false, code: 'recovery-gone' };
    shown.isTold = true;
    return { ok: true, value: showRecoveryCode(shown.code) };
  }

  async function confirm(typed: string): Promise<Outcome> {
    const now = shown;
    if (now?.step !== 'shown') return 'recovery-gone';
    const refusal = whyNoCode();
    if (refusal !== undefined) return refusal;
    if (!isLastGroup(now.code, typed)) return 'wrong-group';
    const { replaces } = now;
    const key = signingKeyOf(recoverySeed(now.code));
    const member = joinRecovery(chain.person, key);
    key.wipe();
    now.step = 'saving';
    parts.onChange();
    const outcome = await chain.change({ add: [member], ...(replaces !== undefined && { drop: [replaces] }) });
    if (isSaid(outcome)) {
      now.step = 'made';
      now.code.wipe();
      changed();
      return 'done';
    }
    const isLeft = shown?.step === 'left';
    // The window that would say so is gone, and the person has the code on paper.
    if (isLeft || shown !== now) parts.notices.add({ kind: 'recovery-not-saved', at: parts.clock.nowMs() });
    if (isLeft) end();
    else now.step = 'shown';
    parts.onChange();
    // A chain has room for one recovery key: another device may have added one that this device has read only now.
    return isAnother(now) ? 'recovery-changed' : refusalOf(outcome, 'internal'); // a new key breaks no rule
  }

  // Whether a code counts that the person was not told about. If so, they confirm once more, now knowing which code
  // they replace.
  function isAnother(now: Shown): boolean {
    const before = now.replaces;
    now.replaces = recoveryKeyOf(chain.held());
    return now.replaces !== undefined && now.replaces !== before;
  }

  async function takeBack(): Promise<Outcome> {
    const out = whyOut();
    if (out !== undefined) return out;
    const key = recoveryKeyOf(chain.held());
    if (key === undefined) return 'no-recovery-code';
    const consent = await parts.consent({ kind: 'take-back-code' }, closing.signal);
    if (consent !== 'yes') return consent === 'no' ? 'cancelled' : consent;
    const outcome = await chain.change({ drop: [key] });
    if (!isSaid(outcome)) return refusalOf(outcome, 'internal');
    changed();
    return 'done';
  }

  function changed(): void {
    record();
    parts.announce();
    parts.onChange();
  }

  // What was done since the last look, and by which device, is read from the chain alone. So an act is recorded once,
  // whether it is noticed during a change by this device or later.
  function record(): void {
    const held = chain.held();
    const now = recoveryKeyOf(held);
    // A key that is not in the chain and was not dropped has not been taken back: the link that adds it will be signed
    // again on the branch that counts.
    if (now === known || (now === undefined && held.dropped.every(({ id }) => id !== known))) return;
    const state = recoveryStateOf(held, device);
    const gone = state.kind === 'used' ? 'used' : 'taken-back';
    const change = now === undefined ? gone : known === undefined ? 'made' : 'replaced';
    known = now;
    parts.onRecord({ kind: 'recovery-code', change, by: 'isThis' in state && state.isThis ? 'this' : 'other' });
  }

  return {
    view: () => ({
      rule: parts.rule(),
      code: recoveryStateOf(chain.held(), device),
      isIn: chain.state() === 'in',
      notice: notice(),
      showing: shown?.step === 'left' ? 'saving' : (shown?.step ?? 'none'),
      ...(shown !== undefined && shown.step !== 'left' && { shownAt: shown.atMs }),
    }),
    make,
    tell,
    confirm,
    close,
    takeBack,
    notNow: () => {
      if (parts.offer.decline() === 'disk') parts.onDisk(); // the code is offered again after a start
      parts.onChange();
      return 'done';
    },
    follow: () => {
      record();
      const isOver = parts.rule() === 'forbid' || chain.state() !== 'in';
      if (isOver && shown?.step === 'shown') close();
    },
    end: () => {
      closing.abort();
      end();
    },
  };
}
