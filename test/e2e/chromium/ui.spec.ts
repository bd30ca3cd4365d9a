// Screens of several pages in Chromium, driven by fixtures instead of main, under the product's own CSP: what a person
// can do by mouse and keyboard, what a screen reader is given, and what some screens must never do.
import { type Page, expect, test } from '@playwright/test';
import { fixDate } from '../../support/preview/fixed-date.ts';
import { NOW } from '../../support/preview/people.ts';
import { type PreviewServer, servePreview } from '../../support/preview/serve.ts';

let server: PreviewServer;
const complaints: string[] = [];

test.beforeAll(async () => {
  server = await servePreview();
});
test.afterAll(() => server.close());
test.beforeEach(async ({ page }) => {
  complaints.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await fixDate(page, NOW);
});
test.afterEach(() => {
  expect(complaints, 'errors of the page and refusals by CSP').toEqual([]);
});

const open = (page: Page, fixture: string, language: 'de' | 'en' = 'en'): Promise<unknown> =>
  page.goto(server.url(fixture, language));
const recorded = (page: Page): Promise<readonly { readonly name: string; readonly input: unknown }[]> =>
  page.evaluate(() => window.preview.recorded);

test.describe('the card of an incoming call', () => {
  test('Enter or Space, typed as the card takes the focus, answers no call', async ({ page }) => {
    await open(page, 'card-pinned');
    const card = page.getByRole('alertdialog', { name: 'Dr. Anna Berg' });
    await expect(card).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await recorded(page)).toEqual([]);
  });

  test('an incoming call is answered, declined and silenced on its card by keyboard alone', async ({ page }) => {
    await open(page, 'card-pinned');
    await expect(page.getByRole('alertdialog')).toBeFocused();
    for (const [button, name] of [
      ['Silence', 'call.silence'],
      ['Answer with video', 'call.answer'],
      ['Decline', 'call.decline'],
      ['Answer', 'call.answer'],
    ] as const) {
      await page.keyboard.press('Tab');
      await expect(page.getByRole('button', { name: button, exact: true })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect.poll(async () => JSON.stringify(await recorded(page))).toContain(name);
    }
    expect(await recorded(page)).toMatchObject([
      { name: 'call.silence' },
      { name: 'call.answer', input: { media: 'video' } },
      { name: 'call.decline' },
      { name: 'call.answer', input: { media: 'audio' } },
    ]);
  });

  test('the card says who the caller claims to be and that answering proves it, or that the server has not shown who is calling', async ({
    page,
  }) => {
    await open(page, 'card-verified');
    const card = page.getByRole('alertdialog');
    await expect(card).toHaveAccessibleDescription(/Claims to be Dr\. Anna Berg.*Proven once you answer/u);
    await open(page, 'card-unconfirmed');
    await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(/has not shown who is calling/u);
  });

  test('the card of a voice call offers no answer with video', async ({ page }) => {
    await open(page, 'card-unconfirmed');
    await expect(page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Answer with video' })).toHaveCount(0);
  });
});

test.describe('the security code in the call window', () => {
  const panel = async (page: Page, fixture: string): Promise<void> => {
    await open(page, fixture);
    await page.getByRole('button', { name: 'Security', exact: true }).click();
  };

  test('the person who types the code does not see it', async ({ page }) => {
    await panel(page, 'call-type');
    await expect(page.getByText('Type the code you hear.')).toBeVisible();
    await expect(page.locator('body')).not.toContainText('4821');
    await expect(page.locator('[data-code]')).toHaveCount(0);
  });

  test('fewer than eight digits cannot be compared, and letters are not accepted', async ({ page }) => {
    await panel(page, 'call-type');
    const field = page.getByLabel('Code you hear');
    await field.pressSequentially('4821x903');
    await expect(field).toHaveValue('4821 903');
    await field.press('Enter');
    expect(await recorded(page)).toEqual([]);
    await field.pressSequentially('75');
    await expect(field).toHaveValue('4821 9037');
    await field.press('Enter');
    await expect.poll(() => recorded(page)).toEqual([{ name: 'code.confirm', input: { code: '48219037' } }]);
  });

  test('the page shows a person as verified only once main has reported it', async ({ page }) => {
    await panel(page, 'call-type');
    await page.getByLabel('Code you hear').pressSequentially('48219037');
    await page.keyboard.press('Enter');
    await expect.poll(() => recorded(page)).toHaveLength(1);
    await expect(page.locator('[data-state]')).toHaveAttribute('data-state', 'pinned');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({
          ...call,
          code: { kind: 'shown', code: '48219037', role: 'type', mayConfirm: true, confirmedAt: Date.now() },
        })),
      })),
    );
    await expect(page.getByRole('group', { name: 'State of the call' }).getByRole('status')).toHaveText(
      'sealed · verified by you',
    );
    await expect(page.getByText('Verified by you on 12 May 2026.')).toBeVisible();
  });

  test('after a wrong code the only button hangs up', async ({ page }) => {
    await open(page, 'call-mismatch');
    await expect(page.getByRole('alert')).toContainText('Stop. The code does not match.');
    await expect(page.getByRole('button')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Hang up' })).toBeFocused();
    await page.keyboard.press('Enter');
    expect(await recorded(page)).toMatchObject([{ name: 'own.hangUp' }]);
  });

  test('an unconfirmed call shows the code and offers no field to type a code', async ({ page }) => {
    await panel(page, 'call-unconfirmed');
    await expect(page.locator('[data-code="48219037"]')).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Type the code' })).toHaveCount(0);
  });

  test('the person who reads the code out can type it instead, and the code disappears from the screen', async ({
    page,
  }) => {
    await panel(page, 'call-voice');
    await expect(page.locator('[data-code="48219037"]')).toHaveText('48219037');
    await page.getByRole('button', { name: 'Type the code' }).click();
    await expect(page.getByLabel('Code you hear')).toBeFocused();
    await expect(page.locator('[data-code]')).toHaveCount(0);
  });

  test('the live numbers of a call are folded away and can be opened', async ({ page }) => {
    await panel(page, 'call-video');
    await expect(page.getByText('AES_256_GCM_SHA512_128')).toBeHidden();
    await page.getByRole('button', { name: 'Details for experts' }).click();
    await expect(page.getByText('AES_256_GCM_SHA512_128')).toBeVisible();
    await expect(page.getByText('relayed, over TLS')).toBeVisible();
    await expect(page.getByRole('row', { name: 'Sound 12,350 12,341 2' })).toBeVisible();
    await expect(page.getByRole('row', { name: 'Camera · receiving · repeated 1' })).toBeVisible();
  });

  test('Escape closes the security panel without ending the call', async ({ page }) => {
    await panel(page, 'call-voice');
    await expect(page.getByRole('complementary', { name: 'Security' }).locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-code]')).toHaveCount(0);
    expect(await recorded(page)).toEqual([]);
  });
});

