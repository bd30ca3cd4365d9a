// The window of a call consists of two pages. It can be resized, made small, put in full screen, zoomed and tabbed
// through as if it were one page.
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { BAR_HEIGHT } from '../../src/contract/call-layout.ts';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { talk, test } from '../support/two-people.ts';

declare global {
  interface Window {
    focused: string[];
  }
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The bounds of the content of the call window, of its security page and of its stage. */
async function places(person: Person): Promise<readonly Bounds[]> {
  return person.app.evaluate(({ BaseWindow }) => {
    const window = BaseWindow.getAllWindows().find((each) => each.contentView.children.length === 2);
    if (window === undefined) throw new Error('there is no window of a call');
    return [window.getContentBounds(), ...window.contentView.children.map((view) => view.getBounds())];
  });
}

const resize = (person: Person, width: number, height: number): Promise<void> =>
  person.app.evaluate(
    ({ BaseWindow }, size) =>
      BaseWindow.getAllWindows()
        .find((each) => each.contentView.children.length === 2)
        ?.setContentSize(size.width, size.height),
    { width, height },
  );

/** The height of the security page's head, in CSS pixels of that page: zoom is not counted. */
const headOf = (security: Page): Promise<number> =>
  security.evaluate(() => Math.ceil(document.querySelector('main > div')?.getBoundingClientRect().bottom ?? 0));

/** Records the label of each control of this page that gets the focus. */
const watchFocus = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.focused = [];
    document.addEventListener('focusin', ({ target }) => {
      const element = target as HTMLElement;
      if (element.matches('button,input,[role=button]')) {
        window.focused.push(element.getAttribute('aria-label') ?? element.textContent);
      }
    });
  });

test('both pages fit each of four window sizes, and the stage begins where the head ends', async ({ two }) => {
  const { caller } = two;
  await talk(two, 'audio');
  const security = await caller.window('security');
  for (const [width, height] of [
    [960, 640],
    [1200, 700],
    [640, 480],
    [340, 260],
  ] as const) {
    await resize(caller, width, height);
    await expect
      .poll(async () => {
        const [inside, behind, stage] = await places(caller);
        const head = await headOf(security);
        return [
          inside?.width === width && inside.height === height,
          behind?.width === width && behind.height === height,
          stage?.y === head && stage.x === 0 && stage.width === width && stage.height === height - head,
        ];
      })
      .toEqual([true, true, true]);
  }
});

test('in a narrow window the panel with the code replaces the stage, and hanging up stays possible', async ({
  two,
}) => {
  const { caller } = two;
  await talk(two, 'audio');
  await resize(caller, 480, 640);
  const security = await caller.openSecurity();
  await expect(security.getByRole('complementary', { name: en.code.panel })).toBeVisible();
  await expect
    .poll(async () => (await places(caller))[2])
    .toEqual({
      x: 0,
      y: 640 - BAR_HEIGHT,
      width: 480,
      height: BAR_HEIGHT,
    });
  await caller.hangUp();
  await caller.phase('ended');
});

test('Tab moves from the panel to the controls of the stage, and Shift+Tab back through both pages', async ({
  two,
  desktop,
}) => {
  const { caller } = two;
  await talk(two, 'audio');
  const [security, stage] = [await caller.openSecurity(), await caller.window('stage')];
  await caller.bringCallToFront();
  await Promise.all([security, stage].map(watchFocus));
  const press = (...keys: readonly string[]): void =>
    void execFileSync('xdotool', ['key', ...keys], { env: { ...process.env, ...desktop.env } });
  await security.getByRole('heading', { name: en.code.panel }).click();
  const seen = async (): Promise<readonly boolean[]> => {
    press('Tab');
    const [head, bar] = await Promise.all([security, stage].map((page) => page.evaluate(() => window.focused)));
    return [
      head?.includes(en.app.close) === true,
      bar?.includes(en.call.mute) === true,
      bar?.includes(en.call.hangUp) === true,
    ];
  };
  await expect.poll(seen, { intervals: [100] }).toEqual([true, true, true]);
  const atEnd = (await stage.evaluate(() => window.focused)).at(-1);
  expect(atEnd === undefined).toBe(false);
  await Promise.all([security, stage].map((page) => page.evaluate(() => (window.focused = []))));
  const back = async (): Promise<readonly number[]> => {
    press('shift+Tab');
    return Promise.all([security, stage].map((page) => page.evaluate(() => Math.min(1, window.focused.length))));
  };
  await expect.poll(back, { intervals: [100] }).toEqual([1, 1]);
});

