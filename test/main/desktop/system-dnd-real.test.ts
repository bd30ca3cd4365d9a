// The system's do not disturb on a real session bus: GNOME's setting in a real database, written and read by GNOME's
// own programs, and the property of a notification server.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dbus from 'dbus-next';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createReadBanners } from '../../../src/main/desktop/gnome-banners.ts';
import { openSessionBus, sessionBusPath } from '../../../src/main/desktop/session-bus.ts';
import { followSystemDnd } from '../../../src/main/desktop/system-dnd.ts';
import { createLog } from '../../../src/main/log.ts';
import { serveNotifications } from '../../../tools/desktop/notification-server.ts';
import { realClock } from '../signalling/test-clock.ts';

it.runIf(process.platform === 'linux')(
  'the do not disturb of GNOME and that of a notification server are followed on a real session bus',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'siegel-dnd-'));
    const own = { PATH: '/usr/bin', HOME: home, XDG_RUNTIME_DIR: home };
    const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
      env: own,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(async () => {
      daemon.kill();
      await once(daemon, 'exit');
      rmSync(home, { recursive: true });
    });
    const [line] = (await once(daemon.stdout, 'data')) as [Buffer];
    const address = line.toString().trim();
    const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address };
    const showBanners = (value: 'true' | 'false'): void => {
      spawnSync('gsettings', ['set', 'org.gnome.desktop.notifications', 'show-banners', value], { env });
    };
    const dnd = followSystemDnd({
      connect: () => openSessionBus(sessionBusPath(env)),
      readBanners: createReadBanners(env),
      clock: realClock(20),
      log: createLog('error', () => undefined),
    });
    const states: string[] = [];
    dnd.onChange(() => void states.push(dnd.state()));
    const until = (state: string) => vi.waitUntil(() => dnd.state() === state, { timeout: 30_000 });

    const shell = dbus.sessionBus({ busAddress: address });
    await shell.requestName('org.gnome.Shell', 4);
    await until('off');
    showBanners('false');
    await until('on');
    showBanners('true');
    await until('off');
    shell.disconnect();
    await until('unreadable');

    const server = await serveNotifications(address);
    await until('off');
    server.inhibit(true);
    await until('on');
    server.close();
    await until('unreadable');
    expect(states).toEqual(['off', 'on', 'off', 'unreadable', 'off', 'on', 'unreadable']);
  },
);
