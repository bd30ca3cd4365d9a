// The samples of a microphone, as the level, the notice to a muted person and the tryout's recording use them.
import { expect } from '@playwright/test';
import { engines, test } from '../../support/chromium/page-fixture.ts';

for (const engine of engines) {
  test(`sound that waits up to two seconds for a busy page is heard whole in ${engine}`, async ({ open }) => {
    const run = await open(engine);
    expect(await run('heardOfBurst', 200)).toBe(200);
  });
}
