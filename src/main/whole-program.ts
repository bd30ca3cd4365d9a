// Composition root of everything in main that starts after the first window: the parts, their connections, and the
// order of their start. It decides nothing itself.
import { join } from 'node:path';
import { app, globalShortcut, nativeTheme, powerMonitor } from 'electron';
import type { HeadsetPress, HeadsetSeen } from '../contract/headset.ts';
import type { Handlers } from '../contract/ipc.ts';
import { desktopTexts } from '../text/desktop.ts';
import { followAppearance } from './app/appearance.ts';
import { createCallDevices, keepCovered } from './app/call-devices.ts';
import { servePage } from './app/call-page.ts';
import { watchForLock } from './app/lock-watch.ts';
import { createModel } from './app/model.ts';
import type { Model } from './app/model-parts.ts';
import { isPackaged } from './app/packaged.ts';
import type { ProgramParts } from './app/program-start.ts';
import { systemPower } from './app/system-power.ts';
import type { HeadsetPage } from './app/headset-page.ts';
import type { RecoveryWindow } from './app/recovery-window.ts';
import { ScreenBorder } from './app/screen-border.ts';
import type { SharePicker } from './app/share-picker.ts';
import { mayTry, type TrialPage } from './app/trial-page.ts';
import type { TryoutWindow } from './app/tryout-window.ts';
import type { Windows } from './app/windows.ts';
import type { Zoom } from './app/zoom.ts';
import { setApplicationMenu } from './desktop/application-menu.ts';
import { consentOver } from './desktop/consent-dialog.ts';
import { createConsent } from './desktop/consent.ts';
import { doNotificationAction } from './desktop/notification-actions.ts';
import { Notifications } from './desktop/notifications.ts';
import { systemScreenSaver } from './desktop/screen-saver.ts';
import { isGnome, systemDnd } from './desktop/system-dnd.ts';
import { systemNotify } from './desktop/system-notify.ts';
import { createGlobalKeys, globalPress, type GlobalKeysEvents, talkCall } from './desktop/global-keys.ts';
import { heldKeysHere } from './desktop/held-keys-here.ts';
import { headsetPress } from './desktop/headset-due.ts';
import { createPortalKeys } from './desktop/portal-keys.ts';
import { openSessionBus, sessionBusPath } from './desktop/session-bus.ts';
import { isWayland } from './desktop/wayland.ts';
import { doTrayAction } from './desktop/tray-actions.ts';
import type { TrayAction } from './desktop/tray-menu.ts';
import { Tray } from './desktop/tray.ts';
import { createTrialCall } from './doctor/trial-call.ts';
import { createHandlers } from './ipc/handlers.ts';
import { ownAddresses, watchNetwork } from './signalling/network-watch.ts';
import { systemClock } from './time/system-clock.ts';

/** What exists before the rest is composed. */
export interface BeforeProgram extends ProgramParts {
  readonly windows: Windows;
  readonly recoveryWindow: RecoveryWindow;
  readonly sharePicker: SharePicker;
  readonly headsetPage: HeadsetPage;
  readonly tryoutWindow: TryoutWindow;
  readonly trialPage: TrialPage;
  readonly zoom: Zoom;
  /** Resolves once the page of the first window has loaded (model-parts.ts). */
  readonly whenShown: Promise<void>;
  readonly resources: string; // the folder of the built index.js, of the icons and of the keyboard process
}

/** The composed program. */
export interface WholeProgram {
  readonly model: Model;
  readonly handlers: Handlers;
  /** Opens the profile. Call this once, after the caller has stored the model. */
  readonly begin: () => void;
  /** Tells peers and closes what is open. Resolves when that is done. */
  readonly end: () => Promise<void>;
}

/**
 * Composes the program. When this returns, the tray icon is there, and on Linux the desktop's screen lock and do not
 * disturb are being followed. The rest begins in `begin`.
 */
