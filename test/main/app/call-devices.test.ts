import { expect, it } from 'vitest';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { createCallDevices } from '../../../src/main/app/call-devices.ts';
import { devicesChosen } from '../../../src/main/calls/media-choice.ts';
import { viewFixture } from '../desktop/view-fixture.ts';

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
  expect(sent).toEqual([]); // it has opened with these
  devices.follow(other);
  devices.follow({ ...other, speaker: 'Desk', ringVolume: 10 }); // no business of the microphone's
  expect(sent).toEqual([{ kind: 'devices', call: 'a', ...devicesChosen(other) }]);
  devices.follow({ ...other, noiseSuppression: 'off' });
  expect(sent[1]).toMatchObject({ kind: 'devices', processing: { noiseSuppression: 'off', echoCancellation: true } });
});

it('a reopened page already knows the chosen devices, and the page of a closed call is sent nothing', () => {
  const sent: MediaCommand[] = [];
  const devices = createCallDevices((command) => sent.push(command));
  devices.left(open('a'));
  devices.left({ ...open('b'), ...devicesChosen(other) });
  devices.left({ kind: 'close', call: 'a' });
  devices.follow(other);
  expect(sent).toEqual([]);
});
