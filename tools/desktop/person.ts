// A person at a Siegel: operates the real windows by role and label, as people do, and reads what is on the screen. The
// class asks main for its view by the page's own command; only `contents` and `bringCallToFront` reach into main. It
// judges nothing; tests and the demo do.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ElectronApplication, JSHandle, Locator, Page } from '@playwright/test';
import type { WebContents } from 'electron';
import type { Siegel } from '../../src/contract/ipc.ts';
import type { WindowKind } from '../../src/contract/command-shapes.ts';
import type { MainView } from '../../src/contract/page-view.ts';
import type { CallView, Media, View } from '../../src/contract/view.ts';
import { en } from '../../src/text/page/en.ts';
import { type PageState, stateOf, wholeCall } from './call-pages.ts';

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;

declare global {
  interface Window {
    readonly siegel: Siegel;
  }
}

/**
 * Clicks a button that closes its own window: the driver may lose the window before it learns that the click is done.
 */
export async function clickAndLose(button: Locator): Promise<void> {
  await button.click().catch((error: unknown) => {
    if (!button.page().isClosed()) throw error;
  });
}

/** What the main window knows, its calls completed from their own pages, and the newest of these calls. */
export type Seen = View & { readonly call: CallView | undefined };

/** A person at one running Siegel, started with `--language=en`. */
export class Person {
  readonly name: string;
  readonly app: ElectronApplication;
  readonly process: ChildProcess;
  readonly pid: number;

  constructor(name: string, app: ElectronApplication) {
    this.name = name;
    this.app = app;
    this.process = app.process();
    this.pid = this.process.pid ?? 0;
  }

