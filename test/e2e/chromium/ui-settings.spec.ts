// The settings of a managed device and the pages behind them, in Chromium over fixtures: settings that the organisation
// has decided are locked and say so. Policies, self-check, diagnosis, record and certificate are described in text.
// Also updates, proxies, do not disturb and quiet hours.
import { expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();

test.describe('settings that the organisation has decided', () => {
  test('a setting decided by the organisation cannot be changed, and its description says who decided', async ({
    page,
  }) => {
    await open(page, 'managed-settings');
    const relay = page.getByRole('switch', { name: 'Calls only through the relay' });
    await expect(relay).toBeChecked();
    await expect(relay).toBeDisabled();
    await expect(relay).toHaveAccessibleDescription(
      /does not learn this device’s network address.*Set by your organisation/u,
    );
    await page.getByText('Calls only through the relay').click({ force: true });
    const server = page.getByLabel('Server address');
    await expect(server).toHaveAccessibleDescription('Set by your organisation');
    await server.focus();
    await page.keyboard.type('mqtts://elsewhere.example');
    await expect(server).toHaveValue('mqtts://broker.klinik.example');
    const language = page.getByRole('button', { name: /Language/u });
    await expect(language).toBeDisabled();
    await expect(language).toHaveAccessibleDescription('Set by your organisation');
    expect(await sent(page)).toEqual([]);
  });

  test('a setting with a limit offers nothing looser, and names the limit', async ({ page }) => {
    await open(page, 'managed-settings');
    const options = async (name: RegExp): Promise<readonly string[]> => {
      await page.getByRole('button', { name }).click();
      const texts = await page.getByRole('option').allTextContents();
      await page.keyboard.press('Escape');
      return texts;
    };
    expect(await options(/Keep the call list/u)).toEqual(['Do not keep', '7 days', '30 days']);
    expect(await options(/Lock Siegel when/u)).toEqual(['After 5 minutes', 'After 15 minutes']);
    expect(await options(/unknown person calls/u)).toEqual(['Show without sound', 'Refuse']);
    expect(await options(/Background of your picture/u)).toEqual(['The room, blurred', 'A plain wall']);
    expect(await options(/Suppress noise/u)).toEqual(['Off', 'Normal']);
    await expect(page.getByRole('button', { name: /Background of your picture/u })).toHaveAccessibleDescription(
      /Your organisation requires that the room is hidden/u,
    );
    await expect(page.getByRole('button', { name: /Suppress noise/u })).toHaveAccessibleDescription(
      /Your organisation allows “Normal” at most/u,
    );
    await expect(page.getByRole('button', { name: /Keep the call list/u })).toHaveAccessibleDescription(
      'Your organisation allows 30 days at most',
    );
    await expect(page.getByRole('button', { name: /Lock Siegel when/u })).toHaveAccessibleDescription(
      /Your organisation requires the lock after 15 minutes at most/u,
    );
  });

  test('if main refuses to change a setting because it is locked, the page says so and shows the setting unchanged', async ({
    page,
  }) => {
    await open(page, 'managed-locked');
    await expect(page.getByRole('status', { name: 'Messages' })).toContainText(
      'Your organisation has set this. Ask your IT department if you need to change it.',
    );
    await expect(page.getByRole('switch', { name: 'Start when you log in' })).not.toBeChecked();
    expect(await sent(page)).toEqual([{ name: 'preferences.set', input: { preferences: { startAtLogin: true } } }]);
  });

  test('a change of a setting that is free on this device goes to main immediately', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: /unknown person calls/u }).click();
    await page.getByRole('option', { name: 'Refuse' }).click();
    await page.getByText('Calls only through the relay').click();
    await expect
      .poll(() => sent(page))
      .toEqual([
        { name: 'preferences.set', input: { preferences: { unknownCallers: 'refuse' } } },
        { name: 'preferences.set', input: { preferences: { relayOnly: true } } },
      ]);
  });
});

