// The two-second and the ten-second rule (protocol §7): a stream that receives packets and opens not one frame has a key problem, and
// it is said, mended by a rekey, or ends the call. And whether a path that is doubted is still one: what has come by it since the doubt
// began is the proof, and no word of anybody (docs/decisions/0027). Counts only.

const REKEY_MS = 2000;
const END_MS = 10_000;
const LONGEST_TICK_MS = 4000; // a longer pause was a sleep or a stuck page, and says nothing
const STREAMS = [0, 1, 2] as const;

/** A number for each stream: sound, camera, screen. */
export type PerStream = readonly [number, number, number];

/** The three streams of one call, in counts so far and ms since 1970. */
export interface Stalls {
  readonly packets: PerStream;
  readonly opened: PerStream;
  readonly openedAtPackets: PerStream;
  readonly atMs: number | undefined;
  readonly sinceMs: readonly [number | undefined, number | undefined, number | undefined];
}

/** Nothing counted yet. */
export const NO_STALLS: Stalls = {
  packets: [0, 0, 0],
  opened: [0, 0, 0],
  openedAtPackets: [0, 0, 0],
  atMs: undefined,
  sinceMs: [undefined, undefined, undefined],
};

/** Forgets what was measured: the connection is gone, so silence says nothing. */
export function withoutStalls(stalls: Stalls): Stalls {
  return { ...stalls, atMs: undefined, sinceMs: NO_STALLS.sinceMs };
}

/**
 * Packets received so far, and which streams should carry frames (not muted, held or off): what must follow. `atMs` only goes forward.
 */
export function judged(
  stalls: Stalls,
  packets: PerStream,
  isExpected: readonly [boolean, boolean, boolean],
  atMs: number,
): { readonly stalls: Stalls; readonly verdict: 'well' | 'rekey' | 'end' } {
  const isSlept = stalls.atMs !== undefined && atMs - stalls.atMs > LONGEST_TICK_MS;
  const before = isSlept ? withoutStalls(stalls) : stalls;
  const since = (stream: 0 | 1 | 2): number | undefined => {
    const grew = packets[stream] > before.packets[stream];
    const hasOpened = before.opened[stream] > before.openedAtPackets[stream];
    if (hasOpened || !grew || !isExpected[stream]) return undefined;
    return before.sinceMs[stream] ?? before.atMs ?? atMs;
  };
  const sinceMs = [since(0), since(1), since(2)] as const;
  const longestMs = Math.max(...STREAMS.map((stream) => atMs - (sinceMs[stream] ?? atMs)));
  return {
    stalls: { packets, opened: before.opened, openedAtPackets: before.opened, atMs, sinceMs },
    verdict: longestMs >= END_MS ? 'end' : longestMs >= REKEY_MS ? 'rekey' : 'well',
  };
}

/** What shows that a path is one: the address of this machine at which it begins, '' where nobody knows, and what has come by it. */
export interface PathLife {
  readonly address: string;
  readonly before: { readonly packets: number; readonly answers: number } | undefined;
}

/** Nothing measured yet. */
export const NO_LIFE: PathLife = { address: '', before: undefined };

/** The life after one more measurement; `hasCome` where packets or answers of the peer have come since the one before. */
export function livingBy(
  life: PathLife,
  packets: PerStream,
  way: { readonly address: string; readonly answers: number } | undefined,
): { readonly life: PathLife; readonly hasCome: boolean } {
  const now = { packets: packets[0] + packets[1] + packets[2], answers: way?.answers ?? 0 };
  const { before } = life;
  return {
    life: { address: way?.address ?? '', before: now },
    hasCome: before !== undefined && (now.packets > before.packets || now.answers > before.answers),
  };
}
