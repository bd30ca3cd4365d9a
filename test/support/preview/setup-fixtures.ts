// Fixtures of a set-up that stops while the address is looked up: no server, a server that does not answer, an address
// in use, a recovery. For tests only.
import type { Page } from '@playwright/test';
import type { RefusalCode } from '../../../src/contract/failure.ts';
import { type Fixture, setup } from './fixture.ts';
import { emptyView } from './people.ts';

/** The code of 20 bytes with the value 3, without the check letters that a code on paper has. */
export const RECOVERY_CODE = 'AMBQ GAYD AMBQ GAYD AMBQ GAYD AMBQ GAYD';

const nobody = setup({ identity: undefined });

async function tried(page: Page): Promise<void> {
  await page.getByLabel(/^(Ihre Adresse|Your address)$/u).fill('max.mustermann@klinik.example');
  await page.getByLabel(/^(Ihr Name|Your name)$/u).fill('Max Mustermann');
  await page.getByRole('button', { name: /^(Einrichten|Set up)$/u }).click();
}

async function toCode(page: Page): Promise<void> {
  await tried(page);
  await page.getByRole('button', { name: /^(Mit dem Code wiederherstellen|Recover with the code)$/u }).click();
}

async function typed(page: Page): Promise<void> {
  await toCode(page);
  await page.getByRole('textbox').fill(RECOVERY_CODE);
  await page.keyboard.press('Enter');
  await page.locator('input[aria-invalid="true"], [role="alert"]').first().waitFor();
}

const found = (code: RefusalCode, reach = tried): Fixture => ({
  ...nobody,
  refusals: { 'identity.create': code },
  reach,
});
const refused = (code: RefusalCode): Fixture => ({
  ...nobody,
  refusals: { 'identity.create': 'address-used', 'identity.recover': code },
  reach: typed,
});

/** Screens of this set-up, by name. */
export const setupFixtures: Readonly<Record<string, Fixture>> = {
  'setup-no-server': {
    ...nobody,
    view: (language) => {
      const { identity: _none, settings, ...rest } = emptyView(language);
      return { ...rest, settings: { ...settings, brokerUrl: '' } };
    },
  },
  'setup-server-silent': found('server-silent'),
  'setup-directory-silent': found('directory-silent'),
  'setup-used': found('address-used'),
  'setup-used-by-several': found('address-used-by-several'),
  'setup-recover': found('address-used', toCode),
  'setup-recover-mistyped': refused('recovery-mistyped'),
  'setup-recover-replaced': refused('recovery-replaced'),
  'setup-recover-full': refused('recovery-full'),
};
