// Composition root of main: what there is, who knows whom, and in which order it starts. Decides nothing itself.
import { join } from 'node:path';
import { app, powerMonitor, type WebContents } from 'electron';
import { warmContent } from './app/content.ts';
import { servePage } from './app/call-page.ts';
import { showFirst } from './app/first-window.ts';
import { followLife } from './app/lifecycle.ts';
import { watchForLock } from './app/lock-watch.ts';
import { isContentProtected } from './app/managed-view.ts';
import { createModel } from './app/model.ts';
import { ownAddresses, watchNetwork } from './signalling/network-watch.ts';
import { isPackaged } from './app/packaged.ts';
import { devicesOf } from './app/permissions.ts';
import { giveUpPage } from './app/hopeless-page.ts';
import { type ProgramParts, startProgram } from './app/program-start.ts';
import { RecoveryWindow } from './app/recovery-window.ts';
import { secureSessions } from './app/session.ts';
import { systemClock } from './time/system-clock.ts';
import { Windows } from './app/windows.ts';
import { createZoom } from './app/zoom.ts';
import { createConsent } from './desktop/consent.ts';
import { consentOver } from './desktop/consent-dialog.ts';
import { setApplicationMenu } from './desktop/application-menu.ts';
import { desktopTexts } from '../text/desktop.ts';
import { doTrayAction } from './desktop/tray-actions.ts';
import { Tray } from './desktop/tray.ts';
import { createHandlers } from './ipc/handlers.ts';
import { raiseWall } from './ipc/wall.ts';

const here = import.meta.dirname;

function run(program: ProgramParts): void {
  const { options, log, policy } = program;
  const { chrome: chromium, electron } = process.versions;
  const desk = () => model.profile.account()?.desk;
  const texts = () => desktopTexts[model.settings.read().language];
  const setting = {
    preload: join(here, '../preload/index.cjs'),
    icon: join(here, 'window.png'),
    packaged: isPackaged(),
    chromium,
    isProtected: () => isContentProtected(policy.values()),
  };
  const zoom = createZoom();
  const recoveryWindow = new RecoveryWindow(setting, zoom, () => model.profile.account()?.recovery.close());
  const windows = new Windows(setting, zoom, systemClock, {
    onSilence: (call) => desk()?.silence(call),
    onDismiss: (call) => desk()?.dismiss(call),
    onPageLost: (call) => desk()?.pageLost(call),
    onCrash: (kind, reason) => log.error('a page is gone', { kind, reason }),
    onHopeless: (kind, call) => void giveUpPage(kind, call, { desk, showMain: () => windows.showMain(), texts }),
  });
  const pageOf = (contents: WebContents) => windows.pageOf(contents) ?? recoveryWindow.pageOf(contents);
  secureSessions(join(here, '../renderer'), pageOf, (call) => {
    const found = desk()
      ?.views()
      .find(({ id }) => id === call);
    return devicesOf(found?.phase, policy.values().AllowVideo && found?.verifyBy === undefined);
  });
  const whenShown = options.hidden ? Promise.resolve() : showFirst(windows, systemClock); // its process starts while the model is made
  const model = createModel({
    ...program,
    folder: app.getPath('userData'),
    versions: { app: app.getVersion(), electron, chromium },
    languages: app.getPreferredSystemLanguages(),
    isPackaged: isPackaged(),
    whenShown,
    onAccount: (account) => servePage(account.desk, windows),
    consent: createConsent(
      consentOver(() => windows.showMain()),
      () => model.settings.read().language,
      systemClock,
    ),
  });
  const handlers = createHandlers({ ...model, windows, recoveryWindow, clock: systemClock });
  const reach = { handlers, showMain: () => void windows.showMain(), quit: () => app.quit() };
  const tray = new Tray(join(here, 'tray'), (action) => void doTrayAction(action, reach));

  raiseWall({
    handlers,
    pageOf,
    onBug: (command, error) => log.error('a command failed', { command, error }),
  });
  model.view.onView((view) => {
    tray.follow(view, desktopTexts[view.settings.language]);
    windows.follow(view);
    recoveryWindow.follow(view);
  });
  watchForLock(model, powerMonitor, systemClock);
  watchNetwork(ownAddresses, systemClock, (...what) => model.profile.account()?.networkChanged(...what));
  setApplicationMenu(process.platform, desktopTexts[model.settings.read().language]);
  followLife({
    onShow: reach.showMain,
    onLink: model.proposal.propose,
    onBug: (error) => log.error('a bug nobody caught', { error }),
    onQuit: async () => {
      windows.quit();
      await model.end();
      tray.remove();
    },
  });
  model.begin();
  setImmediate(warmContent);
  if (options.hidden && model.profile.account() === undefined) reach.showMain();
}

void startProgram(process.argv.slice(1), run);
