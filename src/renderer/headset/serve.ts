// The page of headsets: opens those that main allows, shows them the state of the calls, and reports presses to main.
// It decides nothing, shows nothing, and no byte of a peer gets here (decision 0090).
import { type HeadsetLights, type HeadsetPress, type HeadsetSeen, MOST_HEADSETS } from '../../contract/headset.ts';
import type { Siegel } from '../../contract/ipc.ts';
import { type Headset, isHookWrong, newHeadset, noLights, receive, tell } from './headset.ts';
import { layoutOf } from './layout.ts';
import type { Hid, HidDevice, HidInputReport } from './web-hid.ts';

const SETTLED_MS = 800; // how long after main's reply the result of a press has surely been sent to the device
const LONGEST_NAME = 100; // main refuses a list with a longer name
// A faulty device must not disturb the person with presses.
const MOST_PRESSES = 8;
const PER_MS = 10_000;

type Told = HeadsetPress['kind'];

interface Open {
  headset: Headset;
  due: 'nothing' | 'changes' | 'all'; // which reports on the lights are still to be sent
  isSending: boolean;
  presses: readonly number[]; // times of the latest presses
  readonly asking: Set<Told>; // kinds of presses without a reply from main yet
  settle: ReturnType<typeof setTimeout> | undefined;
}

/** Serves the headsets of `hid` until the page ends. */
export function serveHeadsets(siegel: Pick<Siegel, 'call' | 'on'>, hid: Hid | undefined): void {
  const open = new Map<HidDevice, Open>();
  const seen = new Map<HidDevice, HeadsetSeen>();
  let lights = noLights;

  // One report at a time. Changes that come meanwhile are sent afterwards, in their newest state.
  function send(device: HidDevice, all = false): void {
    const found = open.get(device);
    if (found === undefined) return;
    found.due = all || found.due === 'all' ? 'all' : 'changes';
    if (!found.isSending) void sendDue(device, found);
  }

  async function sendDue(device: HidDevice, found: Open): Promise<void> {
    found.isSending = true;
    while (found.due !== 'nothing' && open.get(device) === found) {
      const { headset, reports } = tell(found.headset, lights, performance.now(), found.due === 'all');
      found.headset = headset;
      found.due = 'nothing';
      // A report may fail because the headset was unplugged or is busy.
      for (const { reportId, data } of reports) await device.sendReport(reportId, data).catch(() => undefined);
    }
    found.isSending = false;
  }

  function received(device: HidDevice, report: HidInputReport): void {
    const found = open.get(device);
    if (found === undefined) return;
    const { headset, presses, contradicts } = receive(found.headset, report, performance.now());
    found.headset = headset;
    if (contradicts) send(device, true);
    for (const press of presses) if (mayPress(found, press)) void pressed(device, found, press);
  }

  // A press that hangs up or mutes is never dropped for being one of too many. But no press is passed on while main has
  // not replied to an earlier press of the same kind.
  function mayPress(found: Open, press: HeadsetPress): boolean {
    if (found.asking.has(press.kind)) return false;
    if ((press.kind === 'hook' && !press.off) || press.kind === 'drop') return true;
    if (press.kind === 'mute' && press.mute) return true;
    const now = performance.now();
    found.presses = found.presses.filter((at) => now - at < PER_MS);
    if (found.presses.length >= MOST_PRESSES) return false;
    found.presses = [...found.presses, now];
    return true;
  }

  // Afterwards the state of the calls is sent to the device again if mute was pressed, or if the device is left with a
  // wrong hook state because main refused the press, as on a locked screen.
  async function pressed(device: HidDevice, found: Open, press: HeadsetPress): Promise<void> {
    found.asking.add(press.kind);
    await siegel.call('headset.press', press).catch(() => undefined);
    found.asking.delete(press.kind);
    clearTimeout(found.settle);
    found.settle = setTimeout(() => {
      if (press.kind === 'mute' || isHookWrong(found.headset)) send(device, true);
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
      open.set(device, {
        headset: newHeadset(layout),
        due: 'nothing',
        isSending: false,
        presses: [],
        asking: new Set(),
        settle: undefined,
      });
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
    return false; // the system forbids it, or another program uses the device exclusively
  }
}
