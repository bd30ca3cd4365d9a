// What the person scene found, as data, and the list of what must hold. All data were seen in this run, in the windows
// of the running programs or at the broker. thief.ts and recovered.ts decide how they are found.
import type { Trust } from '../../../src/contract/view.ts';
import { en } from '../../../src/text/page/en.ts';
import type { Check } from '../report.ts';

/** Main's answer to a command: `done`, or its refusal. */
export type Answer = string;

/** The stolen device once it has read that it was removed. */
export interface Refused {
  /** The text in its window, which names the remover, and whether it still has a connection. */
  readonly says: readonly string[];
  readonly isConnected: boolean;
  /** Whether its buttons can be pressed. */
  readonly buttons: Readonly<Record<'call' | 'link', boolean>>;
  /** What the window says after a press of _Remove_ beside another device of the person. */
  readonly removeSays: string;
  /** Main's answers to the same acts by the commands of the page, as a compromised page would send them. */
  readonly answers: Readonly<Record<'call' | 'link' | 'remove' | 'recoveryCode', Answer>>;
  /** The text in its window after another start. */
  readonly saysAfterStart: readonly string[];
}

/**
 * Calls to Bert from the stolen device and from the device that it linked: how far they got, and how many calls Bert's
 * Siegel had while Anna's laptop called him, too.
 */
interface Calls {
  readonly own: string;
  readonly linked: string;
  readonly atBert: number;
}

/** The stolen device after its objection. */
export interface Objecting {
  /** How many devices its own list then has. */
  readonly list: number;
  /** Whether it showed a call to Anna that rang on her laptop. */
  readonly isCallShown: boolean;
  readonly calls: Calls;
  /** The result when it linked another device. */
  readonly linking: string;
  /** How many times Bert's and the owner's Siegel received the chain in which the tablet removes the laptop. */
  readonly handed: Readonly<Record<'bert' | 'owner', number>>;
  /** Its call after another start. */
  readonly goesOn: Calls;
}

/** The first act: a stolen device. */
export interface Stolen {
  readonly trust: Readonly<Record<'before' | 'afterRemoval' | 'afterwards', Trust['kind']>>;
  readonly refused: Refused;
  readonly objecting: Objecting;
  /** Anna's own device afterwards; `isTold`: whether it says that a removed device objects. */
  readonly owner: { readonly isRemoved: boolean; readonly devices: number; readonly isTold: boolean };
  /** How many calls with Anna are in Bert's list, and how many the two had made. */
  readonly listed: { readonly calls: number; readonly made: number };
  /** The call after the objection, in which Anna and Bert talked and compared no code. */
  readonly call: { readonly trust: Trust['kind']; readonly isVerifiedInList: boolean };
}

/** The security of a live call. */
export interface Security {
  readonly handshake: string;
  readonly suite: string;
  readonly trust: Trust['kind'];
  readonly codes: readonly string[];
}

/** The second act: all devices lost, and a recovery code on paper. */
export interface Recovered {
  readonly code: { readonly groups: number; readonly isThere: boolean };
  readonly offered: readonly string[];
  readonly says: string;
  readonly isSamePerson: boolean;
  readonly devices: number;
  readonly codeAfterwards: string;
  readonly notice: { readonly title: string; readonly text: string; readonly verifiedBefore: string };
  readonly trust: Readonly<Record<'before' | 'beforeReading' | 'afterReading', Trust['kind']>>;
  readonly calls: Readonly<Record<'before' | 'after', Security>>;
  readonly isVerifiedInList: boolean;
}

/** Everything the scene found. */
export interface PersonReport {
  readonly app: string;
  readonly at: string;
  readonly stolen: Stolen;
  readonly recovered: Recovered;
  readonly pictures: readonly string[];
}

const isRefused = (answer: Answer): boolean => answer === 'device-removed';
const isSaid = ([title, by]: readonly string[]): boolean => title === en.devices.removedTitle && by !== undefined;

