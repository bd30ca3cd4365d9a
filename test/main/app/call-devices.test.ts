import { describe, expect, it } from 'vitest';
import type { Background } from '../../../src/contract/background.ts';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { createCallDevices, keepCovered } from '../../../src/main/app/call-devices.ts';
import { devicesChosen } from '../../../src/main/calls/media-choice.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const { settings } = viewFixture;
const other = { ...settings, microphone: 'Headset' };
const open = (call: string): MediaCommand => ({
  kind: 'open',
  call,
  offers: true,
  camera: false,
  codecs: [],
  iceServers: [],
  relayOnly: false,
  ...devicesChosen(settings),
});

it('a device chosen during a call is sent to the page of that call once', () => {
  const sent: MediaCommand[] = [];
  const devices = createCallDevices((command) => sent.push(command));
  devices.left(open('a'));
  devices.follow(settings);
  expect(sent).toEqual([]); // the page was opened with these devices
  devices.follow(other);
  devices.follow({ ...other, speaker: 'Desk', ringVolume: 10 }); // changes that the page of a call is not told of
  expect(sent).toEqual([{ kind: 'devices', call: 'a', ...devicesChosen(other) }]);
  devices.follow({ ...other, noiseSuppression: 'off' });
  expect(sent[1]).toMatchObject({ kind: 'devices', processing: { noiseSuppression: 'off', echoCancellation: true } });
});

it('a page that was opened with the chosen devices is not sent them again, and the page of a closed call is sent nothing', () => {
  const sent: MediaCommand[] = [];
  const devices = createCallDevices((command) => sent.push(command));
  devices.left(open('a'));
  devices.left({ ...open('b'), ...devicesChosen(other) });
  devices.left({ kind: 'close', call: 'a' });
  devices.follow(other);
  expect(sent).toEqual([]);
});

describe('the room behind a person, hidden in a call', () => {
  /**
   * A call whose page hides the room or not, as the setting `chosen` and the policy `first` say. `hearsPage`: whether
   * reports of the page count.
   */
  function inCall(chosen: Background, first: Parameters<typeof fixedPolicy>[0], hearsPage = true) {
    const policy = fixedPolicy(first);
    const settings = createSettings(defaultSettings([]), { background: chosen }, policy);
    const done: unknown[] = [];
    const devices = createCallDevices((command) => done.push(command.kind));
    devices.left({ ...open('a'), ...devicesChosen(settings.read()) });
    const local = { ...callFixture.local, camera: true };
    keepCovered(policy, settings.read, devices, () => ({
      mediaFact: (fact) => {
        done.push(fact);
        if (hearsPage) local.camera = false;
      },
      camera: (call, on) => (done.push(['camera', call, on]), { ok: true, value: undefined }),
      views: () => [{ ...callFixture, id: 'a', local }],
    }));
    return { policy, done, settings, follow: () => devices.follow(settings.read()) };
  }
  const lost = { kind: 'no-device', call: 'a', device: 'camera', cause: 'background' };

  it.each([
    ['blurred', {}, { CameraBackground: 'shown' }],
    ['off', { CameraBackground: 'hidden' }, { CameraBackground: 'person' }],
    ['off', { CameraBackground: 'hidden' }, { CameraBackground: 'shown' }],
  ] as const)(
    'the loss of the camera is reported before the page is told to show the room: the choice is “%s”, the policy was %j and becomes %j',
    (chosen, first, next) => {
      const { done, follow, policy } = inCall(chosen, first);
      policy.set(next);
      expect(done).toEqual([lost]);
      follow();
      expect(done).toEqual([lost, 'devices']);
    },
  );

  it('while the page of a call is being replaced, the desk is also told to switch the camera off', () => {
    const { done, policy } = inCall('still', {}, false);
    policy.set({ CameraBackground: 'shown' });
    expect(done).toEqual([lost, ['camera', 'a', false]]);
  });

  it.each([
    ['off', {}, { CameraBackground: 'shown' }],
    ['off', {}, { CameraBackground: 'hidden' }],
    ['still', {}, { CameraBackground: 'hidden' }],
    ['blurred', {}, { AllowStrongNoiseSuppression: false }],
  ] as const)(
    'the camera stays on if no hidden room would become visible: the choice is “%s”, the policy was %j and becomes %j',
    (chosen, first, next) => {
      const { done, policy } = inCall(chosen, first);
      policy.set(next);
      expect(done).toEqual([]);
    },
  );

  it('the camera stays on when the person chooses to show the room', () => {
    const { done, follow, policy, settings } = inCall('still', {});
    settings.set({ background: 'off' });
    follow();
    policy.set({ AllowStrongNoiseSuppression: false });
    expect(done).toEqual(['devices']);
  });
});
