// Starting at login as policy and person want it, even before the vault is open.
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemAutostart } from '../../../src/main/desktop/autostart.ts';
import { followAutostart } from '../../../src/main/desktop/follow-autostart.ts';
import { createLog } from '../../../src/main/log.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

vi.mock('electron', () => ({ app: {} }));
vi.mock('../../../src/main/desktop/autostart.ts', async (original) => ({
  ...(await original<object>()),
  systemAutostart: vi.fn<typeof systemAutostart>(),
}));

const entry = vi.fn<ReturnType<typeof systemAutostart>>();
beforeEach(() => {
  entry.mockReset();
  vi.mocked(systemAutostart).mockReset();
  vi.mocked(systemAutostart).mockReturnValue(entry);
});

afterEach(() => vi.unstubAllEnvs());

function followed(policy: ReturnType<typeof fixedPolicy>, isOpen: () => boolean) {
  const settings = createSettings(defaultSettings(['de']), {}, policy);
  followAutostart(
    { settings, policy, isOpen },
    createLog('error', () => undefined),
  );
  return settings;
}

it('policy’s autostart applies before anybody unlocks, and so does a change of policy', () => {
  const policy = fixedPolicy({ StartAtLogin: true });
  followed(policy, () => false);
  expect(entry.mock.calls).toEqual([[true]]);
  policy.set({ StartAtLogin: false });
  expect(entry.mock.calls).toEqual([[true], [false]]);
});

it('autostart stays unchanged without policy until the person’s setting is known', () => {
  followed(fixedPolicy(), () => false).set({ startAtLogin: true });
  expect(entry).not.toHaveBeenCalled();
});

it.runIf(process.platform === 'linux')(
  'autostart starts the running AppImage, never another AppImage that inherited variables name',
  () => {
    const command = (image: string, mount: string): readonly string[] | undefined => {
      vi.stubEnv('APPIMAGE', image);
      vi.stubEnv('APPDIR', mount);
      followed(fixedPolicy(), () => false);
      return vi.mocked(systemAutostart).mock.lastCall?.[2];
    };
    expect(command('/home/a/Siegel.AppImage', dirname(process.execPath))).toEqual([
      '/home/a/Siegel.AppImage',
      '--hidden',
    ]);
    // The variables of a browser that is an AppImage and opened Siegel by a link.
    expect(command('/home/a/Browser.AppImage', '/run/mount_browser')).toEqual([process.execPath, '--hidden']);
  },
);