function refusedChecks({ trust, refused }: Stolen): readonly Check[] {
  const { buttons, answers } = refused;
  return [
    { says: 'Bert had verified Anna before her tablet was stolen', holds: trust.before === 'verified' },
    { says: 'after the removal Bert’s Siegel still shows Anna as verified', holds: trust.afterRemoval === 'verified' },
    { says: 'the stolen tablet says that it was removed, and by which device', holds: isSaid(refused.says) },
    { says: 'the stolen tablet has no connection any more', holds: !refused.isConnected },
    { says: 'the stolen tablet cannot call Bert', holds: !buttons.call && isRefused(answers.call) },
    { says: 'the stolen tablet cannot link a further device', holds: !buttons.link && isRefused(answers.link) },
    {
      says: 'the stolen tablet cannot remove Anna’s laptop, and says why',
      holds: isRefused(answers.remove) && refused.removeSays.includes(en.refusal['device-removed']),
    },
    { says: 'the stolen tablet cannot make a recovery code', holds: isRefused(answers.recoveryCode) },
    {
      says: 'after another start the stolen tablet says again that it was removed',
      holds: isSaid(refused.saysAfterStart),
    },
  ];
}

function objectingChecks({ trust, objecting, owner, listed, call }: Stolen): readonly Check[] {
  const { calls, goesOn, handed } = objecting;
  return [
    { says: 'after the objection the tablet lists one device (control)', holds: objecting.list === 1 },
    { says: 'a call to Anna rings on her laptop, and not on the tablet', holds: !objecting.isCallShown },
    { says: 'the tablet links a further device (control)', holds: objecting.linking === 'done' },
    {
      says: 'a call of the laptop rings, and no call of the tablet or of the device that it linked',
      holds: calls.atBert === 1 && calls.own !== 'rings' && calls.linked !== 'rings',
    },
    {
      says: 'Bert’s Siegel and the laptop received the chain that removes the laptop (control)',
      holds: handed.bert > 0 && handed.owner > 0,
    },
    { says: 'the laptop is still Anna’s device, and the only one', holds: !owner.isRemoved && owner.devices === 1 },
    { says: 'the laptop tells Anna that a removed device objects', holds: owner.isTold },
    {
      says: 'after another start of the tablet its call still rings nowhere',
      holds: goesOn.atBert === 1 && goesOn.own !== 'rings',
    },
    { says: 'Anna is still verified to Bert', holds: trust.afterwards === 'verified' },
    {
      says: 'Anna and Bert talk as verified without another comparison',
      holds: call.trust === 'verified' && call.isVerifiedInList,
    },
    {
      says: 'Bert’s list has no call with Anna’s address but those that the two made',
      holds: listed.calls === listed.made,
    },
  ];
}

function recoveredChecks(report: Recovered): readonly Check[] {
  const { code, notice, trust, calls } = report;
  const { before, after } = calls;
  return [
    {
      says: 'Dora’s recovery code has nine groups, and counts once its last group was typed back',
      holds: code.isThere && code.groups === 9,
    },
    { says: 'Bert had verified Dora before she lost all devices', holds: trust.before === 'verified' },
    {
      says: 'the new machine finds Dora’s address in use and offers to link, to recover, or to be somebody else',
      holds: report.offered.length === 3,
    },
    { says: 'with the code the new machine belongs to the same person, by fingerprint', holds: report.isSamePerson },
    { says: 'the new machine is Dora’s only device', holds: report.devices === 1 },
    {
      says: 'the new machine shows a message after the recovery, and counts the code as used',
      holds: report.codeAfterwards === 'used' && report.says !== '',
    },
    {
      says: 'Bert reads a notice of Dora’s recovery, with a date',
      holds: notice.title !== '' && /\d/.test(notice.text),
    },
    { says: 'Dora is not verified to Bert until he has read the notice', holds: trust.beforeReading === 'pinned' },
    { says: 'Dora is verified to Bert again once he has read the notice', holds: trust.afterReading === 'verified' },
    {
      says: 'after the recovery a call of Bert and Dora has the same handshake and suite as before',
      holds: after.handshake === before.handshake && after.suite === before.suite,
    },
    {
      says: 'Bert’s and Dora’s windows show the same code',
      holds: after.codes.length === 2 && new Set(after.codes).size === 1,
    },
    {
      says: 'the call after the recovery is verified without another comparison',
      holds: after.trust === 'verified' && report.isVerifiedInList,
    },
  ];
}

/** What must hold for the scene to have succeeded. */
export function personChecks(report: PersonReport): readonly Check[] {
  return [...refusedChecks(report.stolen), ...objectingChecks(report.stolen), ...recoveredChecks(report.recovered)];
}
