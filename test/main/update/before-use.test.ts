// A package is checked once more right before its use, because it may have been changed on disk since it was fetched.
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, offer, startFeedServer, updatesOver } from './update-rig.ts';

const INSTALLER = 'Siegel-Setup-0.3.0.exe';

it('an installer changed after its download is not run when the program ends', async () => {
  const server = await startFeedServer();
  const ran = join(newFolder(), 'ran');
  writeFileSync(join(server.folder, INSTALLER), `#!/bin/sh\necho "$0" >> '${ran}'\n`);
  writeFileSync(join(server.folder, 'Siegel-0.3.0.AppImage'), 'not for this installation');
  offer(server);
  const bench = async (): Promise<ReturnType<typeof updatesOver>> => {
    const made = updatesOver(server, { kind: 'nsis', isForMachine: false });
    made.updates.follow();
    await made.updates.check();
    expect(made.updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
    chmodSync(join(made.folder, 'package', INSTALLER), 0o700);
    return made;
  };
  const [changed, whole] = [await bench(), await bench()];
  appendFileSync(join(changed.folder, 'package', INSTALLER), '# and something more\n');
  await changed.updates.end();
  await whole.updates.end(); // proves that an unchanged installer does run
  await expect.poll(() => (existsSync(ran) ? readFileSync(ran, 'utf8') : '')).toContain(whole.folder);
  expect(readFileSync(ran, 'utf8')).not.toContain(changed.folder);
});
