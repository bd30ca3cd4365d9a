// The command `--check-devices`: opens the page on which a person tries devices, without a window and for at most 15 s.
// The page has no network. Only with this option, which the person types, may a page without a window open a microphone
// or camera.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, powerMonitor, type WebContents, WebContentsView } from 'electron';
import type { Sender } from '../../contract/command-shapes.ts';
import type { DevicesTried } from '../../contract/device-cause.ts';
import type { CommandName, Handlers } from '../../contract/ipc.ts';
import type { TryoutView } from '../../contract/page-view.ts';
import { found } from '../doctor/check.ts';
import { checkDevices } from '../doctor/checks/devices.ts';
import { printedReport } from '../doctor/doctor-command.ts';
import { systemScreenSaver } from '../desktop/screen-saver.ts';
import type { Log } from '../log.ts';
import type { Options } from '../policy/options.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { defaultSettings, languageOf } from '../policy/settings.ts';
import type { Printed } from '../printed.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { Page } from './page.ts';
import { commandPageSetting } from './command-page-setting.ts';
import { systemPower } from './system-power.ts';
import { pagePreferences } from './window-options.ts';

/** Raises the wall (ipc/wall.ts) with these handlers for the commands of pages. */
export type RaiseWall = (parts: {
  readonly handlers: Handlers;
  readonly pageOf: (contents: WebContents) => Sender | undefined;
  readonly onBug: (command: CommandName, error: unknown) => void;
}) => void;

// A system's own permission dialog may stay open longer: then nothing is known about the device.
const LIMIT_MS = 15_000;

/**
 * Opens the system's microphone and, where policy allows video, its camera. Resolves with the report to print; rejects
 * if the engine does not start.
 */
export async function devicesAsPrinted(
  options: Pick<Options, 'language' | 'checkDevices'>,
  policy: Pick<PolicyInForce, 'values' | 'onChange'>,
  log: Log,
  raiseWall: RaiseWall,
  clock: Clock = systemClock,
): Promise<Printed> {
  const apart = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'siegel-devices-'));
  if (apart !== undefined) app.setPath('sessionData', apart); // the profile may be in use by the running program
  await app.whenReady();
  try {
    const language = options.language ?? languageOf(app.getPreferredSystemLanguages());
    const tried = await tryDevices(policy, log, raiseWall, clock);
    const checks = tried === undefined ? [found('devices-not-now')] : checkDevices(tried);
    return printedReport(
      { at: clock.nowMs(), checks: [...checks] },
      undefined,
      options.checkDevices ?? 'text',
      language,
    );
  } finally {
    if (apart !== undefined) rmSync(apart, { recursive: true, force: true });
  }
}

function tryDevices(
  policy: Pick<PolicyInForce, 'values' | 'onChange'>,
  log: Log,
  raiseWall: RaiseWall,
  clock: Clock,
): Promise<DevicesTried | undefined> {
  return new Promise((resolve) => {
    const { AllowVideo: camera } = policy.values();
    let tried: DevicesTried = {};
    let page: Page | undefined;
    let shown: WebContentsView | undefined; // keeps the view, and with it the page's contents, from being collected
    const end = (came: DevicesTried | undefined): void => {
      const ended = page;
      page = undefined;
      shown = undefined;
      ended?.end();
      resolve(came);
    };
    const stop = (): void => end(undefined);
    // A device that has answered by then is reported: a camera that hangs says nothing about the microphone.
    clock.after(LIMIT_MS, () => end(Object.keys(tried).length === 0 ? undefined : tried));
    policy.onChange(stop);
    const power = systemPower(powerMonitor, systemScreenSaver(clock, log.area('screen')));
    power.on('lock-screen', stop);
    if (power.getSystemIdleState(1) === 'locked') return stop();
    const setting = commandPageSetting(
      (contents) => (page?.contents === contents ? page : undefined),
      () => ({ microphone: page !== undefined, camera: page !== undefined && camera }),
    );
    const own: Pick<Handlers, 'view.read' | 'tryout.told'> = {
      'view.read': () => ({ ok: true, value: view(camera) }),
      'tryout.told': ({ device, came }) => {
        tried = { ...tried, [device]: came };
        if (tried.microphone !== undefined && (tried.camera !== undefined || !camera)) end(tried);
        return { ok: true, value: undefined };
      },
    };
    raiseWall({
      // The wall lets this kind of page send two more commands. They have no handler here and are logged as a bug.
      handlers: own as Handlers,
      pageOf: (contents) => (page?.contents === contents ? page : undefined),
      onBug: (command, error) => log.error('a command failed', { command, error }),
    });
    // No window shows the page. With throttling, Chromium would treat it as hidden and it would open no device.
    const webPreferences = { ...pagePreferences('tryout', setting), backgroundThrottling: false };
    shown = new WebContentsView({ webPreferences });
    page = new Page({ kind: 'tryout', call: '' }, shown.webContents, {
      onLoaded: () => undefined,
      onCrash: stop,
      onReload: stop,
      onHopeless: stop,
      onVanished: stop,
      onZoom: () => undefined,
    });
  });
}

function view(allowVideo: boolean): TryoutView {
  const { language, moreContrast, lessMotion, toneVolume, ...settings } = defaultSettings([]);
  const { echoCancellation, noiseSuppression, autoGainControl, microphone, camera, speaker, devicesBefore } = settings;
  return {
    common: { language, moreContrast, lessMotion, banner: '', hideNames: true, support: '' },
    isFree: true,
    devices: { microphone, camera, speaker, devicesBefore, background: 'off' },
    processing: { echoCancellation, noiseSuppression, autoGainControl },
    toneVolume,
    allowVideo,
    opensCamera: allowVideo,
  };
}
