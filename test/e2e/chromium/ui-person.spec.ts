// The page of a person about whom something must be read or decided before they are called. Also the list of a person's
// devices, and the joint fingerprint.
import { expect, type Page, test } from '@playwright/test';
import { fixtures } from '../../support/preview/fixtures.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const address = 'd.okafor@kanzlei.example';

async function openPerson(page: Page, fixture: string): Promise<void> {
  await open(page, fixture);
  await fixtures[fixture]?.reach?.(page);
}

test.describe('an address that several people claim', () => {
  test('an address claimed by several people offers no call, and lists each claimant with fingerprint and date of first sight', async ({
    page,
  }) => {
    await openPerson(page, 'person-several');
    await expect(page.getByRole('heading', { name: 'Several people claim this address' })).toBeVisible();
    await expect(page.getByRole('button', { name: /call/iu })).toHaveCount(0);
    const claims = page.getByRole('list', { name: 'Who claims the address' }).getByRole('listitem');
    await expect(claims).toHaveText([
      /40213 13579 86420 99887 07070 55512 First seen on this device on 12 March 2026\./u,
      /77120 13579 86420 99887 07070 55512 First seen on this device on 12 May 2026\./u,
    ]);
    const second = page.getByRole('button', { name: 'Choose this person' }).nth(1);
    await expect(second).toHaveAccessibleDescription(/77120/u);
  });

  test('an address claimed by several people is marked in the list, and cannot be called again from a past call', async ({
    page,
  }) => {
    await openPerson(page, 'person-several');
    await expect(page.getByRole('option', { name: /okafor/u })).toContainText('Several people claim the address');
    await page.getByRole('tab', { name: 'Calls' }).click();
    await page.getByRole('option', { name: /okafor/u }).click();
    await expect(page.getByRole('heading', { name: 'Several people claim this address' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
  });

  test('an address claimed by several people can be called after a choice, and main receives exactly the chosen claimant', async ({
    page,
  }) => {
    await openPerson(page, 'person-several');
    await page.getByRole('button', { name: 'Choose this person' }).nth(1).press('Enter');
    const input = { address, person: 'B'.repeat(43) };
    await expect.poll(() => sent(page)).toEqual([{ name: 'contact.choosePerson', input }]);
    await expect(page.getByText(`Calls to ${address} now go to this person, who is not verified yet.`)).toBeVisible();
    await page.evaluate(() => window.preview.push((view) => ({ ...view, claims: [] })));
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeVisible();
  });

  test('an address claimed by several people stays undecided if the chosen claimant is no longer found', async ({
    page,
  }) => {
    await openPerson(page, 'person-several');
    await page.evaluate(() => window.preview.refuse('contact.choosePerson', 'unknown-person'));
    await page.getByRole('button', { name: 'Choose this person' }).first().click();
    await expect(page.getByText('This person is no longer found under the address')).toBeVisible();
    await expect(page.getByText(/now go to this person/u)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Choose this person' })).toHaveCount(2);
  });

  test('an address with more claims than shown says so, and a claimant without a known fingerprint cannot be chosen', async ({
    page,
  }) => {
    await openPerson(page, 'person-several-many');
    await expect(page.getByText('21 more people are not shown here.')).toBeVisible();
    const choices = page.getByRole('button', { name: 'Choose this person' });
    await expect(choices).toHaveCount(16);
    await expect(choices.nth(11)).toBeEnabled();
    await expect(choices.nth(12)).toBeDisabled();
    await expect(page.getByText('Confirmed by your organisation', { exact: true })).toHaveCount(1);
  });

  test('a claimant can be chosen for an address that is not a contact', async ({ page }) => {
    await openPerson(page, 'person-several-stranger');
    await expect(page.getByRole('button', { name: 'Choose this person' })).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Add contact' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
  });
});

test.describe('devices of one person that contradict each other', () => {
  const bernd = 'bernd.schulze@klinik.example';

  test('contradictory devices of a person are listed by side with dates of first sight, and no call is offered', async ({
    page,
  }) => {
    await openPerson(page, 'person-disputed');
    await expect(page.getByRole('heading', { name: 'The devices of Bernd Schulze disagree' })).toBeVisible();
    await expect(page.getByRole('button', { name: /call/iu })).toHaveCount(0);
    const sides = page.getByRole('list', { name: 'The sides' }).locator(':scope > li');
    await expect(sides).toHaveText([
      /Side 1.*Device C7ZQ 2XKD(?: AAAA){4} AA, first seen by this device on 12 March 2026.*has followed this side so far/u,
      /Side 2.*Device K7F2 QMBX 4TZN 3WDL 5HRY VC6P AE, first seen by this device on 11 May 2026.*Device(?: M3D5){6} AA/u,
    ]);
    const second = page.getByRole('button', { name: 'Choose this side' }).nth(1);
    await expect(second).toHaveAccessibleDescription(/Side 2.*K7F2 QMBX/u);
  });

  test('the decision about contradictory devices goes to main for exactly the chosen side, and the person can be called then', async ({
    page,
  }) => {
    await openPerson(page, 'person-disputed');
    await page.getByRole('button', { name: 'Choose this side' }).nth(1).press('Enter');
    const input = { address: bernd, side: 'B'.repeat(43) };
    await expect.poll(() => sent(page)).toEqual([{ name: 'contact.chooseSide', input }]);
    await expect(page.getByText('Your decision about the devices of Bernd Schulze is saved.')).toBeVisible();
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        contacts: view.contacts.map((each) => ({ ...each, trust: { kind: 'pinned', since: 1 } as const })),
      })),
    );
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeVisible();
  });

  test('contradictory devices are read again if main does not know the chosen side any more', async ({ page }) => {
    await openPerson(page, 'person-disputed');
    await page.evaluate(() => window.preview.refuse('contact.chooseSide', 'unknown-side'));
    await page.evaluate(() => window.preview.answer('contact.readDispute', { kind: 'several' }));
    await page.getByRole('button', { name: 'Choose this side' }).first().click();
    await expect(page.getByText('The devices now say something different from what was shown here.')).toBeVisible();
    await expect(page.getByText('Several people claim this address')).toBeVisible();
    await page.getByRole('button', { name: 'Get to know again' }).last().click();
    await expect.poll(() => sent(page)).toContainEqual({ name: 'contact.forget', input: { address: bernd } });
  });

  test('one press reads the devices of a person again if the server showed only some of them', async ({ page }) => {
    await openPerson(page, 'person-disputed-unread');
    await expect(page.getByText('The server did not answer in full')).toBeVisible();
    const side = { side: 'B'.repeat(43), devices: [], isFollowed: false };
    await page.evaluate(
      (only) => window.preview.answer('contact.readDispute', { kind: 'sides', sides: [only], more: 0 }),
      side,
    );
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('The server now shows only this side.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Choose this side' })).toHaveCount(1);
  });

  test('contradictory devices are also shown for somebody who is not a contact', async ({ page }) => {
    await openPerson(page, 'person-disputed-stranger');
    await expect(page.getByRole('button', { name: 'Choose this side' })).toHaveCount(2);
    await expect(page.getByText('3 more sides are not shown here.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
  });

  test('contradictory devices are explained in German as well', async ({ page }) => {
    await open(page, 'person-disputed', 'de');
    await expect(page.getByRole('list', { name: 'Die Seiten' }).locator(':scope > li')).toHaveText([
      /Seite 1.*Gerät C7ZQ 2XKD(?: AAAA){4} AA, von diesem Gerät zuerst gesehen am 12\. März 2026.*Bisher galt auf diesem Gerät diese Seite/u,
      /Seite 2.*Gerät K7F2 QMBX 4TZN 3WDL 5HRY VC6P AE/u,
    ]);
    await page.getByRole('button', { name: 'Für diese Seite entscheiden' }).first().click();
    await expect.poll(() => sent(page)).toMatchObject([{ name: 'contact.chooseSide' }]);
  });
});