test.describe('the list of policies', () => {
  test('the policies can be searched, and unset ones appear on demand', async ({ page }) => {
    await open(page, 'policies');
    await expect(page.getByRole('rowheader', { name: /RelayOnly/u })).toBeVisible();
    await expect(page.getByRole('rowheader', { name: /ProxyMode/u })).toHaveCount(0);
    await page.getByText('Only policies that are set').click();
    await expect(page.getByRole('rowheader', { name: /ProxyMode/u })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search policies' }).fill('history');
    await expect(page.getByRole('rowheader')).toHaveCount(1);
    const row = page.getByRole('row', { name: /HistoryDays/u });
    await expect(row.getByRole('cell')).toHaveText(['30', 'User', '/etc/siegel/policies/managed/10-klinikum.json']);
  });

  test('invalid policies are listed with file, name and cause, and in the table with what is in force instead', async ({
    page,
  }) => {
    await open(page, 'policies');
    const problems = page.getByRole('listitem').filter({ hasText: 'RequireVerifiedPeer' });
    await expect(problems).toHaveText(
      '/etc/siegel/policies/managed/20-personen.json · RequireVerifiedPeer: the value has the wrong type',
    );
    await expect(page.getByRole('rowheader', { name: /RequireVerifiedPeer/u })).toContainText(
      'the stricter value is in force',
    );
  });

  test('the policies are copied as JSON, with a secret only marked as set', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, 'policies');
    await expect(page.getByRole('row', { name: /TurnPassword/u })).toContainText('set, not shown');
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await expect(page.getByRole('status', { name: 'Messages' })).toContainText('It contains no secrets.');
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as {
      readonly policies: readonly { readonly name: string }[];
    };
    expect(copied.policies.find(({ name }) => name === 'TurnPassword')).toEqual({
      name: 'TurnPassword',
      isSecret: true,
      isSet: true,
      level: 'machine',
      source: '/etc/siegel/policies/managed/10-klinikum.json',
    });
    expect(copied).toMatchObject({ problems: [{ kind: 'wrong-type' }, { kind: 'not-trusted' }] });
    await context.clearPermissions(); // the next test reuses this browser context
  });

  test('the policies can be copied by hand if the page cannot write to the clipboard', async ({ page }) => {
    await open(page, 'policies');
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('closed'));
    });
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    const text = page.getByRole('dialog').getByRole('textbox', { name: 'Policies as JSON' });
    await expect(text).toHaveValue(/"name": "BrokerUrl"/u);
    await expect(text).not.toBeEditable();
  });

  test('the page of policies follows a change by the administrator while it is open', async ({ page }) => {
    await open(page, 'policies');
    await page.getByRole('searchbox').fill('broker');
    await page.evaluate(() => {
      const { preview } = window;
      const before = preview.answered('policy.read');
      if (before === undefined) throw new Error('no report');
      preview.answer('policy.read', {
        ...before,
        policies: before.policies.map((state) =>
          state.name === 'BrokerUrl' ? { ...state, value: 'wss://new.klinikum.example/mqtt' } : state,
        ),
      });
      preview.push((view) => ({ ...view, managed: { ...view.managed, problems: 3 } }));
    });
    await expect(page.getByRole('row', { name: /BrokerUrl/u }).first()).toContainText(
      'wss://new.klinikum.example/mqtt',
    );
    await expect(page.getByRole('searchbox')).toHaveValue('broker');
  });

  test('the main window announces problems with policies and leads to them', async ({ page }) => {
    await open(page, 'managed-problems');
    await expect(page.getByText('There are 2 problems with the policies of your organisation')).toBeVisible();
    await page.getByRole('button', { name: 'Show policies' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Policies' })).toBeFocused();
  });
});

