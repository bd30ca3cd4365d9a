// A call that rings during another one, and two calls at a time: what the card, the call window and the main window say
// and send. Also the card of a locked program, whose ring is recorded in the same way.
import { expect, type Page, test } from '@playwright/test';
import { samplesOf, sounds } from '../../../src/renderer/sound/sounds.ts';
import { fixDate } from '../../support/preview/fixed-date.ts';
import { NOW } from '../../support/preview/people.ts';
import { type PreviewServer, servePreview } from '../../support/preview/serve.ts';

let server: PreviewServer;
test.beforeAll(async () => {
  server = await servePreview();
});
test.afterAll(() => server.close());
test.beforeEach(({ page }) => fixDate(page, NOW));

const recorded = (page: Page): Promise<unknown> => page.evaluate(() => window.preview.recorded);
const sumOf = (name: keyof typeof sounds): string =>
  samplesOf(sounds[name])
    .reduce((sum, sample) => sum + Math.abs(sample), 0)
    .toFixed(1);
/** The sounds that the page plays now, each as the sum of its absolute samples, which differs for each sound. */
async function withEars(page: Page): Promise<() => Promise<ReadonlySet<string>>> {
  await page.addInitScript(() => {
    const heard: (readonly [sum: string, context: BaseAudioContext])[] = [];
    const Real = AudioBufferSourceNode;
    Object.assign(window, {
      heard,
      AudioBufferSourceNode: class extends Real {
        constructor(context: BaseAudioContext, options: AudioBufferSourceOptions) {
          super(context, options);
          const samples = options.buffer?.getChannelData(0) ?? new Float32Array();
          heard.push([samples.reduce((sum, sample) => sum + Math.abs(sample), 0).toFixed(1), context]);
        }
      },
    });
  });
  const sums = (): Promise<string[]> =>
    page.evaluate(() => {
      const { heard } = window as unknown as { readonly heard: (readonly [string, BaseAudioContext])[] };
      return heard.filter(([, context]) => context.state !== 'closed').map(([sum]) => sum);
    });
  return async () => new Set(await sums());
}

const annas = '0123456789abcdef0123456789abcdef';
const bernds = 'fedcba9876543210fedcba9876543210';
const answer = (forOther: 'hold' | 'end'): unknown => ({
  name: 'call.answer',
  input: { call: bernds, media: 'audio', forOther },
});
const decline = { name: 'call.decline', input: { call: bernds } };

