// The page that talks to headsets. It has its own process and session, is never shown, and is told only the state of
// the calls. It exists while the person wants it and the account is open (decision 0090).
import { type WebContents, WebContentsView } from 'electron';
import type { HeadsetLights, HeadsetSeen, HeadsetsView } from '../../contract/headset.ts';
import type { Sender } from '../../contract/command-shapes.ts';
import type { View } from '../../contract/view.ts';
import { headsetLights } from '../desktop/headset-due.ts';
import type { Clock } from '../time/clock.ts';
import { Page } from './page.ts';
import { pagePreferences, type WindowSetting } from './window-options.ts';

/** How long the page stays when no longer wanted, to switch off the lights of headsets. */
const LEAVES_MS = 500;
const dark: HeadsetLights = { ringing: false, offHook: false, mute: false, hold: false };

interface Opened {
  readonly view: WebContentsView; // it owns the contents
  readonly page: Page;
  told: string; // its lights as JSON
}

/** At most one such page. */
export class HeadsetPage {
  readonly #setting: WindowSetting;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #onLost: () => void;
  #opened: Opened | undefined;
  #isHopeless = false; // until the person switches headsets off and on again
  #seen: readonly HeadsetSeen[] = [];
  #view: View | undefined;

  /** `onLost`: the page has crashed repeatedly or closed itself, and is not loaded any more. */
  constructor(setting: WindowSetting, clock: Pick<Clock, 'after'>, onLost: () => void) {
    this.#setting = setting;
    this.#clock = clock;
    this.#onLost = onLost;
  }

  /** The page if `contents` belong to it, otherwise `undefined`. */
  readonly pageOf = (contents: WebContents): Sender | undefined =>
    this.#opened?.page.contents === contents ? this.#opened.page : undefined;

  /** Makes, updates or ends the page as the view demands. */
  follow(view: View): void {
    this.#view = view;
    const isWanted = view.settings.headset && view.identity !== undefined;
    if (!view.settings.headset) this.#isHopeless = false;
    if (!isWanted) return this.#leave();
    if (this.#isHopeless) return;
    this.#opened ??= this.#open();
    this.#tell(this.#opened, headsetLights(view));
  }

  /** The page has found these headsets. */
  found(devices: readonly HeadsetSeen[]): void {
    if (this.#opened !== undefined) this.#seen = devices;
  }

  /** The plugged-in headsets that the page has found, and whether the page was given up. */
  readonly seen = (): HeadsetsView => ({ found: [...this.#seen], isLost: this.#isHopeless });

  #open(): Opened {
    const view = new WebContentsView({ webPreferences: pagePreferences('headset', this.#setting) });
    const lose = (page: Page): void => {
      if (this.#opened?.page !== page) return;
      this.#isHopeless = true;
      this.#end(this.#opened);
      this.#onLost();
    };
    const page: Page = new Page({ kind: 'headset', call: '' }, view.webContents, {
      onLoaded: () => {
        const opened = this.#opened;
        if (opened?.page !== page || this.#view === undefined) return;
        opened.told = '';
        this.#tell(opened, headsetLights(this.#view));
      },
      onCrash: () => void (this.#seen = []), // the page is loaded anew
      onReload: () => void (this.#seen = []),
      onHopeless: lose,
      onVanished: lose,
      onZoom: () => undefined,
    });
    return { view, page, told: '' };
  }

  #tell(opened: Opened, lights: HeadsetLights): void {
    const text = JSON.stringify(lights);
    if (!opened.page.isLoaded || opened.told === text) return;
    opened.told = text;
    opened.page.push('lights', lights);
  }

  #leave(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined; // from here on it is not one of our pages and may ask for nothing
    this.#seen = [];
    this.#tell(opened, dark);
    this.#clock.after(LEAVES_MS, () => opened.page.end());
  }

  #end(opened: Opened): void {
    this.#opened = undefined;
    this.#seen = [];
    opened.page.end();
  }
}
