// Composition root of main, the part that a person waits for: what must hold before anything runs, the sessions of
// pages, the wall, and the first window. The rest is composed in whole-program.ts, whose code is loaded while the
// process of that window's page starts. Decides nothing.
import { join } from 'node:path';
import { app, dialog, type WebContents } from 'electron';
import { desktopTexts } from '../text/desktop.ts';
import { HeadsetPage } from './app/headset-page.ts';
import { showFirst } from './app/first-window.ts';
import { giveUpPage } from './app/hopeless-page.ts';
import { followLife } from './app/lifecycle.ts';
import { isContentProtected } from './app/managed-view.ts';
import type { Model } from './app/model-parts.ts';
import { isPackaged } from './app/packaged.ts';
import { devicesOf } from './app/permissions.ts';
import { type ProgramParts, startProgram } from './app/program-start.ts';
import { RecoveryWindow } from './app/recovery-window.ts';
import { SharePicker } from './app/share-picker.ts';
import { secureSessions } from './app/session.ts';
import { TrialPage } from './app/trial-page.ts';
import { TryoutWindow } from './app/tryout-window.ts';
import { Windows } from './app/windows.ts';
import { createZoom } from './app/zoom.ts';
import { raiseWall } from './ipc/wall.ts';
import { mayFilter } from './policy/own-filters.ts';
import { languageOf } from './policy/settings.ts';
import { systemClock, systemRandom } from './time/system-clock.ts';
import type { WholeProgram } from './whole-program.ts';

const here = import.meta.dirname;

function run(program: ProgramParts): void {
  const { options, log, policy } = program;
  let model: Model | undefined; // undefined while the rest is composed: then there is no account and no call
  const account = () => model?.profile.account();
  const desk = () => account()?.desk;
  const texts = () => desktopTexts[model?.settings.read().language ?? 'en'];
  const pageOf = (contents: WebContents) =>
    [windows, recoveryWindow, sharePicker, headsetPage, tryoutWindow, trialPage]
      .map((each) => each.pageOf(contents))
      .find((found) => found !== undefined);
  const sessionOf = secureSessions(join(here, '../renderer'), pageOf, {
    devicesOf: ({ kind, call }) => {
      if (kind === 'tryout') return tryoutWindow.devices();
      const found = desk()
        ?.views()
        .find(({ id }) => id === call);
      return devicesOf(found?.phase, policy.values().AllowVideo && found?.verifyBy === undefined);
    },
    isShareChosen: (call) => desk()?.isShareChosen(call) === true,
    handShare: (call, sound) => desk()?.handShare(call, sound),
    mayFilter: (filter) => mayFilter(policy.values(), filter),
  });
  const setting = {
    preload: join(here, '../preload/index.cjs'),
    icon: join(here, 'window.png'),
    packaged: isPackaged(),
    chromium: process.versions.chrome,
    sessionOf,
    isProtected: () => isContentProtected(policy.values()) || desk()?.isAnyShared() === true,
  };
  const zoom = createZoom();
  const headsetPage = new HeadsetPage(setting, systemClock, () => model?.view.changed());
  const recoveryWindow = new RecoveryWindow(setting, zoom, () => account()?.recovery.close());
  const tryoutWindow = new TryoutWindow(setting, zoom, systemClock);
  const trialPage = new TrialPage(setting, policy, systemClock, systemRandom, log.area('trial'));
  const silence = (call: string): void =>
    void (model?.lockedConnection.silence(call) === true || desk()?.silence(call));
  const windows = new Windows(setting, zoom, systemClock, {
    onSilence: silence,
    onDismiss: (call) => desk()?.dismiss(call),
    onPageLost: (call) => desk()?.pageLost(call),
    onTalk: (call, press) => (press === 'begins' ? desk()?.talk(call, 'window') : desk()?.talkOver('window', call)),
    onCrash: (kind, reason) => log.error('a page is gone', { kind, reason }),
    onHopeless: (kind, call) =>
      void giveUpPage(kind, call, { desk, silence, showMain: () => windows.showMain(), texts }),
    places: {
      read: () => model?.settings.smallPlaces() ?? [],
      keep: (place) => void model?.settings.keepSmallPlace(place),
    },
  });
  const sharePicker = new SharePicker({
    setting,
    zoom,
    clock: systemClock,
    parentOf: (call) => windows.windowOf(call),
    onChosen: (call, source, sound) => {
      const reply = desk()?.share(call, source, sound);
      return reply?.ok === true ? undefined : (reply?.code ?? 'unknown-call');
    },
  });
  const whenShown = options.hidden ? Promise.resolve() : showFirst(windows, systemClock);
  const compose = async (): Promise<WholeProgram> => {
    const { createProgram } = await import('./whole-program.ts');
    const made = createProgram({
      ...program,
      windows,
      recoveryWindow,
      sharePicker,
      headsetPage,
      tryoutWindow,
      trialPage,
      zoom,
      whenShown,
      resources: here,
    });
    model = made.model;
    made.begin(); // before a page gets its first reply, so that the page never shows another state
    return made;
  };
  const whole = compose();
  const onBug = (error: unknown): void => log.error('a bug nobody caught', { error });
  whole.catch((error: unknown) => {
    onBug(error);
    dialog.showErrorBox('Siegel', desktopTexts[languageOf(app.getPreferredSystemLanguages())].unstarted);
    app.exit(1);
  });
  // At once: from now on a second start of the program, or its end, is noticed.
  followLife({
    onShow: () => void windows.showMain(),
    onLink: (address) => void whole.then((made) => made.model.proposal.propose({ address, from: 'link' }), onBug),
    onBug,
    onQuit: async () => {
      windows.quit();
      await (await whole).end();
    },
  });
  raiseWall({
    handlers: whole.then(({ handlers }) => handlers),
    pageOf,
    onBug: (command, error) => log.error('a command failed', { command, error }),
  });
}

void startProgram(process.argv.slice(1), run, raiseWall);
