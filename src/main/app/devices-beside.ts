// `--check-devices`: the page on which a person tries devices, unseen and for a moment, because the command
// line has asked for it by this word. It has no network. Nothing else opens a device without a window.
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
import { sessionsBeside } from './sessions-beside.ts';
import { systemPower } from './system-power.ts';
import { pagePreferences } from './window-options.ts';

/** Answers the commands of pages by these handlers (ipc/wall.ts). */
export type RaiseWall = (parts: {
  readonly handlers: Handlers;
  readonly pageOf: (contents: WebContents) => Sender | undefined;
  readonly onBug: (command: CommandName, error: unknown) => void;
}) => void;

const LIMIT_MS = 15_000; // a system that asks the person about a device may take longer: that is no answer

/** Opens the system's microphone and, where policy allows video, its camera, and says what came of it. */
export async function devicesAsPrinted(
  options: Pick<Options, 'language' | 'checkDevices'>,
  policy: Pick<PolicyInForce, 'values' | 'onChange'>,
  log: Log,
  raiseWall: RaiseWall,
  clock: Clock = systemClock,
): Promise<Printed> {
  const apart = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'siegel-devices-'));
  if (apart !== undefined) app.setPath('sessionData', apart); // the profile may be in use
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
    let shown: WebContentsView | undefined; // whoever has it has its contents
    const end = (came: DevicesTried | undefined): void => {
      const ended = page;
      page = undefined;
      shown = undefined;
      ended?.end();
      resolve(came);
    };
    const stop = (): void => end(undefined);
    // What was told by then counts: a camera that hangs says nothing against the microphone.
    clock.after(LIMIT_MS, () => end(Object.keys(tried).length === 0 ? undefined : tried));
    policy.onChange(stop);
    const power = systemPower(powerMonitor, systemScreenSaver(clock, log.area('screen')));
    power.on('lock-screen', stop);
    if (power.getSystemIdleState(1) === 'locked') return stop();
    const setting = sessionsBeside(
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
      // Two others are allowed to this kind of page: they have no handler here, and fail as a bug does.
      handlers: own as Handlers,
      pageOf: (contents) => (page?.contents === contents ? page : undefined),
      onBug: (command, error) => log.error('a command failed', { command, error }),
    });
    // Nobody sees it: throttled, it would count as hidden, and opens nothing.
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
