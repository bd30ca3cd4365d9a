// A microphone or camera that is switched on and does not run: the switch goes back, both people see what is so, and the next press
// tries again. What the page says of its devices is played here; that it says so is tried in test/e2e/chromium/stage.spec.ts.
import { describe, expect, test } from 'vitest';
import type { DeviceCause } from '../../src/contract/device-cause.ts';
import { inCall, type Person, strangers, talking } from './support/world.ts';

const fails = (it: Person, device: 'microphone' | 'camera', cause: DeviceCause = 'busy'): void =>
  it.desk.mediaFact({ kind: 'no-device', call: it.id, device, cause });

describe('a camera', () => {
  test.each(['busy', 'gone', 'refused'] as const)(
    'that does not start in a call is off, and says why (%s)',
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

  test('is tried again at the next press, and what was said of it is gone', async () => {
    const { world, anna, ben } = await inCall();
    anna.desk.camera(anna.id, true);
    fails(anna, 'camera');
    anna.desk.camera(anna.id, true);
    expect([anna.view?.local.camera, anna.view?.noCamera, anna.page.isSending.camera]).toEqual([true, undefined, true]);
    await world.clock.advance(100);
    expect(ben.view?.remote.camera).toBe(true);
  });

  test('that was switched off meanwhile is nothing to speak of', async () => {
    const { anna } = await inCall('video');
    anna.desk.camera(anna.id, false);
    fails(anna, 'camera');
    expect([anna.view?.local.camera, anna.view?.noCamera]).toEqual([false, undefined]);
  });

  test('that does not start before the call has begun: it begins without, and says so', async () => {
    const { anna, ben } = strangers();
    anna.place(ben, 'video');
    await ben.waitFor('ringing');
    fails(anna, 'camera', 'gone');
    ben.answer('video');
    await talking(anna, ben);
    expect([anna.view?.noCamera, anna.page.isSending.camera, ben.page.isSending.camera]).toEqual(['gone', false, true]);
  });

  test('that is missed says so as long as nobody switches it, whatever else is switched', async () => {
    const { world, anna } = await inCall('video');
    fails(anna, 'camera');
    for (const mute of [true, false]) anna.desk.mute(anna.id, mute);
    for (const held of [true, false]) anna.desk.hold(anna.id, held);
    await world.clock.advance(60_000);
    expect([anna.view?.local.camera, anna.view?.noCamera]).toEqual([false, 'busy']);
  });
});

describe('a microphone', () => {
  test('that is unplugged in a call: the call goes on muted, and both read it', async () => {
    const { world, anna, ben } = await inCall();
    fails(anna, 'microphone', 'gone');
    await world.clock.advance(100);
    expect([anna.phase, anna.view?.local.mute, anna.view?.noMicrophone]).toEqual(['live', true, 'gone']);
    expect([anna.page.isSending.microphone, ben.view?.remote.mute]).toEqual([false, true]);
    expect(ben.page.sendFrame(0)).toBe(true); // and is heard
  });

  test('is tried again when it is unmuted', async () => {
    const { world, anna, ben } = await inCall();
    fails(anna, 'microphone');
    anna.desk.mute(anna.id, false);
    expect([anna.page.isSending.microphone, anna.view?.noMicrophone]).toEqual([true, undefined]);
    fails(anna, 'microphone', 'refused');
    await world.clock.advance(100);
    expect([anna.view?.local.mute, anna.view?.noMicrophone, ben.view?.remote.mute]).toEqual([true, 'refused', true]);
  });

  test('that the page after a lost one does not find ends nothing: the call goes on muted', async () => {
    const { world, anna, ben } = await inCall();
    anna.losePage();
    fails(anna, 'microphone');
    await talking(anna, ben);
    await world.clock.advance(100);
    expect([anna.view?.local.mute, ben.view?.remote.mute]).toEqual([true, true]);
  });

  test('and no call begins without one', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    fails(ben, 'microphone');
    expect(ben.reason).toBe('no-device');
  });
});

test('with microphone and camera gone each says its own', async () => {
  const { anna } = await inCall('video');
  fails(anna, 'microphone', 'gone');
  fails(anna, 'camera', 'busy');
  expect([anna.view?.noMicrophone, anna.view?.noCamera]).toEqual(['gone', 'busy']);
  anna.desk.camera(anna.id, true);
  expect([anna.view?.noMicrophone, anna.view?.noCamera]).toEqual(['gone', undefined]);
});