test.describe('the call window', () => {
  test('a reconnecting call says that no sound is sent and how many seconds are left', async ({ page }) => {
    await open(page, 'call-reconnecting');
    await expect(page.getByRole('group', { name: 'State of the call' }).getByRole('status')).toHaveText(
      'reconnecting: no sound is being sent',
    );
    await expect(page.getByText('24 seconds left')).toBeVisible();
  });

  test('the bar of a call has eight controls, and mute, camera and hang up send their commands', async ({ page }) => {
    await open(page, 'call-voice');
    const bar = page.getByRole('toolbar');
    await expect(bar.getByRole('button')).toHaveText([
      'Mute',
      'Turn camera on',
      'Share',
      'Hold',
      'Devices',
      'Text',
      'Security',
      'Hang up',
    ]);
    await bar.getByRole('button', { name: 'Mute' }).click();
    await bar.getByRole('button', { name: 'Turn camera on' }).click();
    await bar.getByRole('button', { name: 'Hang up' }).click();
    expect(await recorded(page)).toMatchObject([
      { name: 'own.mute', input: { mute: true } },
      { name: 'own.camera', input: { on: true } },
      { name: 'own.hangUp' },
    ]);
  });

  test('one’s own picture moves by a press, by an arrow key and by dragging', async ({ page }) => {
    await open(page, 'call-video');
    const self = page.getByRole('button', { name: /^Your picture/u });
    const left = async (): Promise<number> => (await self.boundingBox())?.x ?? -1;
    const start = await left();
    await self.click();
    await expect.poll(left).toBeLessThan(start);
    await page.keyboard.press('ArrowRight');
    await expect.poll(left).toBe(start);
    await self.hover();
    await page.mouse.down();
    await page.mouse.move(60, 120, { steps: 5 });
    await page.mouse.up();
    await expect.poll(left).toBeLessThan(start);
  });

  test('the page of an ended call shows the reason, a next step and a button that closes the call', async ({
    page,
  }) => {
    await open(page, 'ended-connect-timeout');
    await expect(page.getByRole('heading', { name: 'No connection was made' })).toBeVisible();
    await expect(page.getByText('Call again, or use another network.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Enter');
    expect(await recorded(page)).toMatchObject([{ name: 'own.dismiss' }]);
  });

  test('an ended call offers to call again unless the code was wrong, to add a stranger, and to show its entry in the call list if it has one', async ({
    page,
  }) => {
    await open(page, 'ended-no-answer');
    await page.getByRole('button', { name: 'Call again' }).click();
    await expect(page.getByRole('button', { name: 'Add contact' })).toHaveCount(0); // she is a contact
    await expect(page.getByRole('button', { name: 'Show in call list' })).toHaveCount(0);
    expect(await recorded(page)).toEqual([{ name: 'ended.callAgain', input: { media: 'video' } }]);
    await open(page, 'ended-stranger');
    await page.getByRole('button', { name: 'Call back' }).click();
    await page.getByRole('button', { name: 'Add contact' }).click();
    await page.getByRole('button', { name: 'Show in call list' }).click();
    expect((await recorded(page)).map(({ name }) => name)).toEqual([
      'ended.callAgain',
      'ended.addContact',
      'ended.showLine',
    ]);
    await open(page, 'ended-code-mismatch');
    await expect(page.getByRole('button', { name: 'Close' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
  });

  test('the main window shows the list entry of an ended call, or the sheet for a contact with the address of the peer', async ({
    page,
  }) => {
    await open(page, 'home-shows-line');
    await expect(page.getByRole('tab', { name: 'Calls' })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('heading', { name: /^Call on/u })).toBeVisible();
    await open(page, 'home-adds-caller');
    const sheet = page.getByRole('dialog', { name: 'Add contact' });
    await expect(sheet.getByLabel('Address')).toHaveValue('f.neumann@klinik.example');
    await expect(sheet.getByText('This is the address of the call that has ended.')).toBeVisible();
  });
});

test.describe('the main window', () => {
  test('a person in dispute is shown with the date of the last verification and without a call button', async ({
    page,
  }) => {
    await open(page, 'home-contacts');
    await page.getByRole('option', { name: /Carla/u }).click();
    const pane = page.getByRole('region', { name: /Carla/u }).first();
    await expect(pane.getByText('You last verified this person on 11 February 2026.')).toBeVisible();
    await expect(pane.getByRole('button', { name: 'Voice call' })).toHaveCount(0);
    expect(await recorded(page)).toMatchObject([{ name: 'contact.readDispute' }]);
  });

  test('a notice of a used recovery code is shown beside the call buttons until main has learned that the person read the notice', async ({
    page,
  }) => {
    await open(page, 'home-contacts');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        contacts: view.contacts.map((contact) =>
          contact.name.startsWith('Anna')
            ? contact
            : { ...contact, trust: { kind: 'pinned', since: 1, recovered: { seenAt: 2, verifiedAt: 1 } } as const },
        ),
      })),
    );
    await page.getByRole('option', { name: /Bernd/u }).click();
    const pane = page.getByRole('region', { name: /Bernd/u }).first();
    await expect(pane.getByRole('heading', { name: 'Bernd Schulze has used the recovery code' })).toBeVisible();
    await expect(pane.getByRole('button', { name: 'Voice call' })).toBeVisible();
    await pane.getByRole('button', { name: 'I have read this' }).click();
    await expect
      .poll(() => recorded(page))
      .toMatchObject([{ name: 'contact.acceptKey', input: { address: 'bernd.schulze@klinik.example' } }]);
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        contacts: view.contacts.map((contact) =>
          contact.name.startsWith('Anna')
            ? contact
            : { ...contact, trust: { kind: 'verified', at: 1, way: 'code' } as const },
        ),
      })),
    );
    await expect(pane.getByRole('heading', { name: /has used the recovery code/u })).toHaveCount(0);
    await expect(pane.getByRole('button', { name: 'Voice call' })).toBeVisible();
  });

  test('a notice of a used recovery code demands a new verification if policy requires one', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        managed: { ...view.managed, verifyAfterRecovery: true },
        contacts: view.contacts.map((contact) => ({
          ...contact,
          trust: { kind: 'pinned', since: 1, recovered: { seenAt: 2, verifiedAt: 1 } } as const,
        })),
      })),
    );
    await page.getByRole('option', { name: /Bernd/u }).click();
    const pane = page.getByRole('region', { name: /Bernd/u }).first();
    await expect(pane.getByText(/Your organisation requires you to verify them again/u)).toBeVisible();
    await expect(pane.getByText(/counts again/u)).toHaveCount(0);
  });

  test('“Get to know again” makes main forget a person who has set up Siegel anew, and says so', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('option', { name: /Anna/u }).click();
    const pane = page.getByRole('region', { name: /Anna/u }).first();
    await pane.getByText('If this person has set up Siegel again').click();
    await pane.getByRole('button', { name: 'Get to know again' }).click();
    await expect(page.getByText('Siegel gets to know Dr. Anna Berg again with the next call.')).toBeVisible();
    expect(await recorded(page)).toMatchObject([
      { name: 'contact.forget', input: { address: 'anna.berg@klinik.example' } },
    ]);
  });

  test('a contact removed by mistake can be restored', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('option', { name: /Anna/u }).click();
    await page.getByRole('button', { name: 'Remove contact' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(() => recorded(page))
      .toMatchObject([
        { name: 'contact.remove' },
        { name: 'contact.restore', input: { address: 'anna.berg@klinik.example' } },
      ]);
  });

  test('an address refused by main is reported beside its field, and the sheet stays open', async ({ page }) => {
    await open(page, 'home-empty');
    await page.evaluate(() => window.preview.refuse('contact.add', 'bad-address'));
    await page.getByRole('button', { name: 'Add contact' }).first().click();
    const field = page.getByLabel('Address', { exact: true });
    await expect(field).toBeFocused();
    await field.fill('nobody');
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(/This is not a valid address/u);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('a refused address can be corrected and sent again', async ({ page }) => {
    await open(page, 'home-empty');
    await page.evaluate(() => window.preview.refuse('contact.add', 'bad-address'));
    await page.getByRole('button', { name: 'Add contact' }).first().click();
    const sheet = page.getByRole('dialog');
    const field = sheet.getByLabel('Address', { exact: true });
    await field.fill('nobody');
    await sheet.getByRole('button', { name: 'Add contact' }).click();
    await expect(field).toHaveAccessibleDescription(/This is not a valid address/u);
    await expect(field).toBeFocused();
    await field.fill('anna@klinik.example');
    await sheet.getByRole('button', { name: 'Add contact' }).click();
    await expect
      .poll(() => recorded(page))
      .toMatchObject([{ input: { address: 'nobody' } }, { input: { address: 'anna@klinik.example' } }]);
  });

  test('“Clear list” sends its command without a question in the page, because main asks', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('tab', { name: 'Calls' }).click();
    await page.getByRole('button', { name: 'Clear list' }).click();
    const acts = async (): Promise<readonly unknown[]> =>
      ((await recorded(page)) as readonly { readonly name: string }[]).filter(({ name }) => name !== 'history.read');
    await expect.poll(acts).toMatchObject([{ name: 'history.clear' }]);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('a chosen person stays chosen when pressed again', async ({ page }) => {
    await open(page, 'home-contacts');
    const row = page.getByRole('option', { name: /Anna/u });
    await row.click();
    await row.click();
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeVisible();
  });

  test('without a broker connection no call can be placed, and the reason is shown', async ({ page }) => {
    await open(page, 'home-offline');
    await page.getByRole('option', { name: /Anna/u }).click();
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeDisabled();
    await expect(page.getByText('No connection: a call is not possible right now.')).toBeVisible();
    await expect(page.getByText('The server cannot be reached.')).toBeVisible();
  });

  test('an arrow key changes the tab, and Enter opens the first entry of a list', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('tab', { name: 'Contacts' }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('tab', { name: 'Calls' })).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('listbox').focus();
    await expect(page.getByRole('option').first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: 'Dr. Anna Berg' })).toBeVisible();
  });

  test('the server’s password is sent, leaves its field empty, and can be removed', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('tab', { name: 'Settings' }).click();
    const field = page.getByLabel('Password (optional)');
    await expect(field).toHaveAttribute('type', 'password');
    await field.fill('correct horse');
    await page.getByRole('button', { name: 'Save server' }).click();
    await expect(field).toHaveValue('');
    await expect(page.getByText('A password is saved')).toBeHidden();
    const sent = await page.evaluate(() => JSON.stringify(window.preview.recorded));
    expect(sent).toContain('"brokerPassword":"correct horse"');
    await page.evaluate(() =>
      window.preview.push((view) => ({ ...view, settings: { ...view.settings, hasBrokerPassword: true } })),
    );
    await expect(page.getByText('A password is saved')).toBeVisible();
    await page.getByRole('button', { name: 'Remove password' }).click();
    const removed = await page.evaluate(() => JSON.stringify(window.preview.recorded.at(-1)));
    expect(removed).toContain('"brokerPassword":""');
  });

  test('a chosen language is shown, and declared for screen readers', async ({ page }) => {
    await open(page, 'home-contacts', 'de');
    await page.getByRole('tab', { name: 'Einstellungen' }).click();
    await page.getByRole('button', { name: /Sprache/u }).click();
    await page.getByRole('option', { name: 'English' }).click();
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test.describe('the set-up', () => {
  test('without a key store no identity is made until a passphrase protects it', async ({ page }) => {
    await open(page, 'setup-no-store');
    await page.getByLabel('Your address').fill('max@klinik.example');
    await page.getByLabel('Your name').fill('Max');
    await expect(page.getByRole('button', { name: 'Set up' })).toBeDisabled();
    await page.getByText('Protect the key with a passphrase', { exact: true }).click();
    await page.getByLabel('Passphrase', { exact: true }).fill('correct horse');
    await page.getByLabel('Repeat the passphrase').fill('correct house');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The two entries differ.')).toBeVisible();
    expect(await recorded(page)).toEqual([]);
    await page.getByLabel('Repeat the passphrase').fill('correct horse');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => recorded(page))
      .toEqual([
        {
          name: 'identity.create',
          input: { address: 'max@klinik.example', name: 'Max', passphrase: 'correct horse' },
        },
      ]);
  });

  test('a wrong passphrase is reported and its field emptied', async ({ page }) => {
    await open(page, 'setup-unlock');
    await page.evaluate(() => window.preview.refuse('vault.unlock', 'wrong-passphrase'));
    await page.getByLabel('Passphrase').fill('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Passphrase')).toHaveAccessibleDescription(/The passphrase is wrong/u);
    await expect(page.getByLabel('Passphrase')).toHaveValue('');
  });

  test('the location of damaged data that was set aside is shown', async ({ page }) => {
    await open(page, 'setup-damaged');
    await expect(page.getByText('~/.config/Siegel/vault/kept-2026-05-03T091412Z')).toBeVisible();
    expect(await recorded(page)).toEqual([]);
  });
});
