// The window in which a person chooses what to share in a call (decision 0079). Its page has its own process and
// session, and shows the screens and windows that exist. Of the call it learns only who the peer is, what may be shared
// and whether the peer shares. The choice is checked against what was offered.
import { BrowserWindow, type BaseWindow, type WebContents } from 'electron';
import type { ShareSource } from '../../core/call/media-share-state.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Sender } from '../../contract/command-shapes.ts';
import type { PickerView } from '../../contract/page-view.ts';
import type { View } from '../../contract/view.ts';
import type { Clock } from '../time/clock.ts';
import { backgroundColor } from './app-window.ts';
import { mayShareNow, pickerView } from './page-views.ts';
import { Page } from './page.ts';
import {
  type Asks,
  givesComputerSound,
  hidesOurWindows,
  type OfferedSource,
  offeredSources,
  systemAsks,
} from './share-sources.ts';
import { type WindowSetting, windowOptions } from './window-options.ts';
import type { Zoom } from './zoom.ts';

const LOOK_EVERY_MS = 2000;
const MOST_REFUSED = 3;
const WITHIN_MS = 30_000;
const STEPS = {
  nothing: 'choose',
  permission: 'before-permission',
  refused: 'denied',
  'system-dialog': 'before-system',
} as const satisfies Record<Asks, PickerView['step']>;

interface Opened {
  readonly call: string;
  readonly window: BrowserWindow;
  readonly page: Page;
  asks: Asks;
  isLooking: boolean;
  offered: readonly OfferedSource[] | undefined;
  told: string; // its view as JSON
}

/** What the picker needs. */
export interface PickerParts {
  readonly setting: WindowSetting;
  readonly zoom: Zoom;
  readonly clock: Pick<Clock, 'after' | 'nowMs'>;
  readonly parentOf: (call: string) => BaseWindow | undefined;
  /** A person has chosen. `sound`: with the computer's sound. Returns why it cannot be shared, or undefined. */
  readonly onChosen: (call: string, source: ShareSource, sound: boolean) => RefusalCode | undefined;
}

/** At most one such window. */
export class SharePicker {
  readonly #parts: PickerParts;
  #opened: Opened | undefined;
  #view: View | undefined;
  #refused: number[] = []; // when the person recently closed the picker, in ms

