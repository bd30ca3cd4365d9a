// Sound and pictures between two people with real workers, over a network that loses, delays and reorders by seeded
// dice. Counts what happened to every frame, and notes when the last voice frame was opened.
import type { Stream } from '../../../src/contract/ports.ts';
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';
import { readUint } from '../../../src/core/bytes.ts';
import { dice } from './dice.ts';
import type { Person, World } from './person.ts';
import { RealWorker } from './real-worker.ts';

/**
 * How bad the network is: the fraction of frames that are lost, and the longest delay of the others, so that frames
 * overtake each other.
 */
export interface Weather {
  readonly loss: number;
  readonly mostMs: number;
}

/** One direction of the media, from the sender to the receiver. */
export interface Way {
  readonly from: Person;
  readonly to: Person;
  readonly spoken: [number, number, number];
  readonly left: [number, number, number];
  readonly arrived: [number, number, number];
  readonly opened: [number, number, number];
  /** The longest time between two opened voice frames while the connection was up, in ms. */
  longestGapMs: number;
  openedAtMs: number;
}

const STREAMS = [0, 1, 2] as const;
const DATA = Uint8Array.from({ length: 60 }, (_, i) => i);

/** Gives every page that these people open from now on a real worker. Returns each person's newest worker. */
export function withRealWorkers(world: World, ...people: readonly Person[]): ReadonlyMap<Person, RealWorker> {
  const workers = new Map<Person, RealWorker>();
  for (const person of people) {
    person.onPage = (page) => {
      const worker = new RealWorker(world.clock);
      workers.set(person, worker);
      page.port = worker.port;
    };
  }
  return workers;
}

/** The media between two people who are in a call. */
export class SealedLine {
  readonly ways: readonly [Way, Way];
  readonly #world: World;
  readonly #workers: ReadonlyMap<Person, RealWorker>;
  readonly #roll: () => number;
  weather: Weather = { loss: 0, mostMs: 0 };
  #timestamp = 0;

  constructor(world: World, workers: ReadonlyMap<Person, RealWorker>, one: Person, two: Person, seed: string) {
    this.#world = world;
    this.#workers = workers;
    const random = dice(`line ${seed}`);
    this.#roll = () => readUintOf(random(4)) / 2 ** 32;
    const way = (from: Person, to: Person): Way => ({
      from,
      to,
      spoken: [0, 0, 0],
      left: [0, 0, 0],
      arrived: [0, 0, 0],
      opened: [0, 0, 0],
      longestGapMs: 0,
      openedAtMs: world.clock.nowMs(),
    });
    this.ways = [way(one, two), way(two, one)];
  }

  /** Both speak for `ms`: a voice frame every `everyMs`, and with every fifth a camera and a screen frame. */
  async speak(ms: number, everyMs: number): Promise<void> {
    const endMs = this.#world.clock.nowMs() + ms;
    for (let turn = 0; this.#world.clock.nowMs() < endMs; turn++) {
      this.#timestamp += everyMs * 48;
      const streams = turn % 5 === 0 ? STREAMS : ([0] as const);
      for (const way of this.ways) for (const stream of streams) this.#seal(way, stream);
      await this.#world.clock.advance(1);
      for (const way of this.ways) for (const stream of STREAMS) this.#send(way, stream);
      await this.#world.clock.advance(everyMs - 1);
      for (const way of this.ways) this.#look(way);
    }
  }

  #seal(way: Way, stream: Stream): void {
    way.spoken[stream]++;
    this.#worker(way.from).seal(stream, DATA, this.#timestamp % 2 ** 32);
  }

  #send(way: Way, stream: Stream): void {
    for (const frame of this.#worker(way.from).left(stream)) {
      way.left[stream]++;
      const isLost = way.from.page.peer === undefined || this.#roll() < this.weather.loss;
      if (!isLost) this.#world.clock.after(this.#roll() * this.weather.mostMs, () => this.#arrive(way, stream, frame));
    }
  }

  #arrive(way: Way, stream: Stream, frame: EncodedFrame): void {
    way.arrived[stream]++;
    this.#worker(way.to).open(stream, frame);
  }

  #look(way: Way): void {
    const nowMs = this.#world.clock.nowMs();
    for (const stream of STREAMS) {
      const opened = this.#worker(way.to).opened(stream).length;
      way.opened[stream] += opened;
      if (stream === 0 && opened > 0) way.openedAtMs = nowMs;
    }
    // While the connection is broken nothing is sent, and people are told so. A gap is measured again
    // from the moment at which the connection is back.
    if (way.to.phase !== 'live' || way.from.phase !== 'live') way.openedAtMs = nowMs;
    way.longestGapMs = Math.max(way.longestGapMs, nowMs - way.openedAtMs);
  }

  #worker(person: Person): RealWorker {
    const worker = this.#workers.get(person);
    if (worker === undefined) throw new Error(`${person.address} has no worker`);
    return worker;
  }
}

const readUintOf = (bytes: Uint8Array): number => Number(readUint(bytes, 0, 4));
