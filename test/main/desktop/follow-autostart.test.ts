// Starting at login as policy and person have it, from before the vault is open.
import { beforeEach, expect, it, vi } from 'vitest';
import { systemAutostart } from '../../../src/main/desktop/autostart.ts';
import { followAutostart } from '../../../src/main/desktop/follow-autostart.ts';
import { createLog } from '../../../src/main/log.ts';
import { createSettings, defaultSettings } from '../../../src/main/app/settings.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

vi.mock('electron', () => ({ app: {} }));
vi.mock('../../../src/main/desktop/autostart.ts', () => ({ systemAutostart: vi.fn<typeof systemAutostart>() }));

const entry = vi.fn<ReturnType<typeof systemAutostart>>();
beforeEach(() => {
  entry.mockReset();
  vi.mocked(systemAutostart).mockReturnValue(entry);
});

function followed(policy: ReturnType<typeof fixedPolicy>, opened: () => undefined) {
  const settings = createSettings(defaultSettings(['de']), {}, policy);
  followAutostart(
    { settings, policy, profile: { opened } },
    createLog('error', () => undefined),
  );
  return settings;
}

it('policy counts before anybody has unlocked anything, and at once when it changes', () => {
  const policy = fixedPolicy({ StartAtLogin: true });
  followed(policy, () => undefined);
  expect(entry.mock.calls).toEqual([[true]]);
  policy.set({ StartAtLogin: false });
  expect(entry.mock.calls).toEqual([[true], [false]]);
});

it('without a word of policy nothing is changed while nobody knows what the person wants', () => {
  followed(fixedPolicy(), () => undefined).set({ startAtLogin: true });
  expect(entry).not.toHaveBeenCalled();
});
