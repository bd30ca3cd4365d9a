// What each command of the table does: it asks a part of the program, and returns a value, or the outcome as a code.
// The wall has checked the input's form. The part decides whether the act is possible; asked-first.ts decides whether
// the person is asked.
import { unwrap } from '../../core/assert.ts';
import { fromB64u } from '../../core/bytes.ts';
import { canonicalAddress } from '../../core/keys/address.ts';
import { isName } from '../../core/signal/name.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import { canHoldToTalk } from '../../contract/global-keys.ts';
import type { CommandName, Handlers, Reply } from '../../contract/ipc.ts';
import type { CallView, Media } from '../../contract/view.ts';
import type { Account } from '../app/account.ts';
import { chosenDevices } from '../policy/device-order.ts';
import { mayChange } from '../policy/governed-settings.ts';
import type { Opened } from '../app/opened.ts';
import type { Outcome } from '../devices/installation.ts';
import type { SettingsChange } from '../policy/settings.ts';
import type { History } from '../calls/history/history.ts';
import { parseBrokerUrl } from '../signalling/stream.ts';
import { type AskedCommand, askFirst } from './asked-first.ts';
import { callWindowHandlers } from './call-window-handlers.ts';
import { endedHandlers } from './ended-handlers.ts';
import { headsetHandlers } from './headset-handlers.ts';
import { proxyHandlers } from './proxy-handlers.ts';
import { relayHandlers } from './relay-handlers.ts';
import { recoveryHandlers } from './recovery-handlers.ts';
import { type Done, done, refuse, reply } from './replies.ts';
import { peopleHandlers } from './people-handlers.ts';
import { shareHandlers } from './share-handlers.ts';
import type { HandlerParts } from './handler-parts.ts';

function outcomeOf(change: 'removed' | 'restored' | 'unknown' | 'disk'): Outcome {
  return change === 'disk' ? change : change === 'unknown' ? 'unknown-entry' : 'done';
}

