// `npm run bench:list-reading`: how long reading a list of 64 devices holds up everything else of main, at once and in slices. Printed
// is the most time of the processor that went by without a turn of something else, of twenty readings each: what other programs take
// from it does not count. Nothing is timed as a test.
import { issueCertificate } from '../../src/core/keys/certificate.ts';
import { deviceListSteps, issueDeviceList, readDeviceList } from '../../src/core/keys/device-list.ts';
import { makeSigningKey } from '../../src/core/keys/identity.ts';
import { createSlices } from '../../src/main/app/slices.ts';
import { deviceKeysOf } from '../support/device-keys.ts';
import { longestPause } from '../support/longest-pause.ts';

const READINGS = 20;
const address = 'anna@demo.example';
const key = makeSigningKey(new Uint8Array(32).fill(1));
const devices = Array.from({ length: 64 }, (_, at) =>
  issueCertificate(key, {
    address,
    keys: deviceKeysOf(new Uint8Array(32).fill(at + 1)),
    name: '',
    since: 1000,
    until: 2000,
  }),
);
const payload = issueDeviceList(key, { address, devices, at: 1 });

const slices = createSlices();
const ways = {
  'at once': () => Promise.resolve().then(() => readDeviceList(payload, address)),
  'in slices': () => slices.run(deviceListSteps(payload, address)),
  'ten in slices': () => Promise.all(Array.from({ length: 10 }, () => slices.run(deviceListSteps(payload, address)))),
};
for (const [name, work] of Object.entries(ways)) {
  const pauses: number[] = [];
  for (let reading = 0; reading < READINGS; reading++) pauses.push(await longestPause(work));
  pauses.sort((a, b) => a - b);
  const [median = 0, most = 0] = [pauses[READINGS / 2], pauses.at(-1)];
  process.stdout.write(
    `${name.padEnd(14)} longest pause: median ${median.toFixed(1)} ms, most ${most.toFixed(1)} ms\n`,
  );
}