test.describe('the pages for support', () => {
  test('the self-check is reached and left by keyboard alone, and the focus returns to its link', async ({ page }) => {
    await open(page, 'managed-settings');
    const link = page.getByRole('button', { name: 'Self-check' });
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Self-check' })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(link).toBeFocused();
  });

  test('a support page reached from settings that were scrolled begins at its top', async ({ page }) => {
    await page.setViewportSize({ width: 480, height: 320 });
    await open(page, 'record');
    await expect(page.getByRole('button', { name: 'Settings' })).toBeInViewport();
    await expect(page.getByRole('heading', { level: 1, name: 'Security record' })).toBeFocused();
  });

  test('a support page that main refuses says so, and can be tried again', async ({ page }) => {
    await open(page, 'record-failed');
    await expect(page.getByText('This page could not be loaded.')).toBeVisible();
    await expect(page.getByText('Something went wrong in Siegel.')).toBeVisible();
    await page.evaluate(() => window.preview.allow('record.check'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Intact' })).toBeVisible();
  });

  test('the self-check explains problems in words, and shows their codes only among the details for experts', async ({
    page,
  }) => {
    await open(page, 'check');
    await expect(page.getByRole('status').filter({ hasText: 'Checked at' })).toHaveText(
      '2 faults found. 1 warning. Checked at 14:05.',
    );
    const way = page.getByRole('listitem').filter({ hasText: 'Path to the server (broker-1)' });
    await expect(way).toContainText('The TLS connection is intercepted on the way');
    const policies = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /Policies/u }) });
    await expect(policies).toContainText('Give your IT department the diagnosis below.');
    await expect(page.getByRole('listitem').filter({ hasText: 'Clock' })).toContainText(
      'Switch on time synchronisation.',
    );
    await expect(policies).not.toContainText('invented-code');
    await page.getByText('Details for experts').click();
    await expect(policies).toContainText('invented-code');
    await expect(page.getByRole('list', { name: 'Result of the self-check' })).toContainText(
      'Microphone and speaker are connected.',
    );
  });

  test('a repeated self-check leaves the focus where it was', async ({ page }) => {
    await open(page, 'check');
    const again = page.getByRole('button', { name: 'Check again' });
    await again.focus();
    await page.evaluate(() => {
      window.preview.answer('doctor.run', {
        at: Date.now(),
        checks: [{ id: 'broker', outcome: 'bad', finding: 'invented', facts: {} }],
      });
    });
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 fault found. Checked')).toBeVisible();
    await expect(again).toBeFocused();
  });

  test('a diagnosis is shown before it is saved', async ({ page }) => {
    await open(page, 'check-diagnosis');
    const text = page.getByRole('dialog').getByRole('textbox', { name: 'Text of the diagnosis' });
    await expect(text).toHaveValue(/"platform": "linux"/u);
    expect(await sent(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'diagnostics.save', input: {} }]);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('status', { name: 'Messages' })).toContainText('The diagnosis was saved.');
  });

  test('a cancelled save of the diagnosis says that nothing was saved and leaves the diagnosis open', async ({
    page,
  }) => {
    await open(page, 'check-diagnosis');
    await page.evaluate(() => window.preview.refuse('diagnostics.save', 'cancelled'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Nothing was saved.')).toBeVisible();
    await expect(page.getByRole('dialog')).toBeVisible();
  });

  test('a diagnosis that may not be saved can be read, and has no save button', async ({ page }) => {
    await open(page, 'check-no-export');
    await expect(page.getByRole('dialog')).toContainText('Your organisation does not allow saving.');
    await expect(page.getByRole('dialog', { name: 'Diagnosis', exact: true })).not.toContainText(
      'exactly what is saved',
    );
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  });

  test('the page of a broken security record says where it is broken, why, and what to do', async ({ page }) => {
    await open(page, 'record-broken');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Broken at entry 418');
    await expect(alert).toContainText('One or more entries before it are missing.');
    await expect(alert).toContainText('Do not delete anything, and tell your IT department.');
    await expect(alert).toContainText('Help: IT-Servicestelle, Telefon 4711');
    await page.getByRole('button', { name: 'Save record' }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'record.save', input: {} }]);
  });
});

test.describe('the organisation’s certificate', () => {
  test('a one-time token is sent once and removed from the page, and a refusal is shown beside the field', async ({
    page,
  }) => {
    await open(page, 'managed-waiting-settings');
    const field = page.getByLabel('One-time token');
    await page.getByRole('button', { name: 'Request certificate' }).click();
    await expect(field).toHaveAccessibleDescription(/Please enter the token/u);
    expect(await sent(page)).toEqual([]);
    await page.evaluate(() => window.preview.refuse('enrolment.enrol', 'bad-token'));
    await field.fill('  one-time  ');
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(/This one-time token was not accepted/u);
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
    expect(await sent(page)).toEqual([{ name: 'enrolment.enrol', input: { token: 'one-time' } }]);
  });

  test('a certificate request can be saved while this device waits for the certificate as a file', async ({ page }) => {
    await open(page, 'managed-waiting-file');
    await page.getByRole('button', { name: 'Save request file' }).click();
    await expect(page.getByText('The request file was saved. Pass it to your IT department.')).toBeVisible();
    expect(await sent(page)).toEqual([{ name: 'enrolment.saveRequest', input: {} }]);
  });

  test('the main window reports a missing certificate and leads to the field for the one-time token', async ({
    page,
  }) => {
    await open(page, 'managed-waiting');
    await expect(page.getByText('Not yet confirmed: a one-time token is needed')).toBeVisible();
    await page.getByRole('button', { name: 'Open settings' }).click();
    await expect(page.getByLabel('One-time token')).toBeVisible();
  });
});