test('the small window stays on top on every workspace, keeps its controls, comes back where it was put, and grows by its button or a double click', async ({
  two,
  desktop,
}) => {
  const { caller } = two;
  await talk(two, 'audio');
  const [security, stage] = [await caller.window('security'), await caller.window('stage')];
  const stands = async (size: Partial<Bounds>): Promise<void> =>
    expect.poll(async () => (await places(caller))[0]).toMatchObject(size);
  const shrink = async (): Promise<void> => {
    await security.getByRole('button', { name: en.call.shrink }).click();
    await stands({ width: 360, height: 240 });
  };
  const isOnTop = (): Promise<boolean | undefined> =>
    caller.app.evaluate(({ BaseWindow }) =>
      BaseWindow.getAllWindows()
        .find((each) => each.contentView.children.length === 2)
        ?.isAlwaysOnTop(),
    );
  const xdotool = (...words: readonly string[]) =>
    spawnSync('xdotool', words, { env: { ...process.env, ...desktop.env }, encoding: 'utf8' });
  /** Whether the window is visible on this workspace of the desktop. */
  const isOn = (workspace: number): boolean => {
    xdotool('set_desktop', String(workspace));
    return xdotool('search', '--onlyvisible', '--name', `^Call with ${people.callee.name}$`).status === 0;
  };
  await resize(caller, 900, 600);
  await shrink();
  await expect.poll(isOnTop).toBe(true);
  await expect.poll(() => isOn(1)).toBe(true);
  await expect.poll(() => isOn(0)).toBe(true);
  for (const name of [en.call.mute, en.call.hangUp]) {
    await expect(stage.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  }
  await stage.getByRole('button', { name: en.call.mute }).click();
  await caller.until('muted from the small window', ({ call }) => call?.local.mute === true);
  await security.getByRole('button', { name: en.call.grow }).click();
  await stands({ width: 900, height: 600 });
  await expect.poll(isOnTop).toBe(false);
  await expect.poll(() => isOn(1)).toBe(false);
  await expect.poll(() => isOn(0)).toBe(true);

  await shrink();
  await caller.app.evaluate(({ BaseWindow }) =>
    BaseWindow.getAllWindows()
      .find((each) => each.contentView.children.length === 2)
      ?.setPosition(300, 200),
  );
  await expect.poll(async () => (await places(caller))[0]?.x ?? 0).toBeLessThan(400);
  const put = (await places(caller))[0];
  await stage.locator('main').dblclick({ position: { x: 5, y: 5 } });
  await stands({ width: 900, height: 600 });
  await shrink();
  await stands({ ...put });
  await security.getByRole('heading', { level: 1 }).dblclick();
  await stands({ width: 900, height: 600 });
});

test('a button or F11 puts a call in full screen, with the head still visible; Escape or F11 restores the old size', async ({
  two,
}) => {
  const { caller } = two;
  await talk(two, 'audio');
  const security = await caller.window('security');
  await resize(caller, 900, 600);
  await expect.poll(async () => (await places(caller))[0]).toMatchObject({ width: 900, height: 600 });
  const screen = await caller.app.evaluate(({ screen: screens }) => screens.getPrimaryDisplay().bounds);
  await security.getByRole('button', { name: en.keys.full }).click();
  await expect.poll(async () => (await places(caller))[0]).toEqual(screen);
  await expect
    .poll(async () => {
      const [, behind, stage] = await places(caller);
      const head = await headOf(security);
      const { width, height } = screen;
      return (
        head >= 44 &&
        behind?.width === width &&
        behind.height === height &&
        stage?.x === 0 &&
        stage.y === head &&
        stage.width === width &&
        stage.height === height - head
      );
    })
    .toBe(true);
  const stands = async (size: Partial<Bounds>): Promise<void> =>
    expect.poll(async () => (await places(caller))[0]).toMatchObject(size);
  await security.keyboard.press('Escape');
  await stands({ width: 900, height: 600 });
  const stagePage = await caller.window('stage');
  await stagePage.keyboard.press('F11');
  await stands(screen);
  await stagePage.keyboard.press('F11');
  await stands({ width: 900, height: 600 });
  await security.keyboard.press('F11');
  await stands(screen);
  await stagePage.keyboard.press('Escape');
  await stands({ width: 900, height: 600 });
  await caller.hangUp(); // shows that the controls work
  await caller.phase('ended');
});

test('a zoom chosen in one page applies to the other, and the stage stays clear of the larger head', async ({
  two,
  desktop,
}) => {
  const { caller } = two;
  await talk(two, 'audio');
  const [security, stage] = [await caller.window('security'), await caller.window('stage')];
  const before = await stage.evaluate(() => window.devicePixelRatio);
  await caller.bringCallToFront();
  await stage.locator('main').click({ position: { x: 5, y: 5 } });
  for (let times = 0; times < 2; times++) {
    execFileSync('xdotool', ['key', 'ctrl+equal'], { env: { ...process.env, ...desktop.env } });
  }
  for (const page of [security, stage]) {
    await expect.poll(() => page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(before * 1.44, 1);
  }
  await expect.poll(async () => (await places(caller))[2]?.y === Math.ceil((await headOf(security)) * 1.44)).toBe(true);
});