  constructor(parts: PickerParts) {
    this.#parts = parts;
    parts.zoom.onChange((level) => this.#opened?.page.contents.setZoomLevel(level));
  }

  /** The page if `contents` belong to it, otherwise `undefined`. */
  readonly pageOf = (contents: WebContents): Sender | undefined =>
    this.#opened?.page.contents === contents ? this.#opened.page : undefined;

  /**
   * Opens the picker for this call, unless it is open. The picker takes the keyboard, so a page that keeps asking is
   * refused for a while (`asked-lately`) once the person has closed the picker a few times.
   */
  open(call: string): RefusalCode | undefined {
    if (this.#opened?.call === call) return undefined;
    const nowMs = this.#parts.clock.nowMs();
    this.#refused = this.#refused.filter((atMs) => nowMs - atMs < WITHIN_MS);
    if (this.#refused.length >= MOST_REFUSED) return 'asked-lately';
    this.close();
    this.#opened = this.#make(call);
    void this.#look(this.#opened);
    return undefined;
  }

  /** The person has closed the picker: nothing is shared. */
  refuse(): void {
    if (this.#opened !== undefined) this.#refused.push(this.#parts.clock.nowMs());
    this.close();
  }

  /** Closes the picker without a choice. */
  close(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    opened.page.gone();
    if (!opened.window.isDestroyed()) opened.window.destroy();
  }

  /** Follows changes of the call, and closes if nothing can be shared any more. */
  follow(view: View): void {
    this.#view = view;
    const opened = this.#opened;
    if (opened === undefined) return;
    if (this.view(opened.page) === undefined) this.close();
    else this.#tell(opened);
  }

  /** What this page may see now. Undefined if the picker is not open, or nothing can be shared. */
  view({ call }: Sender): PickerView | undefined {
    const opened = this.#opened;
    if (opened?.call !== call || this.#view === undefined) return undefined;
    const { asks, offered } = opened;
    const system = { showsSiegel: !hidesOurWindows(), givesSound: givesComputerSound() };
    return pickerView(this.#view, call, { step: STEPS[asks], offered, ...system });
  }

  /**
   * The person has chosen a source. `sound`: with the computer's sound. `unknown-source`: it was not offered.
   * `sharing-not-allowed`: the system does not give that sound. Otherwise as `onChosen`.
   */
  choose(id: string, sound: boolean): RefusalCode | undefined {
    const opened = this.#opened;
    const found = opened?.offered?.find((each) => each.id === id);
    if (opened === undefined || found === undefined) return 'unknown-source';
    if (sound && !givesComputerSound()) return 'sharing-not-allowed';
    const { kind, name } = found;
    const why = this.#parts.onChosen(opened.call, { id, kind, name }, sound);
    if (why === undefined) this.close();
    return why;
  }

  /** The person has read what the system will ask. */
  async goOn(): Promise<RefusalCode | undefined> {
    const opened = this.#opened;
    if (opened === undefined || opened.asks === 'nothing' || opened.asks === 'refused') return undefined;
    const [first] = await this.#ask(opened);
    if (this.#opened !== opened) return undefined;
    if (opened.asks === 'system-dialog') return first === undefined ? undefined : this.choose(first.id, false);
    opened.asks = systemAsks() === 'nothing' ? 'nothing' : 'refused';
    this.#tell(opened);
    void this.#look(opened);
    return undefined;
  }

  #make(call: string): Opened {
    const { clock: _clock, parentOf, setting, zoom } = this.#parts;
    const parent = parentOf(call);
    const window = new BrowserWindow({
      ...windowOptions('picker', setting),
      ...(parent === undefined ? {} : { parent }),
      backgroundColor: backgroundColor(),
    });
    window.removeMenu();
    // The picker shows everything that is open. On Linux this call has no effect.
    window.setContentProtection(true);
    const lose = (): void => {
      if (this.#opened?.window === window) this.close();
    };
    const page = new Page({ kind: 'picker', call }, window.webContents, {
      onLoaded: () => {
        if (this.#opened?.window !== window) return;
        zoom.loaded(page.contents);
        this.#opened.told = '';
        this.#tell(this.#opened);
      },
      onCrash: lose,
      onReload: lose,
      onHopeless: lose,
      onVanished: lose,
      onZoom: zoom.to,
    });
    window.on('close', () => this.#opened?.window === window && this.refuse());
    window.on('closed', lose);
    window.once('ready-to-show', () => {
      if (window.isDestroyed()) return;
      window.show();
      page.focus();
    });
    return { call, window, page, asks: systemAsks(), isLooking: false, offered: undefined, told: '' };
  }

  // The small pictures follow the screen while there is something to choose.
  async #look(opened: Opened): Promise<void> {
    if (opened.asks !== 'nothing') return;
    await this.#ask(opened);
    if (this.#opened !== opened) return;
    this.#tell(opened);
    this.#parts.clock.after(LOOK_EVERY_MS, () => void (this.#opened === opened && this.#look(opened)));
  }

  async #ask(opened: Opened): Promise<readonly OfferedSource[]> {
    const found = this.#view?.calls.find(({ id }) => id === opened.call);
    const allowed = found === undefined ? 'none' : mayShareNow(found);
    if (opened.isLooking || allowed === 'none') return [];
    opened.isLooking = true;
    opened.offered = await offeredSources(allowed).catch(() => []);
    opened.isLooking = false;
    return opened.offered;
  }

  #tell(opened: Opened): void {
    const view = this.view(opened.page);
    if (view === undefined || !opened.page.isLoaded) return;
    const text = JSON.stringify(view);
    if (text === opened.told) return;
    opened.told = text;
    opened.page.push('view', view);
  }
}
