// The complaint “a call that fails without saying why”: whatever goes wrong and whenever, both people are shown a true
// end reason from the closed list, and what to do next.
import { describe, expect, test } from 'vitest';
import { EndReason } from '../../src/contract/failure.ts';
import { createTranslator } from '../../src/renderer/i18n/translate.ts';
import { type Person, strangers, type World } from './support/world.ts';

const isRinging = ({ view }: Person): boolean => view?.phase.kind === 'calling' && view.phase.ringing;

/** The stages of a call at which something can go wrong. */
const stages = {
  ringing: async (world: World, anna: Person, ben: Person) => {
    await ben.waitFor('ringing');
    await world.clock.until('the ringing is known', () => isRinging(anna));
  },
  answered: async (_world: World, _anna: Person, ben: Person) => {
    await ben.waitFor('ringing');
    ben.answer();
  },
  securing: async (_world: World, anna: Person, ben: Person) => {
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('securing');
  },
  connecting: async (world: World, anna: Person, ben: Person) => {
    world.air.join = () => undefined;
    await ben.waitFor('ringing');
    ben.answer();
    for (const person of [anna, ben]) await person.waitFor('connecting');
  },
  live: async (_world: World, anna: Person, ben: Person) => {
    await ben.waitFor('ringing');
    ben.answer();
    for (const person of [anna, ben]) await person.waitFor('live');
  },
} as const;
type Stage = keyof typeof stages;

/**
 * What happens to `it`, the side with the trouble, and what that side is told: an end reason, that the call goes on, or
 * (undefined) any end reason in `silent`.
 */
interface Trouble {
  readonly happens: (it: Person, other: Person, world: World) => Promise<void> | void;
  readonly told: (stage: Stage) => EndReason | 'it goes on' | undefined;
  /**
   * The trouble is noticed seconds later, when the call may have reached a later stage. The other side may then be told
   * `error`.
   */
  readonly isNoticedLate?: true;
}

const losesNetwork = (it: Person, other: Person, world: World): void => {
  world.air.join = () => undefined;
  world.broker.setOnline(it.device, false);
  for (const page of [...it.pages, ...other.pages]) page.lose();
};
const quits = (reason: 'app-closed' | 'app-locked') => async (it: Person, _other: Person, world: World) => {
  await it.desk.close(reason);
  world.broker.setOnline(it.device, false);
};

// A page that crashes once is replaced, at once or as soon as there are keys.
const pageIsLost: Readonly<Record<Stage, EndReason | 'it goes on' | undefined>> = {
  ringing: undefined, // nobody answers at this stage
  answered: 'it goes on',
  securing: 'it goes on',
  connecting: undefined, // nothing connects at this stage
  live: 'it goes on',
};

// A call never begins without a microphone. A call that has begun does not end when its microphone fails: it continues
// muted.
const microphoneIsLost: Readonly<Record<Stage, EndReason | 'it goes on' | undefined>> = {
  ringing: 'no-device',
  answered: 'no-device',
  securing: 'no-device',
  connecting: undefined, // nothing connects at this stage
  live: 'it goes on',
};

const troubles: Readonly<Record<string, Trouble>> = {
  'the program is quit': { happens: quits('app-closed'), told: () => 'app-closed' },
  'the program locks itself': { happens: quits('app-locked'), told: () => 'app-locked' },
  'the call window crashes': {
    happens: (it) => it.losePage(),
    told: (stage) => pageIsLost[stage],
  },
  'main refuses what the sealing worker says': {
    happens: (it) => it.page.worker.babble(),
    told: () => 'worker-lost',
  },
  'the sealing worker dies': {
    happens: (it) => void (it.page.worker.isDead = true),
    told: () => 'worker-lost',
    isNoticedLate: true,
  },
  'the microphone is taken away': {
    happens: (it) => it.desk.mediaFact({ kind: 'no-device', call: it.id, device: 'microphone', cause: 'gone' }),
    told: (stage) => microphoneIsLost[stage],
  },
  'the page fails': {
    happens: (it) => it.desk.mediaFact({ kind: 'failed', call: it.id, cause: 'internal' }),
    told: (stage) => (stage === 'securing' ? 'secure-setup-failed' : 'error'),
  },
  'the network is gone': { happens: losesNetwork, told: () => undefined },
  'the network is gone for both': {
    happens: (it, other, world) => {
      losesNetwork(it, other, world);
      losesNetwork(other, it, world);
    },
    told: () => undefined,
  },
};