  /** The page of this kind, of this call if one is named, once it is there; rejects after `timeoutMs`. */
  async window(kind: WindowKind, timeoutMs = PATIENCE_MS, call = ''): Promise<Page> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      for (const page of this.app.windows()) {
        const found = await stateOf(page);
        if (found?.kind === kind && found.call.startsWith(call) && !page.isClosed()) return page;
      }
      if (Date.now() > deadline) throw new Error(`${this.name}: no ${kind} page in ${timeoutMs} ms`);
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Main's end of this page, whether it has a window of its own or is one of the two pages of a call. */
  async contents(page: Page): Promise<JSHandle<WebContents>> {
    const mark = randomUUID();
    const title = await page.title();
    await page.evaluate((marked) => (document.title = marked), mark);
    const found = await this.app.evaluateHandle(async ({ webContents }, marked) => {
      for (;;) {
        const marks = webContents.getAllWebContents().find((each) => each.getTitle() === marked);
        if (marks !== undefined) return marks;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }, mark);
    await page.evaluate((before) => (document.title = before), title);
    return found;
  }

  /** Everything that main shows its pages now. */
  async view(): Promise<Seen> {
    const page = await this.window('main');
    const reply = await page.evaluate(() => window.siegel.call('view.read', {}));
    if (!reply.ok) throw new Error(`${this.name}: the view was refused: ${reply.code}`);
    const view = reply.value as MainView; // the main page receives no other
    const states = await Promise.all(this.app.windows().map(stateOf));
    const known = states.filter((state): state is PageState => state !== undefined);
    const calls = view.calls.map((call) => wholeCall(call, known));
    return { ...view, calls, call: calls.at(-1) };
  }

  /** The first view that `matches`; rejects after `timeoutMs` and says how far the call was. */
  async until(what: string, matches: (view: Seen) => boolean, timeoutMs = PATIENCE_MS): Promise<Seen> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const view = await this.view();
      if (matches(view)) return view;
      if (Date.now() > deadline) {
        const last = JSON.stringify({ link: view.link, phase: view.call?.phase, code: view.call?.code });
        throw new Error(`${this.name}: not seen in ${timeoutMs} ms: ${what}; last seen: ${last}`);
      }
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Waits until the call is in this phase; returns the call. */
  async phase(kind: CallView['phase']['kind'], timeoutMs = PATIENCE_MS): Promise<CallView> {
    const view = await this.until(`a call that is ${kind}`, ({ call }) => call?.phase.kind === kind, timeoutMs);
    if (view.call === undefined) throw new Error('the call has just disappeared');
    return view.call;
  }

  /**
   * First run: fills in address and name and presses the button; waits for the identity and for the connection. If the
   * system has no key store, the passphrase protects the key.
   */
  async setUp(address: string, name: string, passphrase = ''): Promise<View> {
    const page = await this.window('main');
    await page.getByLabel(en.setup.address).fill(address);
    await page.getByLabel(en.setup.name).fill(name);
    if ((await this.view()).keyStore.kind === 'none' && passphrase !== '') {
      await page.getByText(en.setup.usePassphrase, { exact: true }).click();
      await page.getByLabel(en.setup.passphrase, { exact: true }).fill(passphrase);
      await page.getByLabel(en.setup.passphraseRepeat).fill(passphrase);
    }
    await page.getByRole('button', { name: en.setup.create }).click();
    return this.until(
      'an identity and a connection',
      (view) => view.identity !== undefined && view.link.kind === 'online',
    );
  }

  /** Adds a contact by address. */
  async addContact(address: string, name: string): Promise<void> {
    const page = await this.window('main');
    await page.getByRole('tab', { name: en.nav.contacts }).click();
    await page.getByRole('button', { name: en.contacts.add }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel(en.contacts.address).fill(address);
    await sheet.getByLabel(en.contacts.name).fill(name);
    await sheet.getByRole('button', { name: en.contacts.add }).click();
    await this.until('the contact', (view) => view.contacts.some((contact) => contact.address === address));
    await sheet.waitFor({ state: 'hidden' });
  }

  /** Chooses the contact in the list. */
  async choose(name: string): Promise<Page> {
    const page = await this.window('main');
    await page.getByRole('tab', { name: en.nav.contacts }).click();
    const row = page.getByRole('option', { name });
    if ((await row.getAttribute('aria-selected')) !== 'true') await row.click();
    return page;
  }

  /** Places a call to the contact; returns once main shows a new call. */
  async place(name: string, media: Media): Promise<void> {
    const page = await this.choose(name);
    const last = (await this.view()).call?.id;
    const button = media === 'video' ? en.person.video : en.person.voice;
    await page.getByRole('button', { name: button, exact: true }).click();
    await this.until('a placed call', ({ call }) => call !== undefined && call.id !== last);
  }

  /** Answers the incoming call on its card. */
  async answer(media: Media): Promise<void> {
    const page = await this.window('card');
    const button = media === 'video' ? en.card.answerVideo : en.card.answer;
    await clickAndLose(page.getByRole('button', { name: button, exact: true }));
  }

  /** Answers, on its card, a call that rings during another call; the other call is held or ended. */
  async answerBeside(other: 'hold' | 'end'): Promise<void> {
    const page = await this.window('card');
    const name = other === 'hold' ? en.card.holdAndAnswer : en.card.endAndAnswer;
    await clickAndLose(page.getByRole('button', { name, exact: true }));
  }

  /** Declines the incoming call on its card. */
  async decline(): Promise<void> {
    const page = await this.window('card');
    await clickAndLose(page.getByRole('button', { name: en.card.decline }));
  }

  /** Presses the button with this text on the stage. */
  async press(words: string): Promise<void> {
    const page = await this.window('stage');
    await page.getByRole('button', { name: words, exact: true }).click();
  }

  /** Opens the security panel, unless it is open; returns its page. */
  async openSecurity(): Promise<Page> {
    const page = await this.window('security');
    const panel = page.getByRole('complementary', { name: en.code.panel });
    if (!(await panel.isVisible())) {
      const bar = (await this.window('stage')).getByRole('toolbar', { name: en.call.controls });
      await bar.getByRole('button', { name: en.call.security, exact: true }).click();
    }
    await panel.waitFor();
    return page;
  }

  /** Reads the eight digits from the security panel, as the person who reads aloud. */
  async readCode(): Promise<string> {
    const page = await this.openSecurity();
    const panel = page.getByRole('complementary', { name: en.code.panel });
    const swap = panel.getByRole('button', { name: en.code.swapToRead });
    if (await swap.isVisible()) await swap.click();
    const code = panel.getByRole('img', { name: new RegExp(`^${en.code.code}: [0-9]`) });
    await code.waitFor();
    return (await code.innerText()).replaceAll(/[^0-9]/g, '');
  }

  /** Types the code that the other person read aloud and compares it; resolves once the page shows the result. */
  async typeCode(code: string): Promise<void> {
    const page = await this.openSecurity();
    const panel = page.getByRole('complementary', { name: en.code.panel });
    const swap = panel.getByRole('button', { name: en.code.swapToType });
    if (await swap.isVisible()) await swap.click();
    const entry = panel.getByLabel(en.code.entry);
    await entry.fill(code);
    await panel.getByRole('button', { name: en.code.compare, exact: true }).click();
    await entry.waitFor({ state: 'hidden' }); // the field disappears after a right code and after a wrong one
  }

  /** Gives the keyboard of this desktop to the window of the call; resolves once the window has it. */
  async bringCallToFront(): Promise<void> {
    const isFront = (): Promise<boolean> =>
      this.app.evaluate(({ BaseWindow }) => {
        const window = BaseWindow.getAllWindows().find(({ contentView }) => contentView.children.length === 2);
        window?.focus();
        return window?.isFocused() === true;
      });
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await isFront())) {
      if (Date.now() > deadline) throw new Error(`${this.name}: the window of the call does not get the keyboard`);
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Hangs up on the stage. */
  async hangUp(): Promise<void> {
    const page = await this.window('stage');
    const bar = page.getByRole('toolbar', { name: en.call.controls });
    // The stage disappears with its call.
    await clickAndLose(bar.getByRole('button', { name: en.call.hangUp, exact: true }));
  }

  /** Closes the last screen of an ended call. */
  async dismiss(): Promise<void> {
    const page = await this.window('security');
    await clickAndLose(page.getByRole('button', { name: en.app.close, exact: true }));
    await this.until('no call', ({ call }) => call === undefined);
  }
}
