import { describe, expect, test } from 'vitest';
import { Switches } from '../../../src/main/calls/switches.ts';

const peer = { mute: false, camera: true, hold: false, screen: false };
const bits = [false, true];
const combinations = bits.flatMap((mute) =>
  bits.flatMap((camera) =>
    bits.flatMap((mayVideo) =>
      bits.flatMap((ours) => bits.map((theirs) => ({ mute, camera, mayVideo, ours, theirs }))),
    ),
  ),
);

describe('the switches of a call', () => {
  test.each(combinations)('let nothing pass while anybody holds: %o', ({ mute, camera, mayVideo, ours, theirs }) => {
    const switches = new Switches(camera);
    switches.limitVideo(mayVideo);
    switches.change({ mute, camera, hold: ours });
    switches.hear({ ...peer, hold: theirs });
    const isHeld = ours || theirs;
    expect(switches.isHeld).toBe(isHeld);
    expect(switches.sent).toEqual({ microphone: !isHeld && !mute, camera: !isHeld && camera && mayVideo });
    expect(switches.played).toEqual({ sound: !isHeld, camera: !isHeld && mayVideo });
    expect(switches.expected).toEqual([!isHeld, !isHeld && mayVideo, false]);
  });

  test('a hold that comes and goes has switched nothing else', () => {
    const switches = new Switches(true);
    switches.change({ mute: true });
    const before = switches.local;
    switches.change({ hold: true });
    expect(switches.local).toEqual({ ...before, hold: true });
    switches.change({ hold: false });
    expect(switches.local).toEqual(before);
  });

  test('pictures that policy gives back leave the camera off and show those of the peer', () => {
    const switches = new Switches(true);
    switches.hear(peer);
    switches.limitVideo(false);
    switches.change({ camera: false });
    expect(switches.remote.camera).toBe(false);
    switches.limitVideo(true);
    expect([switches.local.camera, switches.remote.camera]).toEqual([false, true]);
  });
});