// The end reasons that may be shown on a side for which the trouble names none, by stage and role. A trouble that is
// noticed late adds `error`.
const silent: Readonly<Record<Stage, Readonly<Record<'caller' | 'callee', readonly EndReason[]>>>> = {
  ringing: { caller: ['declined', 'no-answer', 'not-connected'], callee: ['cancelled', 'no-answer'] },
  answered: {
    caller: ['declined', 'no-answer', 'not-connected'],
    callee: ['cancelled', 'secure-setup-failed'],
  },
  securing: {
    caller: ['secure-setup-failed', 'peer-hung-up'], // quitting the program hangs up
    callee: ['secure-setup-failed', 'peer-hung-up'],
  },
  connecting: {
    caller: ['connect-timeout', 'error', 'peer-hung-up'],
    callee: ['connect-timeout', 'error', 'peer-hung-up'],
  },
  live: {
    caller: ['connection-lost', 'error', 'peer-hung-up'],
    callee: ['connection-lost', 'error', 'peer-hung-up'],
  },
};

// Before a callee answers, main has not opened the call in a page: no worker runs, and no microphone is open.
const hasMedia = (who: 'caller' | 'callee', stage: Stage): boolean => who === 'caller' || stage !== 'ringing';
const needsMedia = [
  'main refuses what the sealing worker says',
  'the sealing worker dies',
  'the microphone is taken away',
  'the page fails',
];
const all = Object.keys(troubles).flatMap((trouble) =>
  (Object.keys(stages) as Stage[]).flatMap((stage) =>
    (['caller', 'callee'] as const)
      .filter((who) => hasMedia(who, stage) || !needsMedia.includes(trouble))
      .map((who) => [trouble, who, stage] as const),
  ),
);
const goesOn = ([trouble, , stage]: (typeof all)[number]): boolean => troubles[trouble]?.told(stage) === 'it goes on';
const rows = all.filter((row) => !goesOn(row));

describe('a call that fails without saying why', () => {
  test.each(all.filter(goesOn))(
    'a call continues in spite of this trouble: %s, at the %s, while the call is %s',
    async (name, who, stage) => {
      const { world, anna, ben } = strangers();
      anna.place(ben);
      await stages[stage](world, anna, ben);
      const [it, other] = who === 'caller' ? [anna, ben] : [ben, anna];
      await troubles[name]!.happens(it, other, world);
      await world.clock.advance(90_000);
      expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    },
  );

  test.each(rows)(
    'a trouble that ends a call gives both people a reason: %s, at the %s, while the call is %s',
    async (name, who, stage) => {
      const { world, anna, ben } = strangers();
      const trouble = troubles[name]!;
      anna.place(ben);
      await stages[stage](world, anna, ben);
      const [it, other] = who === 'caller' ? [anna, ben] : [ben, anna];
      await trouble.happens(it, other, world);
      await world.clock.advance(90_000); // longer than any timer that ends such a call
      for (const person of [anna, ben]) {
        const own = person === it ? trouble.told(stage) : undefined;
        const others = silent[stage][person === anna ? 'caller' : 'callee'];
        const late: readonly EndReason[] = trouble.isNoticedLate === true ? ['error'] : [];
        const may = own === undefined ? [...others, ...late] : [own];
        expect(may).toContain(person.reason);
        expect(person.history[0]?.outcome).toBe(person.reason); // the window and the list of calls agree
      }
    },
  );

  test('a caller whose own broker connection is lost is not told that nobody answered', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(1000);
    world.broker.setOnline(anna.device, false);
    ben.answer();
    await anna.waitFor('ended', 60_000);
    expect(anna.reason).toBe('not-connected');
  });

  test('a caller whose broker connection is lost during the lookup is told so, and not that the callee is unreachable', async () => {
    const { world, anna, ben } = strangers();
    world.broker.answerDirectory = () => 'timeout';
    anna.place(ben);
    world.broker.setOnline(anna.device, false);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('not-connected');
  });

  test('every end reason has its own explanation and a next step of at most two sentences in both languages', () => {
    for (const language of ['de', 'en'] as const) {
      const { t } = createTranslator(language);
      const titles = EndReason.options.map((reason) => t(`reason.${reason}.title`));
      const nexts = EndReason.options.map((reason) => t(`reason.${reason}.next`));
      const whys = EndReason.options.map((reason) => t(`reason.${reason}.why`));
      expect(new Set(whys).size).toBe(EndReason.options.length);
      // One sentence; a second one is allowed if it says what to do when the first did not help.
      expect(nexts.filter((next) => (next.match(/[.!?](?:\s|$)/gu) ?? []).length > 2)).toEqual([]);
      expect([...titles, ...whys, ...nexts].filter((text) => text.startsWith('reason.'))).toEqual([]);
    }
  });
});
