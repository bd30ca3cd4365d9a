// A headset operated by a test: what the headset page sends it, and what its reports mean, at a time that the test
// sets.
import type { HeadsetLights, HeadsetPress } from '../../../src/contract/headset.ts';
import { type Headset, newHeadset, receive, tell } from '../../../src/renderer/headset/headset.ts';
import { layoutOf } from '../../../src/renderer/headset/layout.ts';
import type { HidCollection } from '../../../src/renderer/headset/web-hid.ts';

/** A headset with this description, and the number of its report of buttons. */
export class PlayedHeadset {
  headset: Headset;
  readonly #buttons: number;
  nowMs = 10_000;

  constructor(collections: readonly HidCollection[], buttons: number) {
    const layout = layoutOf(collections);
    if (layout === undefined) throw new Error('the description has no layout');
    this.headset = newHeadset(layout);
    this.#buttons = buttons;
  }
  /** The reports that the headset is sent for these lights, each as [report id, bytes …]. */
  told(lights: HeadsetLights, laterMs = 2000): readonly (readonly number[])[] {
    this.nowMs += laterMs;
    const { headset, reports } = tell(this.headset, lights, this.nowMs);
    this.headset = headset;
    return reports.map(({ reportId, data }) => [reportId, ...data]);
  }
  /** The presses that this state of its buttons means, or `contradicts` if the headset must be sent its state again. */
  says(bits: number, laterMs = 2000): readonly HeadsetPress[] | 'contradicts' {
    this.nowMs += laterMs;
    const data = new DataView(Uint8Array.of(bits & 0xff, bits >> 8).buffer);
    const found = receive(this.headset, { reportId: this.#buttons, data }, this.nowMs);
    this.headset = found.headset;
    return found.contradicts ? 'contradicts' : found.presses;
  }
}