/** The handlers. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { profile, settings, broker, notices, windows, newDevice, sharePicker } = parts;

  function set(change: SettingsChange): Done {
    const outcome = settings.set(change);
    return outcome === 'written' ? done : refuse(outcome);
  }

  const whyClosed = (): RefusalCode => (profile.lockCause() === undefined ? 'no-identity' : 'app-locked');

  function withAccount<T>(run: (account: Account) => Reply<T>): Reply<T> {
    const account = profile.account();
    return account === undefined ? refuse(whyClosed()) : run(account);
  }

  function withCallee(address: string, run: (account: Account, callee: string) => Reply<string>): Reply<string> {
    return withAccount((account) => {
      const canonical = canonicalAddress(address);
      if (canonical === undefined) return refuse('bad-address');
      if (account.devices.view().isRemoved) return refuse('device-removed');
      return canonical === account.identity.address ? refuse('own-address') : run(account, canonical);
    });
  }

  function callAgain({ id, address }: CallView, media: Media): Done {
    const placed = withCallee(address, ({ desk }, callee) => desk.place(callee, media));
    if (!placed.ok) return placed;
    profile.account()?.desk.dismiss(id);
    return done;
  }

  async function later(run: (account: Account) => Promise<Outcome>): Promise<Done> {
    const account = profile.account();
    return account === undefined ? refuse(whyClosed()) : reply(await run(account));
  }

  // Contacts and history need an open vault, but no running account.
  function withOpened(address: string, run: (opened: Opened, address: string) => Outcome): Done {
    const opened = profile.opened();
    if (opened === undefined) return refuse(whyClosed());
    // A contact with an address of an older rule, which is refused now, can still be removed.
    const canonical = opened.book.contact(address) === undefined ? canonicalAddress(address) : address;
    return canonical === undefined ? refuse('bad-address') : reply(run(opened, canonical));
  }

  // Acts on an address of the book. The outcome `made` is success. Any other means that the disk refused or that there
  // was nothing to act on.
  function withKnown<M extends string>(
    address: string,
    made: M,
    run: (book: Opened['book'], address: string) => M | 'disk' | 'unknown' | 'not-changed' | 'not-pinned',
  ): Done {
    return withOpened(address, ({ book }, canonical) => {
      const outcome = run(book, canonical);
      return outcome === made ? 'done' : outcome === 'disk' ? 'disk' : 'unknown-contact';
    });
  }

  function withHistory(run: (history: History) => Outcome): Done {
    const opened = profile.opened();
    return opened === undefined ? refuse(whyClosed()) : reply(run(opened.history));
  }

  // A command that would be refused anyway runs without a question: its part refuses it, with the right code.
  function mayRun(command: AskedCommand): boolean {
    if (command.name === 'broker.start') return parts.policy.values().AllowLocalBroker;
    if (profile.opened() === undefined) return false;
    if (command.name === 'vault.protect' && command.input.passphrase !== undefined)
      return parts.policy.values().KeyStoreMinimum === 'passphrase';
    if (command.name === 'relay.set') return parts.relaysOf() !== 'organisation';
    return command.name !== 'preferences.set' || mayChange(parts.policy, settings.read(), command.input.preferences);
  }

  const handlers = {
    ...peopleHandlers(profile.account, () => profile.opened()?.book, whyClosed, parts.fingerprints),
    'view.read': (_input, from) => {
      const value = from.kind === 'picker' ? sharePicker.view(from) : windows.viewOf(from, parts.view.read());
      return value === undefined ? refuse('unknown-call') : { ok: true, value };
    },
    'identity.create': async (person) => reply(await parts.settingUp.create(person)),
    'identity.recover': async ({ code, ...person }) => {
      const outcome = await parts.settingUp.recover(person, code);
      return outcome === 'recovered' || outcome === 'disputed' ? { ok: true, value: outcome } : refuse(outcome);
    },
    'vault.unlock': async ({ passphrase }) => reply(await profile.unlock(passphrase)),
    'vault.protect': async (wanted) => reply(await profile.protect(wanted)),
    'vault.startOver': async () => reply(await profile.startOver()),
    'contact.add': ({ address, name }) =>
      withOpened(address, ({ book }, canonical) => {
        if (!isName(name)) return 'bad-name';
        if (canonical === profile.account()?.identity.address) return 'own-address';
        const added = book.add(canonical, name.trim());
        return added === 'added' ? 'done' : added === 'exists' ? 'contact-exists' : added;
      }),
    'contact.remove': ({ address }) => withKnown(address, 'removed', (book, known) => book.remove(known)),
    'contact.restore': ({ address }) => withKnown(address, 'restored', (book, known) => book.restore(known)),
    'contact.ringAlways': ({ address, always }) =>
      withKnown(address, 'set', (book, known) => book.ringAlways(known, always)),
    'contact.acceptKey': ({ address }) =>
      withKnown(address, 'accepted', (book, known) =>
        book.acceptKey(known, parts.policy.values().VerifyAfterRecovery ? parts.clock.nowMs() : undefined),
      ),
    'history.read': (query) => {
      const opened = profile.opened();
      return opened === undefined ? refuse(whyClosed()) : { ok: true, value: opened.history.read(query) };
    },
    'history.see': () =>
      withHistory((history) => {
        history.see();
        return 'done';
      }),
    'history.remove': (call) => withHistory((history) => outcomeOf(history.remove(call))),
    'history.restore': (call) => withHistory((history) => outcomeOf(history.restore(call))),
    'history.clear': () => withHistory((history) => (history.clear() === 'disk' ? 'disk' : 'done')),
    'call.place': ({ address, media }) => withCallee(address, ({ desk }, callee) => desk.place(callee, media)),
    'call.placeToCompare': ({ address, person }) =>
      withCallee(address, ({ desk }, callee) =>
        desk.placeToCompare(callee, unwrap(fromB64u(person), 'checked by the wall')),
      ),
    'call.answer': ({ call, media, forOther }) => withAccount(({ desk }) => desk.answer(call, media, forOther)),
    'call.decline': ({ call }) => withAccount(({ desk }) => desk.decline(call)),
    'call.silence': ({ call }) => withAccount(({ desk }) => desk.silence(call)),
    'call.hangUp': ({ call }) => withAccount(({ desk }) => desk.hangUp(call)),
    'call.dismiss': ({ call }) => withAccount(({ desk }) => desk.dismiss(call)),
    'call.mute': ({ call, mute }) => withAccount(({ desk }) => desk.mute(call, mute)),
    'call.hold': ({ call, hold }) => withAccount(({ desk }) => desk.hold(call, hold)),
    'call.takeOver': ({ call }) => withAccount(({ desk }) => desk.takeOver(call)),
    'call.refuseMove': ({ call }) => withAccount(({ desk }) => desk.refuseMove(call)),
    'own.hangUp': (_input, { call }) => withAccount(({ desk }) => desk.hangUp(call)),
    'own.dismiss': (_input, { call }) => withAccount(({ desk }) => desk.dismiss(call)),
    'own.mute': ({ mute }, { call }) => withAccount(({ desk }) => desk.mute(call, mute)),
    'own.camera': ({ on }, { call }) => withAccount(({ desk }) => desk.camera(call, on)),
    'own.hold': ({ hold }, { call }) => withAccount(({ desk }) => desk.hold(call, hold)),
    'own.move': ({ device }, { call }) => withAccount(({ desk }) => desk.move(call, device)),
    'own.dismissMove': (_input, { call }) => withAccount(({ desk }) => desk.dismissMove(call)),
    'own.type': ({ text, done: isDone }, { call }) => withAccount(({ desk }) => desk.type(call, text, isDone)),
    'code.confirm': ({ code }, { call }) => withAccount(({ desk }) => desk.confirmCode(call, code)),
    ...callWindowHandlers(windows, withAccount),
    ...shareHandlers(sharePicker, withAccount),
    ...endedHandlers({ ...parts, view: () => parts.view.read(), callAgain }),
    'status.set': ({ status, for: duration }) => {
      const kept = parts.status.set(status, duration);
      return kept === 'written' ? done : refuse(kept);
    },
    'settings.set': ({ settings: change }) => {
      const url = change.brokerUrl ?? '';
      if (url !== '' && parseBrokerUrl(url) === undefined) return refuse('bad-broker');
      return set(change);
    },
    'devices.set': ({ devices }, { kind }) =>
      kind === 'tryout' && !parts.tryoutWindow.isFree()
        ? refuse('call-first')
        : set(chosenDevices(settings.read(), devices)),
    'tryout.open': () => reply(parts.tryoutWindow.open()),
    'tryout.close': () => reply(parts.tryoutWindow.close()),
    'tryout.told': ({ device, came }) => {
      parts.tryoutWindow.told(device, came);
      return done;
    },
    'doctor.tryDevices': async () => {
      const opened = parts.tryoutWindow.open();
      if (opened === 'done') await parts.tryoutWindow.whenGone();
      return reply(opened);
    },
    'sounds.set': ({ sounds }) => set(sounds),
    'language.set': ({ language }) => set({ language }),
    ...relayHandlers({ ...parts, settings }),
    ...proxyHandlers({ ...parts, isLocked: () => profile.lockCause() !== undefined }),
    'broker.start': async (address) => {
      const started = await broker.start(address);
      return started === 'running' ? done : refuse(started);
    },
    'broker.allow': async () => reply(await parts.clearBrokers.askAgain()),
    'broker.stop': async () => {
      await broker.stop();
      return done;
    },
    'notice.dismiss': ({ index }) => {
      notices.dismiss(index);
      return done;
    },
    // While the vault is closed the settings in force are the defaults, and compared with those nothing would seem
    // loosened.
    'preferences.set': ({ preferences }) => {
      if (profile.opened() === undefined) return refuse(whyClosed());
      const isFirst = preferences.relayOnly === true && !settings.read().relayOnly;
      if (isFirst && parts.relaysOf() === 'nobody') return refuse('no-relay');
      // A new push-to-talk key is refused where Siegel would not notice its release.
      const { talk = '' } = preferences.globalKeys ?? {};
      const isNew = talk !== '' && talk !== settings.read().globalKeys.talk;
      if (isNew && !canHoldToTalk(parts.keysInForce())) return refuse('not-allowed');
      return set(preferences);
    },
    'policy.read': () => ({ ok: true, value: parts.policy.report() }),
    'app.lock': async () => reply(await profile.lock('person')),
    'knock.unlock': () => {
      const outcome = profile.reopen('person');
      if (outcome !== 'done') windows.showMain();
      return outcome === 'vault-locked' ? done : reply(outcome);
    },
    'knock.silence': (_input, { call }) => (parts.lockedConnection.silence(call) ? done : refuse('unknown-call')),
    'app.unlock': () => reply(profile.reopen('person')),
    'enrolment.enrol': ({ token }) => later(({ organisation }) => organisation.enrolment.enrol(token)),
    'enrolment.saveRequest': async () => reply(await parts.saveRequest()),
    'device.take': async ({ passphrase }) => reply(await newDevice.take(passphrase)),
    'device.typeNumber': ({ number }) => reply(newDevice.type(number)),
    'device.give': ({ code }) => withAccount(({ devices }) => reply(devices.give(code))),
    'device.stop': () => {
      newDevice.stop();
      profile.account()?.devices.stop();
      return done;
    },
    'device.remove': ({ device }) => later(({ devices }) => devices.remove(device)),
    'device.acknowledge': ({ device }) => withAccount(({ devices }) => reply(devices.acknowledge(device))),
    'device.refresh': () => {
      profile.account()?.devices.refresh();
      return done;
    },
    'device.beginAnew': async () => {
      const devices = profile.account()?.devices;
      if (devices === undefined) return refuse(whyClosed());
      // A page's command never erases a usable account, unless its person may be a second one, made by mistake.
      return devices.isOver() || devices.isSecond() ? reply(await newDevice.beginAnew()) : refuse('identity-exists');
    },
    ...headsetHandlers(parts.headset, parts.clock),
    ...recoveryHandlers(parts.recoveryWindow, profile.account, whyClosed),
    'doctor.run': async () => ({ ok: true, value: await parts.support.examine() }),
    'diagnostics.read': async () => ({ ok: true, value: await parts.support.readDiagnosis() }),
    'diagnostics.save': async () => reply(await parts.support.saveDiagnosis()),
    'record.check': async () => ({ ok: true, value: await parts.support.checkRecord() }),
    'record.save': async () => reply(await parts.support.saveRecord()),
    'update.check': async () => reply(await parts.updates.check()),
    'update.install': async () => reply(await parts.updates.install()),
    'proposal.dismiss': () => {
      parts.proposal.dismiss();
      return done;
    },
    'link.open': async ({ page }) => reply(await parts.openPage(page)),
    'media.fact': (fact) => {
      profile.account()?.desk.mediaFact(fact); // a page may learn late that its call has ended, which is no error
      return done;
    },
  } satisfies { readonly [N in CommandName]: Handlers[N] };
  return askFirst(handlers, { consent: parts.consent, clock: parts.clock, settings: settings.read, mayRun });
}
