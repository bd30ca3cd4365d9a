// A device in use and a new one of the same person over a wire in a test's hand: it may drop, repeat, move, change and forge.
import { unwrap } from '../../../src/core/assert.ts';
import { type Bytes, toB64u } from '../../../src/core/bytes.ts';
import { issueDeviceList } from '../../../src/core/keys/device-list.ts';
import { type DeviceKeys, makeSigningKey } from '../../../src/core/keys/identity.ts';
import { readLinkCode } from '../../../src/core/keys/link-code.ts';
import { type LinkBundle, writeBundle } from '../../../src/core/signal/link-bundle.ts';
import type { LinkMessage } from '../../../src/core/signal/link.ts';
import type { Random } from '../../../src/main/app/clock.ts';
import type { DeviceSeeds } from '../../../src/main/app/long-term-keys.ts';
import { Giving } from '../../../src/main/devices/giving.ts';
import { Taking } from '../../../src/main/devices/taking.ts';
import type { Sent } from '../../../src/main/signalling/transport.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

export const address = 'anna@klinik.example';

/** What Anna's device in use hands over. */
export function annasBundle(change: Partial<LinkBundle> = {}): LinkBundle {
  const seed = new Uint8Array(32).fill(1);
  const list = issueDeviceList(makeSigningKey(seed.slice()), { address, devices: [], at: 1 });
  const pin = { person: toB64u(seed), version: 2, hash: toB64u(seed), since: 3 };
  const verified = { at: 9, way: 'code' as const };
  return {
    v: 1,
    seed: toB64u(seed),
    address,
    name: 'Anna',
    list: toB64u(list),
    devices: [{ device: 'a'.repeat(26), name: 'desk' }],
    people: [{ address: 'bert@klinik.example', name: 'Bert', rings: true, pin, verified, change: null, failed: 1 }],
    settings: { relayOnly: true, unknownCallers: 'silent', idleLockMinutes: 5, historyDays: 30 },
    ...change,
  };
}

/** A bundle as the messages that carry it. */
export function partsOf(bundle: LinkBundle): readonly LinkMessage[] {
  const parts = writeBundle(bundle);
  if (typeof parts === 'string') throw new Error(parts);
  return parts;
}

interface Letter {
  readonly to: string;
  readonly from: string;
  readonly bytes: Bytes;
}

/** Both sides, and the wire between them. */
export class TwoDevices {
  readonly clock = heldClock();
  readonly key: DeviceKeys = deviceKeysOf(new Uint8Array(32).fill(5));
  /** What is on its way, in order. */
  wire: Letter[] = [];
  /** Everything that was ever sent. */
  readonly sent: Letter[] = [];
  answer: Sent = 'sent';
  /** How long the broker takes to acknowledge. */
  delayMs = 0;
  onlyAddress = '';
  disk: 'kept' | 'disk' = 'kept';
  bundle: LinkBundle | undefined = annasBundle();
  readonly kept: { readonly bundle: LinkBundle; readonly seeds: DeviceSeeds }[] = [];
  readonly done: string[] = [];
  left = 0;
  isBegun = false;
  failures = 0;
  readonly taking: Taking;
  giving: Giving | undefined;

  constructor(random: Random = systemRandom, deviceName = 'laptop') {
    this.taking = new Taking({
      deviceName,
      send: (to, bytes) => this.#send(this.taking.device, to, bytes),
      clock: this.clock,
      random,
      onlyAddress: () => this.onlyAddress,
      keep: (bundle, seeds) => {
        if (this.disk === 'kept') this.kept.push({ bundle, seeds });
        return this.disk;
      },
      onChange: () => undefined,
      onKept: () => void (this.isBegun = true),
      onFailed: () => void this.failures++,
    });
  }

  /** The person types the code on the device in use; `from` is another key where it is somebody else's device. */
  give(key = this.key, name = 'Anna', of = address): Giving {
    const view = this.taking.view;
    const code = view.kind === 'code' ? readLinkCode(view.code) : 'unfinished';
    const { device } = typeof code === 'string' ? { device: this.taking.device } : code;
    const from = key.id;
    this.giving = new Giving(device, {
      own: { address: of, name, deviceKeys: key },
      send: (to, bytes) => this.#send(from, to, bytes),
      clock: this.clock,
      random: systemRandom,
      bundle: () => this.bundle,
      onChange: () => undefined,
      onLeaving: () => void this.left++,
      onDone: (_device, called) => this.done.push(called),
    });
    return this.giving;
  }

  /** Carries what is on its way until nothing is, or `most` letters. */
  async carry(most = 1000): Promise<void> {
    for (let n = 0; n < most; n++) {
      for (let turn = 0; turn < 6; turn++) await Promise.resolve();
      const letter = this.wire.shift();
      if (letter === undefined) return;
      this.deliver(letter);
    }
  }

  deliver({ to, from, bytes }: Letter): void {
    if (to === this.taking.device) this.taking.receive(from, bytes);
    else if (to === this.key.id) this.giving?.receive(from, bytes);
  }

  /** The number as the device in use shows it. */
  get number(): string {
    const view = unwrap(this.giving, 'somebody gives').view;
    return view.kind === 'number' ? view.number : '';
  }

  /** As far as the person at the device in use is asked. */
  async untilAsked(): Promise<Giving> {
    const giving = this.give();
    await this.carry();
    this.taking.type(this.number);
    await this.carry();
    return giving;
  }

  #send(from: string, to: string, bytes: Bytes): Promise<Sent> {
    if (this.answer === 'sent') {
      const letter = { from, to, bytes };
      this.wire.push(letter);
      this.sent.push(letter);
    }
    const { answer, delayMs } = this;
    if (delayMs === 0) return Promise.resolve(answer);
    return new Promise((resolve) => void this.clock.after(delayMs, () => resolve(answer)));
  }
}
