// The states of a call's media, and the result of an event in them, as short texts for the tables of the media.
import type { MediaEvent } from '../../../src/core/call/media-event.ts';
import { firstMedia, heardOf, type MediaState, pictureOf } from '../../../src/core/call/media-state.ts';
import type { Role } from '../../../src/core/call/ring-state.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import { all, Bench, described, opening, ringOf, step, THEIRS, type Timeless } from './media-bench.ts';

const theirs = (type: 'offer' | 'answer'): Timeless => ({
  kind: 'remote-description',
  type,
  sdp: sampleSdp('them', THEIRS, type),
  fingerprint: THEIRS,
});
/** The peer's restart. */
export const restart = (type: 'offer' | 'answer', fingerprint = THEIRS) =>
  ({ kind: 'restart', type, fingerprint, sdp: sampleSdp('them2', fingerprint, type) }) as const;

/** A video call in which both sides have described their connections, and READY or CONFIRM has passed. */
function connecting(role: Role, change = {}): Bench {
  const [ours, peers] = role === 'callee' ? (['offer', 'answer'] as const) : (['answer', 'offer'] as const);
  const bench = new Bench(ringOf('confirming', role), firstMedia(true));
  for (const event of [opening({ offers: role === 'callee', ...change }), theirs(peers), described(ours)])
    bench.on(event);
  bench.on({ kind: 'time' }, { ring: ringOf('connecting', role) });
  return bench;
}

/** The same call once it is live, after these events. */
function live(role: Role, change = {}, ...events: readonly Timeless[]): Bench {
  const bench = connecting(role, change);
  bench.on({ kind: 'connection', state: 'connected', fingerprint: THEIRS });
  bench.on({ kind: 'time' }, { ring: ringOf('live', role) });
  for (const event of events) bench.on(event);
  return bench;
}

function begun(ring: 'calling' | 'answering', ...events: readonly Timeless[]): Bench {
  const bench = new Bench(ringOf(ring, ring === 'calling' ? 'caller' : 'callee'), firstMedia(true));
  bench.on(opening({ offers: ring === 'answering' }));
  for (const event of events) bench.on(event);
  return bench;
}

function ringing(): Bench {
  const bench = new Bench(ringOf('ringing', 'callee'), firstMedia(true));
  bench.around = { ...bench.around, page: 'none', nr: 0 };
  return bench;
}

const asked: Timeless = { kind: 'restart-asked', cause: 'time' };
/** Calls in different situations. */
export const situations = {
  'no path': ringing(),
  opened: begun('calling'),
  described: begun('answering', described('offer')),
  connecting: connecting('caller'),
  live: live('caller'),
  describing: live('caller', {}, asked),
  offered: live('caller', {}, asked, described('offer', 'ours2')),
  'offered by the callee': live('callee', {}, asked, described('offer', 'ours2')),
  answering: live('caller', {}, { kind: 'peer-restart', message: restart('offer') }),
  held: live('caller', {}, { kind: 'switched', change: { hold: true } }),
  'voice only': live('caller', {}, { kind: 'pictures', isAllowed: false }),
  'relays only': live('caller', { mustRelay: true, hasRelays: true }),
  'wrong code': live('caller', {}, { kind: 'silenced' }),
} as const satisfies Record<string, Bench>;
/** The name of a situation. */
export type SituationName = keyof typeof situations;

/** The facts about the media, in text. */
export function facts(media: MediaState): readonly string[] {
  const { heldFor, kind, path, peer, switches, text } = media;
  const { failed, local } = switches;
  const are: Record<string, boolean> = {
    muted: local.mute,
    camera: local.camera,
    hold: local.hold,
    'their mute': switches.peer.mute,
    'their hold': switches.peer.hold,
    'voice only': !switches.mayVideo,
    'may share': media.mayShare !== 'none',
    chosen: media.share.kind !== 'none',
    'no camera': failed.noCamera !== undefined,
    'no microphone': failed.noMicrophone !== undefined,
    'held for another': heldFor.kind !== 'itself',
    [kind]: kind !== 'closed',
    heard: heardOf(media) !== undefined,
    waits: peer.kind === 'waiting',
    typed: text.unsent.length > 0,
    'not as it begins': pictureOf(media).step !== 'first',
  };
  if (path.kind === 'open') {
    const { restarts, stalls } = path;
    are['relays'] = path.uses === 'relays';
    are['constant rate'] = path.isConstantRate;
    are['rate owed'] = restarts.owed === 'constant-rate';
    are['opened'] = stalls.opened.some((count) => count > 0);
    are['counted'] = stalls.kind === 'measured';
    are['path'] = true;
    are[`${path.made.length} of ours`] = path.own.kind === 'described';
    if (path.peer.kind === 'described') {
      are[`theirs ${path.peer.ufrag}`] = true;
      are[`${path.peer.taken} of theirs taken`] = path.peer.taken > 0;
    }
    are['connected'] = path.isConnected;
    are[restarts.current.kind] = restarts.current.kind !== 'none';
    are['another due'] = restarts.isAnotherDue;
    are['candidates wait'] = path.candidates.kind === 'kept' && path.candidates.list.length > 0;
    are['candidates may leave'] = path.candidates.kind === 'leaving';
  }
  return Object.keys(are).filter((name) => are[name]);
}