test.describe('a call that rings during another one', () => {
  test('a call that rings during another can be answered or declined in the smallest main window without scrolling', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 720, height: 480 });
    await page.goto(server.url('home-second-rings', 'de'));
    for (const name of ['Halten und annehmen', 'Beenden und annehmen', 'Ablehnen'])
      await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  });
  for (const fixture of ['card-waiting', 'home-second-rings']) {
    test(`a call that rings during another can be declined, or answered with the first held or ended, in ${fixture}`, async ({
      page,
    }) => {
      await page.goto(server.url(fixture, 'en'));
      const wanted = ['Hold and answer', 'End and answer', 'Decline'];
      for (const name of wanted) {
        const button = page.getByRole('button', { name, exact: true });
        await expect(button).toBeInViewport({ ratio: 1 });
        await button.click();
      }
      await expect(page.getByRole('button', { name: /^Answer/u })).toHaveCount(0);
      expect(await recorded(page)).toEqual([answer('hold'), answer('end'), decline]);
    });
  }

  test('the card of a second call names the peer of the first, and the waiting sound replaces the ring', async ({
    page,
  }) => {
    const heard = await withEars(page);
    const sums = (Object.keys(sounds) as (keyof typeof sounds)[]).map(sumOf);
    expect(new Set(sums).size).toBe(sums.length); // all sounds are different
    await page.goto(server.url('card-waiting', 'en'));
    await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(/You are in a call with Dr\. Anna Berg\./u);
    await expect.poll(heard).toEqual(new Set([sumOf('waiting')]));
    await page.goto(server.url('card-verified', 'en'));
    await expect.poll(heard).toEqual(new Set([sumOf('bells')]));
  });

  test('a second ringing call is announced in the window of the first, which keeps its focus and its key for hold', async ({
    page,
  }) => {
    await page.goto(server.url('call-voice', 'en'));
    const mute = page.getByRole('button', { name: 'Mute', exact: true });
    await mute.focus();
    await page.evaluate((id) => {
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.flatMap((call) => [
          call,
          { ...call, id, direction: 'in', name: 'Bernd Schulze', phase: { kind: 'ringing', silenced: false } },
        ]),
      }));
    }, bernds);
    await expect(page.getByRole('alert')).toHaveText('Bernd Schulze is calling while you are in this call.');
    await expect(mute).toBeFocused();
    await page.keyboard.press('Control+Shift+H');
    expect(await recorded(page)).toEqual([{ name: 'own.hold', input: { hold: true } }]);
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Go to the incoming call', exact: true })).toBeFocused();
  });

  test('the window of the first call leads to the card of a second ringing call, and has no button to answer', async ({
    page,
  }) => {
    await page.goto(server.url('call-second-rings', 'en'));
    const other = page.getByRole('region', { name: 'Other call' });
    await expect(other.getByRole('button')).toHaveText(['Go to the incoming call']);
    await other.getByRole('button').click();
    expect(await recorded(page)).toEqual([{ name: 'other.showCard', input: {} }]);
  });

  test('a silenced second call is not announced in the window of the first', async ({ page }) => {
    await page.goto(server.url('call-second-rings', 'en'));
    await page.evaluate(() => {
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) =>
          call.phase.kind === 'ringing' ? { ...call, phase: { kind: 'ringing', silenced: true } } : call,
        ),
      }));
    });
    await expect(page.getByRole('toolbar')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Other call' })).toHaveCount(0);
  });

  test('a call that rings during a held call has a plain answer button', async ({ page }) => {
    await page.goto(server.url('card-waiting-held', 'en'));
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    expect(await recorded(page)).toEqual([answer('hold')]);
  });
});

test('the card of a locked program rings like any other, stops ringing once silenced, and is silent in visual ring mode', async ({
  page,
}) => {
  const heard = await withEars(page);
  const open = async (): Promise<void> => {
    await page.goto(server.url('card-knock', 'en'));
    await expect.poll(heard).toEqual(new Set([sumOf('bells')]));
  };
  await open();
  await page.evaluate(() =>
    window.preview.push(({ knock, ...view }) => ({
      ...view,
      ...(knock !== undefined && { knock: { ...knock, isSilenced: true } }),
    })),
  );
  await expect.poll(heard).toEqual(new Set());
  await open();
  await page.evaluate(() =>
    window.preview.push((view) => ({ ...view, settings: { ...view.settings, ringMode: 'visual' } })),
  );
  await expect.poll(heard).toEqual(new Set());
  await expect(page.getByRole('alertdialog', { name: 'Somebody is calling' })).toBeVisible();
});

test.describe('two calls', () => {
  test('the window of one call can switch to the other call and hang it up', async ({ page }) => {
    await page.goto(server.url('call-second-held', 'en'));
    const other = page.getByRole('region', { name: 'Other call' });
    await expect(other).toContainText('Bernd Schulze is held by you');
    await other.getByRole('button', { name: 'Switch' }).click();
    await other.getByRole('button', { name: 'Hang up other call' }).click();
    expect(await recorded(page)).toEqual([
      { name: 'other.resume', input: {} },
      { name: 'other.hangUp', input: {} },
    ]);
  });

  test('if main refuses a switch to the other call because the running call is being set up, the window says why', async ({
    page,
  }) => {
    await page.goto(server.url('call-second-held', 'en'));
    await page.evaluate(() => window.preview.refuse('other.resume', 'cannot-hold'));
    await page.getByRole('button', { name: 'Switch' }).click();
    await expect(
      page.getByText('Your running call is still being set up and cannot be put on hold yet.'),
    ).toBeVisible();
    expect(await recorded(page)).toEqual([{ name: 'other.resume', input: {} }]);
  });

  test('a call left on hold says that it resumes only on request', async ({ page }) => {
    await page.goto(server.url('call-left-held', 'en'));
    await expect(page.getByRole('alert')).toHaveText(
      'The other call has ended. This one continues only when you press “Resume”.',
    );
    await page.getByRole('button', { name: 'Resume' }).click();
    expect(await recorded(page)).toEqual([{ name: 'own.hold', input: { hold: false } }]);
  });

  test('the main window shows each of the two calls with its own button to hang up', async ({ page }) => {
    await page.goto(server.url('home-two-calls', 'en'));
    for (const name of ['Dr. Anna Berg', 'Bernd Schulze']) {
      const strip = page.getByRole('region', { name: `State of the call: ${name}`, exact: true });
      await strip.getByRole('button', { name: 'Hang up' }).click();
    }
    expect(await recorded(page)).toEqual([annas, bernds].map((call) => ({ name: 'call.hangUp', input: { call } })));
  });
});