export function createProgram(before: BeforeProgram): WholeProgram {
  const { options, windows, recoveryWindow, sharePicker, headsetPage, tryoutWindow, trialPage } = before;
  const { chrome: chromium, electron } = process.versions;
  const heldKeys = heldKeysHere({
    folder: before.resources,
    clock: systemClock,
    log: before.log.area('keys'),
    onChange: () => model.view.changed(),
  });
  const keyEvents: GlobalKeysEvents = {
    onPress: (act, mayRepeat) => {
      const action = globalPress(act, model.view.read().calls, model.seat.isScreenLocked(), mayRepeat);
      if (action !== undefined) void doTrayAction(action, reach);
    },
    onTalk: (isHeld) => {
      const desk = model.profile.account()?.desk;
      const call = isHeld ? talkCall(model.view.read().calls, model.seat.isScreenLocked()) : undefined;
      if (!isHeld) desk?.talkOver('desktop');
      else if (call !== undefined) desk?.talk(call, 'desktop');
    },
    onChange: () => model.view.changed(),
  };
  const globalKeys = isWayland(process.env, process.platform)
    ? createPortalKeys({
        ...keyEvents,
        connect: () => openSessionBus(sessionBusPath(process.env)),
        describe: (act) => desktopTexts[model.settings.read().language].globalAct[act],
        repeats: isGnome(process.env),
        clock: systemClock,
        log: before.log.area('keys'),
      })
    : createGlobalKeys({ ...keyEvents, shortcuts: globalShortcut, heldKeys, clock: systemClock });
  const devices = createCallDevices((command) => windows.command(command));
  const model = createModel({
    ...before,
    keysInForce: globalKeys.inForce,
    headsets: headsetPage.seen,
    systemDnd: systemDnd(systemClock, before.log.area('do-not-disturb')),
    devicesTried: tryoutWindow.tried,
    trialCall: createTrialCall(trialPage.run, before.log.area('trial'), trialPage.ends),
    folder: app.getPath('userData'),
    versions: { app: app.getVersion(), electron, chromium },
    languages: app.getPreferredSystemLanguages(),
    isPackaged: isPackaged(),
    onAccount: (account) => servePage(account.desk, windows, devices),
    consent: createConsent(
      consentOver(() => windows.showMain()),
      () => model.settings.read().language,
      systemClock,
    ),
  });
  const headset = {
    actionOf: (press: HeadsetPress) => headsetPress(press, model.view.read().calls, model.seat.isScreenLocked()),
    act: (action: TrayAction) => doTrayAction(action, reach),
    found: (devices: readonly HeadsetSeen[]) => {
      headsetPage.found(devices);
      model.view.changed();
    },
  };
  const handlers = createHandlers({
    ...model,
    windows,
    recoveryWindow,
    sharePicker,
    headset,
    keysInForce: globalKeys.inForce,
    tryoutWindow,
    clock: systemClock,
  });
  const reach = { handlers, showMain: () => void windows.showMain(), quit: () => app.quit() };
  const tray = new Tray(join(before.resources, 'tray'), (action) => void doTrayAction(action, reach));
  const notifications = new Notifications({
    notify: systemNotify(before.log.area('notifications')),
    isScreenLocked: model.seat.isScreenLocked,
    onAction: (action) =>
      void doNotificationAction(action, {
        ...reach,
        showCard: () => windows.showCard(),
        showPerson: (address) => model.proposal.propose({ address, from: 'call' }),
      }),
  });
  const saver = systemScreenSaver(systemClock, before.log.area('screen'));
  const border = new ScreenBorder();
  const begin = (): void => {
    // The pages that open devices or make trial calls have separate listeners, which come first. So these pages end
    // even if another listener fails (view-source.ts).
    model.view.onView((view) => trialPage.allow(mayTry(view, model.seat.isScreenLocked())));
    model.view.onView((view) => tryoutWindow.follow(view, model.seat.isScreenLocked()));
    model.view.onView((view) => {
      tray.follow(view, desktopTexts[view.settings.language]);
      notifications.follow(view, desktopTexts[view.settings.language]);
      windows.follow(view);
      globalKeys.follow(view.settings);
      devices.follow(view.settings);
      recoveryWindow.follow(view);
      sharePicker.follow(view);
      headsetPage.follow(view);
      border.follow(model.profile.account()?.desk.sharedScreen());
    });
    keepCovered(before.policy, model.settings.read, devices, () => model.profile.account()?.desk);
    followAppearance(model.settings, before.zoom, nativeTheme);
    watchForLock(model, systemPower(powerMonitor, saver), systemClock);
    watchNetwork(ownAddresses, systemClock, (...what) => {
      model.lockedConnection.networkChanged(what[0]);
      model.profile.account()?.networkChanged(...what);
    });
    setApplicationMenu(process.platform, desktopTexts[model.settings.read().language]);
    model.begin();
    globalKeys.begin();
    if (options.hidden && model.profile.account() === undefined) reach.showMain();
  };
  const end = async (): Promise<void> => {
    await model.end();
    tray.remove();
    notifications.remove();
    globalKeys.remove();
  };
  return { model, handlers, begin, end };
}
