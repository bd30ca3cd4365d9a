// The two-second and the ten-second rule (protocol §7): a stream that receives packets and opens not one frame has a key problem, and
// it is said, mended by a rekey, or ends the call. And whether a path that is doubted is still one: what has come by it since the doubt
// began is the proof, and no word of anybody (docs/decisions/0027). Counts only.

const REKEY_MS = 2000;
const END_MS = 10_000;
const LONGEST_TICK_MS = 4000; // a longer pause was a sleep or a stuck page, and says nothing

/** A number for each stream: sound, camera, screen. */
export type PerStream = readonly [number, number, number];

/** The three streams of one call, in counts so far; measured: when, and when each of them was well last, in ms since 1970. */
export type Stalls = {
  readonly packets: PerStream;
  readonly opened: PerStream;
  readonly openedAtPackets: PerStream;
} & (
  | { readonly kind: 'unmeasured' }
  | { readonly kind: 'measured'; readonly atMs: number; readonly wellAtMs: PerStream }
);

/** Nothing counted yet. */
export const NO_STALLS: Stalls = {
  kind: 'unmeasured',
  packets: [0, 0, 0],
  opened: [0, 0, 0],
  openedAtPackets: [0, 0, 0],
};

/** Forgets what was measured: the connection is gone, so silence says nothing. */
export function withoutStalls({ packets, opened, openedAtPackets }: Stalls): Stalls {
  return { kind: 'unmeasured', packets, opened, openedAtPackets };
}

/** Another page counts packets from nothing. */
export function inNewPage(stalls: Stalls): Stalls {
  return { ...withoutStalls(stalls), packets: NO_STALLS.packets };
}

/**
 * Packets received so far, and which streams should carry frames (not muted, held or off): what must follow. `atMs` only goes forward.
 */
export function judged(
  before: Stalls,
  packets: PerStream,
  isExpected: readonly [boolean, boolean, boolean],
  atMs: number,
): { readonly stalls: Stalls; readonly verdict: 'well' | 'rekey' | 'end' } {
  const { opened, openedAtPackets } = before;
  const goesOn = before.kind === 'measured' && atMs - before.atMs <= LONGEST_TICK_MS;
  const wellBeforeMs: PerStream = goesOn ? before.wellAtMs : [atMs, atMs, atMs];
  const wellOf = (stream: 0 | 1 | 2): number => {
    const grew = packets[stream] > before.packets[stream];
    const hasOpened = opened[stream] > openedAtPackets[stream];
    return hasOpened || !grew || !isExpected[stream] ? atMs : wellBeforeMs[stream];
  };
  const wellAtMs: PerStream = [wellOf(0), wellOf(1), wellOf(2)];
  const longestMs = atMs - Math.min(...wellAtMs);
  return {
    stalls: { kind: 'measured', packets, opened, openedAtPackets: opened, atMs, wellAtMs },
    verdict: longestMs >= END_MS ? 'end' : longestMs >= REKEY_MS ? 'rekey' : 'well',
  };
}

/** What shows that a path is one: the address of this machine at which it begins, '' where nobody knows, and what has come by it. */
export type PathLife = { readonly address: string } & (
  | { readonly kind: 'unmeasured' }
  | { readonly kind: 'measured'; readonly packets: number; readonly answers: number }
);

/** Nothing is known of it. */
export const NO_LIFE: PathLife = { kind: 'unmeasured', address: '' };

/** What has come until now says nothing of what comes. */
export function unmeasured({ address }: PathLife): PathLife {
  return { kind: 'unmeasured', address };
}

/** The life after one more measurement; `hasCome` where packets or answers of the peer have come since the one before. */
export function livingBy(
  before: PathLife,
  [sound, camera, screen]: PerStream,
  way: { readonly address: string; readonly answers: number } | undefined,
): { readonly life: PathLife; readonly hasCome: boolean } {
  const packets = sound + camera + screen;
  const answers = way?.answers ?? 0;
  return {
    life: { kind: 'measured', address: way?.address ?? '', packets, answers },
    hasCome: before.kind === 'measured' && (packets > before.packets || answers > before.answers),
  };
}
