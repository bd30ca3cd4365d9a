// A person who has set up Siegel anew: what the page of a verified and of an unverified person offers. Also what the
// call window says while the code is compared with somebody who is not the person verified.
import { expect, type Page, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const address = 'bernd.schulze@klinik.example';

test.describe('the page of a verified person', () => {
  test('the page of a verified person has a line about a new set-up, and reads other claims only once that line is opened', async ({
    page,
  }) => {
    const asked = () =>
      page.evaluate(() => window.preview.recorded.filter(({ name }) => name === 'contact.readOthers'));
    await open(page, 'home-contacts');
    await page.getByRole('option', { name: /Bernd/u }).click();
    await expect(page.getByRole('button', { name: 'If this person has set up Siegel again' })).toBeVisible();
    expect(await asked()).toEqual([]);
    await open(page, 'person-anew');
    expect(await asked()).toEqual([{ name: 'contact.readOthers', input: { address } }]);
    const others = page.getByRole('list', { name: 'Who else claims this address' }).getByRole('listitem');
    await expect(others).toHaveText([
      /77120 13579 86420 99887 07070 55512 First seen on this device on 12 May 2026\./u,
    ]);
    await page.getByRole('button', { name: 'If this person has set up Siegel again' }).click();
    await expect(others).toBeHidden();
  });

  test('a button on the page of a verified person calls the chosen claimant, and no button offers to get to know anybody again', async ({
    page,
  }) => {
    await open(page, 'person-anew-many');
    const calls = page.getByRole('button', { name: 'Call to compare the code' });
    await expect(calls).toHaveCount(16);
    await expect(calls.nth(1)).toHaveAccessibleDescription(/14321/u);
    await expect(page.getByText('21 more people are not shown here.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Get to know again' })).toHaveCount(0);
    await calls.nth(1).press('Enter');
    const input = { address, person: '1'.padStart(43, 'C') };
    await expect.poll(() => sent(page)).toContainEqual({ name: 'call.placeToCompare', input });
  });

  test('the page of a verified person says why the chosen claimant cannot be called', async ({ page }) => {
    await open(page, 'person-anew');
    await page.evaluate(() => window.preview.refuse('call.placeToCompare', 'peer-not-verified'));
    await page.getByRole('button', { name: 'Call to compare the code' }).click();
    await expect(page.getByText('Your organisation requires this person to be verified before a call.')).toBeVisible();
  });

  test('the page of a verified person says what to do if nobody else claims the address, and looks again at a press', async ({
    page,
  }) => {
    await open(page, 'person-anew-nobody');
    await expect(
      page.getByText('Nobody else claims this address at the moment. Ask the person to finish'),
    ).toBeVisible();
    await page.evaluate(() => window.preview.answer('contact.readOthers', { kind: 'unread' }));
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(page.getByText('The server did not answer in time.')).toBeVisible();
  });

  test('the page of a verified person asks main to remove and forget the contact, and stays until main has done so', async ({
    page,
  }) => {
    await open(page, 'person-anew');
    await page.evaluate(() => window.preview.refuse('contact.removeForGood', 'cancelled'));
    await page.getByRole('button', { name: 'Remove and forget …' }).click();
    const asked = { name: 'contact.removeForGood', input: { address } };
    await expect.poll(() => sent(page)).toContainEqual(asked);
    await expect(page.getByRole('heading', { name: 'Bernd Schulze' })).toBeVisible();
    await page.evaluate(() => window.preview.allow('contact.removeForGood'));
    await page.getByRole('button', { name: 'Remove and forget …' }).click();
    await expect(page.getByRole('heading', { name: 'Bernd Schulze' })).toHaveCount(0);
    expect((await sent(page)).filter(({ name }) => name === asked.name)).toEqual([asked, asked]);
  });

  test('the page of a verified person asks for a decision first if the person’s devices contradict each other', async ({
    page,
  }) => {
    await open(page, 'person-anew-disputed');
    await expect(page.getByText('First decide above between the devices of this person')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Get to know again' })).toHaveCount(0);
    expect(await sent(page)).toEqual([]);
  });

  test('in German, too, the page of a verified person offers a call to compare the code', async ({ page }) => {
    await open(page, 'person-anew', 'de');
    await expect(page.getByText('Sie haben diese Person am 11. Februar 2026 verifiziert.')).toBeVisible();
    await page.getByRole('button', { name: 'Anrufen und Code vergleichen' }).click();
    const input = { address, person: 'B'.repeat(43) };
    await expect.poll(() => sent(page)).toContainEqual({ name: 'call.placeToCompare', input });
  });
});

test('the page of an unverified person offers to get to know them anew, and no call for comparing', async ({
  page,
}) => {
  await open(page, 'person-anew-unverified');
  await expect(page.getByRole('button', { name: 'Call to compare the code' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Get to know again' }).click();
  await expect.poll(() => sent(page)).toEqual([{ name: 'contact.forget', input: { address } }]);
});

test.describe('the window of a call to somebody who is not the person verified', () => {
  const not = 'Not the person you verified on 11 February 2026';
  const state = (page: Page) => page.locator('[data-state]');

  test('the window of a call to somebody in a verified person’s place says so already while it rings, and later shows the code without a press', async ({
    page,
  }) => {
    await open(page, 'call-replacing-rings');
    await expect(page.getByRole('region', { name: not })).toContainText(
      'Compare the code only if you recognise this person',
    );
    await open(page, 'call-replacing');
    await expect(page.getByRole('region', { name: not })).toBeVisible();
    await expect(state(page)).toHaveText('sealed · not the person you verified: compare the code');
    await expect(page.getByRole('img', { name: /Security code: 4 8 2 1/u })).toBeVisible();
  });

  test('the window of a call to somebody in a verified person’s place says so even if the organisation confirms the device', async ({
    page,
  }) => {
    await open(page, 'call-replacing');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({
          ...call,
          organisation: { kind: 'confirmed' as const, name: 'Klinik', until: 2_000_000_000_000 },
        })),
      })),
    );
    await expect(state(page)).toHaveAttribute('data-state', 'replacing');
  });

  test('the window of a call stops saying that somebody is in a verified person’s place once main has replaced that person', async ({
    page,
  }) => {
    await open(page, 'call-replacing');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map(({ replaces: _replaces, ...call }) => ({
          ...call,
          trust: { kind: 'verified' as const, at: 1, way: 'code' as const },
        })),
      })),
    );
    await expect(state(page)).toHaveAttribute('data-state', 'verified');
    await expect(page.getByRole('region', { name: not })).toHaveCount(0);
  });

  test('the window of a call says after a wrong code and at the end that nothing has changed about the verified person', async ({
    page,
  }) => {
    await open(page, 'call-replacing-mismatch');
    await expect(page.getByText('Nothing has changed about the person you verified.')).toBeVisible();
    await open(page, 'call-replacing-ended');
    await expect(
      page.getByText('This was not the person you verified. Nothing has changed about the verified person.'),
    ).toBeVisible();
  });
});
