// One fetch from a server that sends slowly and never ends its answer.
import { expect, it } from 'vitest';
import { fetchFile } from '../../../src/main/update/fetch.ts';
import { theAuthority } from '../signalling/authority.ts';
import { startFeedServer } from './update-rig.ts';

it('a fetch from a server that sends slowly and without end stops at its time limit', async () => {
  const server = await startFeedServer();
  server.trouble = 'dripping';
  const ca = [theAuthority().root];
  let heard = 0;
  const url = new URL(`${server.url}/siegel.json`);
  const fetched = (limitMs: number) => fetchFile(url, { ca }, 1e9, (chunk) => (heard += chunk.length), limitMs);
  // A busy machine may need longer than the first limits before it hears anything.
  for (const limitMs of [500, 5000, 30_000].values()) {
    expect(await fetched(limitMs)).toBe('unreachable');
    if (heard > 0) break;
  }
  expect(heard).toBeGreaterThan(0); // the connection worked, so the time limit ended the fetch
});
