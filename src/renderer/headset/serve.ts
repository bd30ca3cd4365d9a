// The page of headsets: opens those that main lets it have, shows them how the calls stand and tells main what was pressed. It decides
// nothing, shows nothing, and no byte of a peer comes here (decision 0090).
import { type HeadsetLights, type HeadsetSeen, MOST_HEADSETS } from '../../contract/headset.ts';
import type { Siegel } from '../../contract/ipc.ts';
import { type Headset, isHookWrong, newHeadset, noLights, receive, tell } from './headset.ts';
import { layoutOf } from './layout.ts';
import type { Hid, HidDevice, HidInputReport } from './web-hid.ts';

const SETTLED_MS = 800; // so long after a press what it led to has been told to the device
const LONGEST_NAME = 100;

interface Open {
  headset: Headset;
  last: Promise<unknown>; // what is being sent: one after the other
}

/** Serves the headsets of `hid` until the page ends. */
export function serveHeadsets(siegel: Pick<Siegel, 'call' | 'on'>, hid: Hid | undefined): void {
  const open = new Map<HidDevice, Open>();
  const seen = new Map<HidDevice, HeadsetSeen>();
  let lights = noLights;

  function send(device: HidDevice, all = false): void {
    const found = open.get(device);
    if (found === undefined) return;
    const { headset, reports } = tell(found.headset, lights, performance.now(), all);
    found.headset = headset;
    for (const { reportId, data } of reports)
      found.last = found.last.then(() => device.sendReport(reportId, data)).catch(() => undefined); // it is gone, or busy
  }

  function received(device: HidDevice, report: HidInputReport): void {
    const found = open.get(device);
    if (found === undefined) return;
    const { headset, presses, contradicts } = receive(found.headset, report, performance.now());
    found.headset = headset;
    if (contradicts) send(device, true);
    for (const press of presses) void pressed(device, press);
  }

  // Where main does not do it, as on a locked screen, the device goes back to how the calls stand.
  async function pressed(device: HidDevice, press: Parameters<typeof siegel.call<'headset.press'>>[1]): Promise<void> {
    await siegel.call('headset.press', press).catch(() => undefined);
    setTimeout(() => {
      const found = open.get(device);
      if (found !== undefined && (press.kind === 'mute' || isHookWrong(found.headset))) send(device, true);
    }, SETTLED_MS);
  }

  function tellSeen(): void {
    void siegel.call('headset.seen', { devices: [...seen.values()] }).catch(() => undefined);
  }

  async function add(device: HidDevice): Promise<void> {
    if (seen.has(device) || seen.size >= MOST_HEADSETS) return;
    const name = device.productName.slice(0, LONGEST_NAME);
    const layout = layoutOf(device.collections);
    seen.set(device, { name, state: layout === undefined ? 'no-buttons' : 'not-opened' });
    if (layout !== undefined && (await opened(device)) && seen.has(device)) {
      open.set(device, { headset: newHeadset(layout), last: Promise.resolve() });
      device.addEventListener('inputreport', (report) => received(device, report));
      seen.set(device, { name, state: 'ready' });
      send(device, true);
    }
    tellSeen();
  }

  siegel.on('lights', (next: HeadsetLights) => {
    lights = next;
    for (const device of open.keys()) send(device);
  });
  hid?.addEventListener('connect', ({ device }) => void add(device));
  hid?.addEventListener('disconnect', ({ device }) => {
    open.delete(device);
    if (seen.delete(device)) tellSeen();
  });
  const begin = async (): Promise<void> => {
    const devices = (await hid?.getDevices()) ?? [];
    if (devices.length === 0) tellSeen();
    for (const device of devices) await add(device);
  };
  void begin();
}

async function opened(device: HidDevice): Promise<boolean> {
  try {
    if (!device.opened) await device.open();
    return true;
  } catch {
    return false; // the system lets nobody, or another program has it alone
  }
}
