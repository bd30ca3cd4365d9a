// A key is granted to one encryptor, once (protocol §7): a second encryptor on the same worker must not seal under it.
import { expect } from '@playwright/test';
import { test } from '../../support/chromium/page-fixture.ts';

test('a second encryptor of a stream stays silent until the next generation is granted', async ({ open }) => {
  const run = await open('Chromium');
  const result = await run('secondEncryptor');
  expect(result.silent.packets).toBe(0);
  expect(result.silent.decoded).toBe(0);
  expect(result.reported).toBe(true);
  expect(result.secondDecoded).toBeGreaterThanOrEqual(10);
});