test.describe('placing a second call', () => {
  const edith = 'edith.wagner@betriebsrat.example';
  const choose = (page: Page, name: RegExp): Promise<void> => page.getByRole('option', { name }).click();

  test('placing a second call takes one press in the main window, which announces the hold of the first', async ({
    page,
  }) => {
    await page.goto(server.url('home-second-place', 'en'));
    await choose(page, /Edith/u);
    await expect(page.getByText('Your call with Dr. Anna Berg goes on hold when you call.')).toBeVisible();
    await page.getByRole('button', { name: 'Voice call' }).click();
    expect(await recorded(page)).toEqual([{ name: 'call.place', input: { address: edith, media: 'audio' } }]);
  });

  test('the main window offers no call to the peer of a running call, none while a call is being set up and no third call, and says why', async ({
    page,
  }) => {
    await page.goto(server.url('home-second-place', 'en'));
    await choose(page, /Anna/u);
    const voice = page.getByRole('button', { name: 'Voice call' });
    await expect(voice).toBeDisabled();
    await expect(page.getByText('You are already in a call with this person.')).toBeVisible();
    await choose(page, /Edith/u);
    await expect(voice).toBeEnabled();
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({ ...call, phase: { kind: 'securing' } })),
      })),
    );
    await expect(voice).toBeDisabled();
    await expect(
      page.getByText('Your running call is still being set up and cannot be put on hold yet.'),
    ).toBeVisible();
    await page.goto(server.url('home-two-calls', 'en'));
    await choose(page, /Edith/u);
    await expect(voice).toBeDisabled();
    await expect(page.getByText('You can have two calls at most. End one of them first.')).toBeVisible();
  });

  test('the window of the first call shows a second ringing outgoing call and can hang it up', async ({ page }) => {
    await page.goto(server.url('call-second-calling', 'en'));
    const other = page.getByRole('region', { name: 'Other call' });
    await expect(other).toContainText(/^\s*Bernd Schulze’s device is ringing/u);
    await other.getByRole('button', { name: 'Hang up other call' }).click();
    expect(await recorded(page)).toEqual([{ name: 'other.hangUp', input: {} }]);
  });

  test('after a failed second call, one press in its window resumes the first call and dismisses the failed one', async ({
    page,
  }) => {
    await page.goto(server.url('call-ended-beside-held', 'en'));
    await page.getByRole('button', { name: 'Continue with Bernd Schulze' }).click();
    expect(await recorded(page)).toEqual([
      { name: 'other.resume', input: {} },
      { name: 'own.dismiss', input: {} },
    ]);
  });

  test('after a failed second call, the main window dismisses nothing if main refuses to resume the first call', async ({
    page,
  }) => {
    await page.goto(server.url('home-left-held', 'en'));
    await page.evaluate(() => window.preview.refuse('call.hold', 'unknown-call'));
    await page.getByRole('button', { name: 'Continue with Dr. Anna Berg' }).click();
    await expect(page.getByText('This call is over.')).toBeVisible();
    expect(await recorded(page)).toEqual([{ name: 'call.hold', input: { call: annas, hold: false } }]);
  });
});
