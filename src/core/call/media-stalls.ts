// The two-second and the ten-second rule (protocol §7): a stream that receives packets and opens no frame has a key
// problem. After two seconds the keys are renewed, and after ten the call ends.
// Also judges whether a doubted path still works. The proof is what has arrived over the path since the doubt began.
// A claim of the page or of the peer is no proof (docs/decisions/0027). This file only compares counts.

const REKEY_MS = 2000;
const END_MS = 10_000;
const LONGEST_TICK_MS = 4000; // a longer gap was a sleep or a stuck page, and proves nothing

/** A number for each stream: sound, camera, screen. */
export type PerStream = readonly [number, number, number];

/**
 * The three streams of one call, as counts so far. Once measured, also the time of the last measurement and the time at
 * which each stream was last in order, in ms since 1970.
 */
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

/**
 * Forgets when streams were in order, and keeps the counts. The connection or the hold has changed, so missing frames
 * prove nothing.
 */
export function withoutStalls({ packets, opened, openedAtPackets }: Stalls): Stalls {
  return { kind: 'unmeasured', packets, opened, openedAtPackets };
}

/** A new page counts packets from zero. */
export function inNewPage(stalls: Stalls): Stalls {
  return { ...withoutStalls(stalls), packets: NO_STALLS.packets };
}

/**
 * Judges the packets received so far. `isExpected`: which streams should carry frames, because they are not muted, held
 * or off. `atMs` must never decrease.
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

/** The evidence that a path works: the local address at which it begins ('' if unknown), and what arrived over it. */
export type PathLife = { readonly address: string } & (
  | { readonly kind: 'unmeasured' }
  | { readonly kind: 'measured'; readonly packets: number; readonly answers: number }
);

/** Nothing is known of the path. */
export const NO_LIFE: PathLife = { kind: 'unmeasured', address: '' };

/** Earlier arrivals say nothing about the path from now on. */
export function unmeasured({ address }: PathLife): PathLife {
  return { kind: 'unmeasured', address };
}

/**
 * The evidence after one more measurement. `hasCome`: packets or responses of the peer arrived since the measurement
 * before.
 */
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