test('the settings report an update refused because it is older, and a search that found nothing', async ({ page }) => {
  await open(page, 'managed-update-refused');
  await expect(page.getByText('An update was refused: a newer one was offered before.')).toBeVisible();
  await open(page, 'managed-settings');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText('Checked just now: there is no newer version.')).toBeVisible();
});

test.describe('a proxy', () => {
  test('the settings take the login that a proxy wants, and say that it travels unencrypted', async ({ page }) => {
    await open(page, 'settings-proxy');
    await expect(page.getByText(/proxy\.klinik\.example:3128.*asks for a user name and a password/u)).toBeVisible();
    await expect(page.getByText(/travel to this proxy unencrypted/u)).toBeVisible();
    const save = page.getByRole('button', { name: 'Log in at the proxy' });
    await expect(save).toBeDisabled();
    await page.getByLabel('User name at the proxy').fill('a.berg');
    await page.getByLabel('Password at the proxy').fill('geheim');
    await save.click();
    await expect(page.getByLabel('Password at the proxy')).toHaveValue('');
    expect(await sent(page)).toEqual([
      {
        name: 'proxy.login',
        input: { proxy: 'http://proxy.klinik.example:3128', username: 'a.berg', password: 'geheim' },
      },
    ]);
  });

  test('a login that the proxy refused can be replaced or forgotten, and a proxy over TLS gets no warning about an unencrypted login', async ({
    page,
  }) => {
    await open(page, 'settings-proxy-refused');
    await expect(page.getByText(/does not accept this user name/u)).toBeVisible();
    await expect(page.getByText(/unencrypted/u)).toHaveCount(0);
    await expect(page.getByLabel('User name at the proxy')).toHaveValue('a.berg');
    await page.getByLabel('Password at the proxy').fill('neu');
    await page.getByRole('button', { name: 'Log in at the proxy' }).click();
    await expect(page.getByLabel('Password at the proxy')).toHaveValue('');
    await page.getByRole('button', { name: 'Forget this login' }).click();
    const login = { proxy: 'https://proxy.klinik.example:3128', username: 'a.berg', password: 'neu' };
    expect(await sent(page)).toEqual([
      { name: 'proxy.login', input: login },
      { name: 'proxy.forget', input: {} },
    ]);
  });

  test('if a proxy wants a kind of login that Siegel does not support, the settings show no form and advise the person to ask IT', async ({
    page,
  }) => {
    await open(page, 'settings-proxy-other');
    await expect(page.getByText(/a kind of login that Siegel does not support.*Ask your IT department/u)).toBeVisible();
    await expect(page.getByLabel('Password at the proxy')).toHaveCount(0);
  });
});

test('do not disturb is chosen for 30 minutes, and quiet hours are switched on and get their two times', async ({
  page,
}) => {
  await open(page, 'home-contacts');
  await page.getByRole('button', { name: /Your status/u }).click();
  await page.getByRole('option', { name: 'Do not disturb for 30 minutes' }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  const quiet = page.getByRole('switch', { name: 'Quiet hours' });
  await quiet.press('Space');
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      settings: { ...view.settings, quietHours: { on: true, from: 1320, until: 420 } },
    })),
  );
  await expect(quiet).toBeChecked();
  for (const [name, time] of [
    [/\bFrom\b/u, '21:30'],
    [/\bUntil\b/u, '06:00'],
  ] as const) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('option', { name: time }).click();
  }
  expect(await sent(page)).toEqual([
    { name: 'status.set', input: { status: 'dnd', for: 'half-hour' } },
    { name: 'preferences.set', input: { preferences: { quietHours: { on: true, from: 1320, until: 420 } } } },
    { name: 'preferences.set', input: { preferences: { quietHours: { on: true, from: 1290, until: 420 } } } },
    { name: 'preferences.set', input: { preferences: { quietHours: { on: true, from: 1320, until: 360 } } } },
  ]);
});
