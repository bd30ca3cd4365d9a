// Decides before which commands main asks the person, and asks. A page that was taken over cannot avoid the question.
// Other rooms ask about their own acts, such as linking, removing a device, erasing, deciding a dispute and taking back
// the recovery code.
import { unreachable } from '../../core/assert.ts';
import type { Handlers, Input, Reply } from '../../contract/ipc.ts';
import { Notifications } from '../../contract/notifications.ts';
import { UnknownCallers, type Settings } from '../../contract/view.ts';
import { isWithin } from '../../core/within.ts';
import type { Clock } from '../time/clock.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { Loosening } from '../../text/consent/consent.ts';
import type { ConsentQuestion } from '../desktop/consent-question.ts';

/** What the decision depends on besides the command itself. */
export interface AskedAbout {
  readonly settings: Pick<
    Settings,
    'relay' | 'relayOnly' | 'unknownCallers' | 'idleLockMinutes' | 'historyDays' | 'notifications'
  >;
  /**
   * How many single calls were removed from the list within the last hour. Consent to a further removal starts the
   * count anew.
   */
  readonly removedLately: number;
}

/** A command that may need consent. */
export type AskedCommand =
  | { readonly name: 'broker.start'; readonly input: Input<'broker.start'> }
  | { readonly name: 'history.clear' }
  | { readonly name: 'history.remove' }
  | { readonly name: 'relay.set'; readonly input: Input<'relay.set'> }
  | { readonly name: 'vault.protect'; readonly input: Input<'vault.protect'> }
  | { readonly name: 'preferences.set'; readonly input: Input<'preferences.set'> };

// Exactly these: an empty host listens everywhere, and other spellings of loopback are not worth a parser.
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
// Only the last removal can be undone. A page that removes one call after another would clear the list without a
// question.
const FREE_REMOVALS = 10;
const REMOVALS_MS = 3_600_000;

/** The question before this command. `undefined` if it is carried out without one. Pure. */
export function questionBefore(command: AskedCommand, now: AskedAbout): ConsentQuestion | undefined {
  switch (command.name) {
    case 'broker.start': {
      const { host, port } = command.input;
      return LOOPBACK.includes(host) ? undefined : { kind: 'open-broker', port };
    }
    case 'history.clear':
      return { kind: 'clear-history' };
    case 'history.remove':
      return now.removedLately < FREE_REMOVALS ? undefined : { kind: 'remove-calls' };
    case 'relay.set': {
      const { server } = command.input;
      return server === '' || server === now.settings.relay.server ? undefined : { kind: 'relay', server };
    }
    case 'vault.protect':
      // A page that was taken over could put the key under a passphrase that the person does not know.
      return { kind: 'protect', by: command.input.passphrase === undefined ? 'system' : 'passphrase' };
    case 'preferences.set': {
      const changes = loosenings(command.input.preferences, now.settings);
      return changes.length === 0 ? undefined : { kind: 'loosen', changes };
    }
    default:
      return unreachable(command);
  }
}

// Both settings list their values from loose to tight.
const openness = (notifications: Notifications): number => -Notifications.options.indexOf(notifications);
const strictness = (callers: UnknownCallers): number => UnknownCallers.options.indexOf(callers);
const untilLock = (minutes: number): number => (minutes === 0 ? Number.POSITIVE_INFINITY : minutes); // 0 is never

function loosenings(
  wanted: Input<'preferences.set'>['preferences'],
  now: AskedAbout['settings'],
): readonly Loosening[] {
  const { relayOnly, unknownCallers, idleLockMinutes, historyDays, notifications } = wanted;
  const changes: Loosening[] = [];
  if (relayOnly === false && now.relayOnly) changes.push({ kind: 'direct' });
  if (unknownCallers !== undefined && strictness(unknownCallers) < strictness(now.unknownCallers)) {
    changes.push({ kind: 'strangers', may: unknownCallers });
  }
  if (idleLockMinutes !== undefined && untilLock(idleLockMinutes) > untilLock(now.idleLockMinutes)) {
    changes.push({ kind: 'lock', minutes: idleLockMinutes });
  }
  if (notifications !== undefined && openness(notifications) > openness(now.notifications))
    changes.push({ kind: 'notifications', may: notifications });
  // A shorter history loosens nothing, but deletes older calls.
  if (historyDays !== undefined && historyDays < now.historyDays) changes.push({ kind: 'history', days: historyDays });
  return changes;
}

/** What asking needs. */
export interface AskFirstParts {
  readonly consent: AskConsent;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly settings: () => AskedAbout['settings'];
  /** Whether the command is allowed: nobody is asked about a command that policy or a lock forbids anyway. */
  readonly mayRun: (command: AskedCommand) => boolean;
}

/**
 * Wraps `handlers`: a command that needs consent runs only after the person has given it. Without consent the reply is
 * `cancelled` or `asked-lately`.
 */
export function askFirst(handlers: Handlers, parts: AskFirstParts): Handlers {
  let removals: number[] = []; // times in ms

  const questionNow = (command: AskedCommand): ConsentQuestion | undefined => {
    removals = removals.filter((atMs) => isWithin(atMs, parts.clock.nowMs(), REMOVALS_MS));
    return questionBefore(command, { settings: parts.settings(), removedLately: removals.length });
  };

  async function asked(
    command: AskedCommand,
    run: () => Promise<Reply<undefined>> | Reply<undefined>,
  ): Promise<Reply<undefined>> {
    const first = parts.mayRun(command) ? questionNow(command) : undefined;
    if (first === undefined) return run();
    const consent = await parts.consent(first);
    if (consent !== 'yes') return { ok: false, code: consent === 'no' ? 'cancelled' : consent };
    // A setting may have changed while the dialog was open. If that changes the question, the consent does not count.
    if (JSON.stringify(questionNow(command)) !== JSON.stringify(first)) return { ok: false, code: 'cancelled' };
    if (command.name === 'history.remove') removals = [];
    return run();
  }

  return {
    ...handlers,
    'broker.start': (input, from) =>
      asked({ name: 'broker.start', input }, () => handlers['broker.start'](input, from)),
    'history.clear': (input, from) => asked({ name: 'history.clear' }, () => handlers['history.clear'](input, from)),
    'history.remove': (input, from) =>
      asked({ name: 'history.remove' }, () => {
        removals.push(parts.clock.nowMs());
        return handlers['history.remove'](input, from);
      }),
    'relay.set': (input, from) => asked({ name: 'relay.set', input }, () => handlers['relay.set'](input, from)),
    'vault.protect': (input, from) =>
      asked({ name: 'vault.protect', input }, () => handlers['vault.protect'](input, from)),
    'preferences.set': (input, from) =>
      asked({ name: 'preferences.set', input }, () => handlers['preferences.set'](input, from)),
  };
}
