// Nonces and additional data of all frames of a stream use the same memory (decision 0076). That is safe only in an
// engine that copies both before `encrypt` returns, as WebCrypto requires. An engine that does not copy them would seal
// every frame under one nonce.
import { expect } from '@playwright/test';
import { engines, test } from '../../support/chromium/page-fixture.ts';

for (const engine of engines) {
  test(`${engine}: fifty frames sealed at the same time each open under their own nonce and additional data`, async ({
    open,
  }) => {
    const run = await open(engine);
    expect(await run('ownNonces')).toEqual({ sealed: 50, opened: 50 });
  });
}
