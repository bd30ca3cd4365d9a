// What the managed scene found, as data, and the list of what must hold. All data come from this run: from the screen,
// the command line of the installed program, the sound of the speakers, the broker and the files. scene.ts decides how
// they are found.
import type { Check } from '../report.ts';

/** The output of a command, and its exit code. */
export interface Said {
  readonly code: number;
  readonly out: string;
}

/** How many messages a client that subscribed to all inboxes and presences has received. */
export interface Overheard {
  readonly inboxes: number;
  readonly presences: number;
}

/** One machine and the person at it. */
export interface MachineReport {
  readonly host: string;
  readonly user: string;
  readonly address: string;
  readonly language: 'de' | 'en';
  /** Names of the text fields in the first window. */
  readonly askedFor: readonly string[];
  /** Names of the policies whose value comes from the machine, as `--print-policy` prints them. */
  readonly setByMachine: readonly string[];
  /** Outcome of each check of `--doctor`, by its id. */
  readonly doctor: Readonly<Record<string, string>>;
  /** The settings' field for the server's address: whether it can be changed, and its description. */
  readonly serverField: { readonly isEditable: boolean; readonly description: string };
}

/** Everything the scene found. */
export interface ManagedReport {
  readonly at: string;
  readonly package: { readonly file: string; readonly version: string };
  readonly organisation: { readonly name: string; readonly root: string };
  readonly machines: readonly MachineReport[];
  /**
   * Two clients that the broker must reject: exit code and output of Mosquitto's own client. And what an insider with a
   * certificate of the organisation received.
   */
  readonly broker: { readonly nobody: Said; readonly foreigner: Said; readonly insider: Overheard };
  /** A call to the forbidden address: what the window said. */
  readonly forbidden: { readonly address: string; readonly words: string };
  /** The allowed call: what both windows said, and whether each speaker played the other's tone. */
  readonly call: {
    readonly callerLine: string;
    readonly calleeCard: string;
    readonly callerHears: boolean;
    readonly calleeHears: boolean;
    readonly endedLine: string;
  };
  /** Another call after the callee's device was revoked. */
  readonly revoked: { readonly mark: string; readonly words: string };
  /** The saved security record: unchanged, and with one byte changed. */
  readonly record: { readonly bytes: number; readonly asSaved: Said; readonly tampered: Said; readonly names: boolean };
  /** The package's files that remained after its removal. */
  readonly leftBehind: readonly string[];
  readonly profilesKept: boolean;
  readonly pictures: readonly string[];
}

const wanted = [
  'Address',
  'BlockedPeers',
  'BrokerUrl',
  'EnrolmentUrl',
  'OrganisationRoots',
  'RequireVerifiedPeer',
] as const;

/** What must hold for the scene to have succeeded; `words` has the program's texts in both languages. */
export function managedChecks(
  report: ManagedReport,
  words: Readonly<
    Record<'de' | 'en', { locked: string; forbidden: string; confirmed: string; refused: string; notVerified: string }>
  >,
): readonly Check[] {
  const { machines, broker, call, record } = report;
  const [caller, callee] = machines;
  const of = (machine: MachineReport | undefined): (typeof words)['de'] => words[machine?.language ?? 'en'];
  return [
    { says: 'the first windows asked for nothing', holds: machines.every(({ askedFor }) => askedFor.length === 0) },
    {
      says: '`--print-policy` lists six policies, among others, as set by the machine',
      holds: machines.every(({ setByMachine }) => wanted.every((name) => setByMachine.includes(name))),
    },
    {
      says: 'both devices hold a certificate of the organisation',
      holds: machines.every(({ doctor }) => doctor['organisation'] === 'good'),
    },
    {
      says: 'the self-check finds nothing bad',
      holds: machines.every(({ doctor }) => Object.values(doctor).length > 8 && !Object.values(doctor).includes('bad')),
    },
    {
      says: 'the field of the server’s address is locked, and says by whom',
      holds: machines.every(
        (machine) => !machine.serverField.isEditable && machine.serverField.description.includes(of(machine).locked),
      ),
    },
    {
      says: 'the broker admits no client without a certificate of the organisation',
      holds: broker.nobody.code !== 0 && broker.foreigner.code !== 0,
    },
    {
      says: 'an insider with a certificate of the organisation receives presences, but no message of an inbox',
      holds: broker.insider.inboxes === 0 && broker.insider.presences > 0,
    },
    {
      says: 'a call to the forbidden address was refused with the reason',
      holds: report.forbidden.words.includes(of(caller).forbidden),
    },
    { says: 'the card said who confirms the caller', holds: call.calleeCard.includes(report.organisation.name) },
    {
      says: 'the caller’s window said: sealed, confirmed by the organisation',
      holds: call.callerLine === of(caller).confirmed,
    },
    { says: 'each heard the tone of the other, and not their own', holds: call.callerHears && call.calleeHears },
    { says: 'the callee’s window showed the end of the call', holds: call.endedLine !== '' },
    {
      says: 'the caller’s window says that the revoked device is refused',
      holds: report.revoked.mark === of(caller).refused,
    },
    {
      says: 'a call to the revoked device is refused as not verified',
      holds: report.revoked.words.includes(of(caller).notVerified) && callee !== undefined,
    },
    {
      says: '`--verify-record` accepts the record as it was saved',
      holds: record.asSaved.code === 0 && record.bytes > 0,
    },
    { says: '`--verify-record` finds one changed byte in the record', holds: record.tampered.code === 1 },
    { says: 'the record has neither the name nor the login name of the two people', holds: !record.names },
    { says: 'the package left no file behind', holds: report.leftBehind.length === 0 },
    { says: 'the profiles of the two people stayed after the removal of the package', holds: report.profilesKept },
  ];
}