/** The facts in each situation. */
export const so: Record<SituationName, string> = {
  'no path': 'camera',
  opened: 'camera, path',
  described: 'camera, path, 1 of ours',
  connecting: 'camera, open, path, 1 of ours, theirs them, candidates may leave',
  live: 'camera, open, path, 1 of ours, theirs them, connected, candidates may leave',
  describing: 'camera, open, path, 1 of ours, theirs them, connected, describing, candidates may leave',
  offered: 'camera, open, path, 2 of ours, theirs them, connected, offered, candidates may leave',
  'offered by the callee': 'camera, open, path, 2 of ours, theirs them, connected, offered, candidates may leave',
  answering: 'camera, open, path, 1 of ours, theirs them2, connected, answering, candidates may leave',
  held: 'camera, hold, open, path, 1 of ours, theirs them, connected, candidates may leave',
  'voice only': 'voice only, open, path, 1 of ours, theirs them, connected, candidates may leave',
  'relays only': 'camera, open, relays, path, 1 of ours, theirs them, connected, candidates may leave',
  'wrong code': 'camera, silenced, path, 1 of ours, theirs them, connected, candidates may leave',
};

/**
 * The new facts, the facts that no longer hold, and the effects and raised events; `unheard` if the event does not
 * concern the media.
 */
function cell({ around, media }: Bench, event: Timeless): string {
  const done = step(media, event, around);
  if (done === undefined) return 'unheard';
  const [before, next] = [facts(media), facts(done.next)];
  const changes = [
    ...next.filter((fact) => !before.includes(fact)),
    ...before.filter((fact) => !next.includes(fact)).map((fact) => `not ${fact}`),
  ].join(', ');
  return [changes, all(done)].filter((each) => each !== '').join(': ');
}

/** The result of an event in each situation; `else` applies to each situation that is not named. */
export type Cells = Readonly<{ else: string } & Partial<Record<SituationName, string>>>;
/** Events of some kinds, each with its name and cells. A kind that is missing does not compile. */
export type Table<Kind extends MediaEvent['kind']> = {
  readonly [K in Kind]: readonly (readonly [
    what: string,
    event: Omit<Extract<MediaEvent, { kind: K }>, 'kind'>,
    cells: Cells,
  ])[];
};
const names = Object.keys(situations) as SituationName[];

/** Each row of a table: kind, name, the actual result in each situation, and the expected result. */
export function rowsOf<Kind extends MediaEvent['kind']>(
  table: Table<Kind>,
): readonly (readonly [Kind, string, Record<string, string>, Record<string, string>])[] {
  return (Object.keys(table) as Kind[]).flatMap((kind) =>
    table[kind].map(([what, event, cells]) => {
      const of = (word: (name: SituationName) => string) => Object.fromEntries(names.map((name) => [name, word(name)]));
      const comes = of((name) => cell(situations[name], { kind, ...event } as unknown as Timeless));
      return [kind, what, comes, of((name) => cells[name] ?? cells.else)] as const;
    }),
  );
}

/** The kinds of event in media-table.test.ts. All others are in media-path-table.test.ts. */
export type SwitchKind = Extract<
  MediaEvent['kind'],
  | 'switched'
  | 'talk'
  | 'talk-over'
  | 'held-for'
  | 'peer-switched'
  | 'key-frame-asked'
  | 'pictures'
  | 'no-device'
  | 'sharing-allowed'
  | 'share-chosen'
  | 'share-handed'
  | 'share-captured'
  | 'share-lost'
  | 'share-sound-lost'
  | 'share-stopped'
  | 'text-typed'
  | 'announced'
  | 'silenced'
  | 'measured'
  | 'frames'
  | 'held'
>;
