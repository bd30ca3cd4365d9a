// Which systems can leave our own sound out of a capture of the computer's sound.
import { expect, it } from 'vitest';
import { leavesOutOwnSound } from '../../../src/main/app/own-sound.ts';

it.each<readonly [NodeJS.Platform, string, boolean]>([
  ['win32', '10.0.19045', false], // Windows 10 22H2
  ['win32', '10.0.20348', false], // Server 2022
  ['win32', '10.0.22000', true], // Windows 11
  ['win32', '10.0.26100', true],
  ['win32', '6.3.9600', false],
  ['win32', '', false],
  ['darwin', '14.1.2', false],
  ['darwin', '14.2', true],
  ['darwin', '15.0.1', true],
  ['darwin', '26.1.0', true],
  ['darwin', '13.7', false],
  ['linux', '6.12.0', false],
])('on %s %s the sound of the computer can be shared without our own: %s', (platform, version, can) => {
  expect(leavesOutOwnSound(platform, version)).toBe(can);
});