test('all devices of a person are listed, each with its date of first sight if known', async ({ page }) => {
  await open(page, 'person-devices');
  const devices = page.getByRole('list', { name: 'Devices of this person' }).getByRole('listitem');
  await expect(devices).toHaveText([
    /^C7ZQ 2XKD(?: AAAA){4} AA\s*first seen by this device on 12 March 2026$/u,
    /^K7F2 QMBX 4TZN 3WDL 5HRY VC6P AE\s*first seen by this device on 11 May 2026$/u,
    /^(?:M3D5 ){6}AA$/u,
  ]);
});

test('the joint fingerprint of two people is shown in its section, and was read from main once', async ({ page }) => {
  await open(page, 'person-fingerprint');
  await expect(page.getByText('48219 03755 61204 87339')).toBeVisible();
  const asked = await page.evaluate(() =>
    window.preview.recorded.filter(({ name }) => name.endsWith('readFingerprint')),
  );
  expect(asked).toHaveLength(1);
});

test.describe('an address of somebody known that somebody else claims too', () => {
  const line = 'Somebody else also claims this address';

  test('another claim on a known person’s address is one line and no alert, and opening the line shows its meaning, a next step and the devices', async ({
    page,
  }) => {
    await openPerson(page, 'person-claimed');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByText(/your calls are not affected/iu)).toBeHidden();
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeEnabled();
    await page.getByRole('button', { name: line }).press('Enter');
    await expect(page.getByText(/your calls are not affected.*Give your IT department/iu)).toBeVisible();
    await expect(page.getByRole('list', { name: line }).getByRole('listitem')).toHaveText([
      'k7f2qmbx4tzn3wdl5hryvc6pae',
      'm3d5m3d5m3d5m3d5m3d5m3d5aa',
    ]);
  });

  test('another claim on a known person’s address is shown on that person’s page alone, and disappears with the claimants', async ({
    page,
  }) => {
    await openPerson(page, 'person-claimed');
    await page.getByRole('option', { name: /okafor/u }).click();
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeVisible();
    await expect(page.getByRole('button', { name: line })).toHaveCount(0);
    await page.getByRole('option', { name: /Bernd/u }).click();
    await expect(page.getByRole('button', { name: line })).toBeVisible();
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        contacts: view.contacts.map((each) => {
          const next = { ...each };
          delete next.claimedBy;
          return next;
        }),
      })),
    );
    await expect(page.getByRole('button', { name: line })).toHaveCount(0);
  });

  test('another claim on a known person’s address is explained in German as well', async ({ page }) => {
    await open(page, 'person-claimed-open', 'de');
    await expect(page.getByText(/An Ihren Anrufen ändert das nichts.*Nennen Sie Ihrer IT/u)).toBeVisible();
  });
});
