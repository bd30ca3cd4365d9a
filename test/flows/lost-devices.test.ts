// A microphone or camera is switched on but does not run: the switch returns to off, both people see the true state,
// and the next press tries again. This test fakes the page's reports. test/e2e/chromium/stage.spec.ts tests that the
// page sends them.
import { describe, expect, test } from 'vitest';
import type { DeviceCause } from '../../src/contract/device-cause.ts';
import { inCall, type Person, strangers, talking } from './support/world.ts';

const fails = (it: Person, device: 'microphone' | 'camera', cause: DeviceCause = 'busy'): void =>
  it.desk.mediaFact({ kind: 'no-device', call: it.id, device, cause });

describe('cameras', () => {
  test.each(['busy', 'gone', 'refused'] as const)(
    'a camera that fails to start in a call is shown as off with the reason (%s)',
    async (cause) => {
      const { world, anna, ben } = await inCall();
      anna.desk.camera(anna.id, true);
      await world.clock.advance(100);
      expect([anna.page.isSending.camera, ben.view?.remote.camera]).toEqual([true, true]);
      fails(anna, 'camera', cause);
      expect([anna.view?.local.camera, anna.view?.noCamera]).toEqual([false, cause]);
      expect(anna.page.isSending).toEqual({ microphone: true, camera: false });
      await world.clock.advance(100);
      expect([ben.view?.remote.camera, ben.view?.noCamera]).toEqual([false, undefined]);
    },
  );

  test('a failed camera is tried again at the next press, and its error disappears', async () => {
    const { world, anna, ben } = await inCall();
    anna.desk.camera(anna.id, true);
    fails(anna, 'camera');
    anna.desk.camera(anna.id, true);
    expect([anna.view?.local.camera, anna.view?.noCamera, anna.page.isSending.camera]).toEqual([true, undefined, true]);
    await world.clock.advance(100);
    expect(ben.view?.remote.camera).toBe(true);
  });

  test('a failure of a camera that was already switched off is not shown', async () => {
    const { anna } = await inCall('video');
    anna.desk.camera(anna.id, false);
    fails(anna, 'camera');
    expect([anna.view?.local.camera, anna.view?.noCamera]).toEqual([false, undefined]);
  });

  test('a caller whose camera fails during the ringing talks without the camera and is shown the reason', async () => {
    const { anna, ben } = strangers();
    anna.place(ben, 'video');
    await ben.waitFor('ringing');
    fails(anna, 'camera', 'gone');
    ben.answer('video');
    await talking(anna, ben);
    expect([anna.view?.noCamera, anna.page.isSending.camera, ben.page.isSending.camera]).toEqual(['gone', false, true]);
  });

  test('a camera’s error stays visible through mute and hold, until the person switches the camera on again', async () => {
    const { world, anna } = await inCall('video');
    fails(anna, 'camera');
    for (const mute of [true, false]) anna.desk.mute(anna.id, mute);
    for (const held of [true, false]) anna.desk.hold(anna.id, held);
    await world.clock.advance(60_000);
    expect([anna.view?.local.camera, anna.view?.noCamera]).toEqual([false, 'busy']);
    anna.desk.camera(anna.id, true);
    expect([anna.view?.local.camera, anna.view?.noCamera]).toEqual([true, undefined]);
  });
});

describe('microphones', () => {
  test('a call continues muted when the microphone is unplugged, and both people see the mute', async () => {
    const { world, anna, ben } = await inCall();
    fails(anna, 'microphone', 'gone');
    await world.clock.advance(100);
    expect([anna.phase, anna.view?.local.mute, anna.view?.noMicrophone]).toEqual(['live', true, 'gone']);
    expect([anna.page.isSending.microphone, ben.view?.remote.mute]).toEqual([false, true]);
    expect(ben.page.sendFrame(0)).toBe(true); // and Anna still hears Ben
  });

  test('a failed microphone is tried again when the person unmutes', async () => {
    const { world, anna, ben } = await inCall();
    fails(anna, 'microphone');
    anna.desk.mute(anna.id, false);
    expect([anna.page.isSending.microphone, anna.view?.noMicrophone]).toEqual([true, undefined]);
    fails(anna, 'microphone', 'refused');
    await world.clock.advance(100);
    expect([anna.view?.local.mute, anna.view?.noMicrophone, ben.view?.remote.mute]).toEqual([true, 'refused', true]);
  });

  test('a call continues muted when the page that replaces a crashed one finds no microphone', async () => {
    const { world, anna, ben } = await inCall();
    anna.losePage();
    fails(anna, 'microphone');
    await talking(anna, ben);
    await world.clock.advance(100);
    expect([anna.view?.local.mute, ben.view?.remote.mute]).toEqual([true, true]);
  });

  test('a call does not begin without a microphone', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    fails(ben, 'microphone');
    expect(ben.reason).toBe('no-device');
  });
});

test('a failed microphone and a failed camera each show their own reason', async () => {
  const { anna } = await inCall('video');
  fails(anna, 'microphone', 'gone');
  fails(anna, 'camera', 'busy');
  expect([anna.view?.noMicrophone, anna.view?.noCamera]).toEqual(['gone', 'busy']);
  anna.desk.camera(anna.id, true);
  expect([anna.view?.noMicrophone, anna.view?.noCamera]).toEqual(['gone', undefined]);
});
