// One side falls silent, or its program dies, at each step of a linking. The result is nothing or everything, and the
// other side claims nothing that it cannot know.
import { describe, expect, test } from 'vitest';
import { annasBundle, contactsOf, settled, TwoDevices } from './two-devices.ts';

const OVER_MS = 11 * 60_000;
const whole = annasBundle({ people: contactsOf(300) }); // so large that it is sent in several parts

/**
 * A linking in which `most` messages arrive. Then the program of `dead` ends, and the clock runs until everything is
 * over. What that program sent before still arrives from the broker.
 */
async function linked(most: number, dead: 'existing' | 'new' | 'nobody'): Promise<TwoDevices> {
  const two = new TwoDevices();
  two.bundle = whole;
  const giving = two.give();
  const person = (): void => {
    two.taking.type(two.number);
    if (giving.view.kind === 'asking') giving.confirm();
  };
  for (let n = 0; n < most; n++) {
    await two.carry(1);
    person();
  }
  const before = new Set(two.sent);
  for (let ms = 0; ms < OVER_MS; ms += 1000) {
    for (;;) {
      await settled();
      const letter = two.wire.shift();
      if (letter === undefined) break;
      const [to, from] = letter.to === two.taking.device ? ['new', 'existing'] : ['existing', 'new'];
      if (dead !== to && (dead !== from || before.has(letter))) two.deliver(letter);
      if (dead !== 'existing' && giving.view.kind === 'asking') giving.confirm();
      if (dead !== 'new') two.taking.type(two.number);
    }
    two.clock.advance(1000);
  }
  return two;
}

const reasonOf = (view: { readonly kind: string; readonly reason?: string } | undefined): string =>
  view?.reason ?? view?.kind ?? '';

describe('programs that die during linking', () => {
  const steps = Array.from({ length: 16 }, (_, most) => most);

  test.each(steps)(
    'a linking whose existing device dies after %i messages leaves everything or nothing on the new device',
    async (most) => {
      const two = await linked(most, 'existing');
      const isKept = two.kept.length > 0;
      expect(two.kept.map(({ bundle }) => bundle)).toEqual(isKept ? [whole] : []);
      expect([two.taking.isOver, two.isBegun, two.failures]).toEqual([true, isKept, isKept ? 0 : 1]);
      expect(reasonOf(two.taking.view)).toBe(isKept ? 'off' : 'timeout');
    },
  );

  test.each(steps)(
    'an existing device whose new device dies after %i messages reports the true result or that the result is unknown',
    async (most) => {
      const two = await linked(most, 'new');
      const mayBe = two.left === 0 ? ['no-answer', 'timeout'] : ['not-told', ...(two.kept.length > 0 ? ['done'] : [])];
      expect(mayBe).toContain(reasonOf(two.giving?.view));
    },
  );
});

test('a linking succeeds if both programs keep running', async () => {
  const two = await linked(3, 'nobody');
  expect([reasonOf(two.giving?.view), two.kept.length]).toEqual(['done', 1]);
});
