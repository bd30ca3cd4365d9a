// What policy does, and what is recorded, if a peer has another identity under a verified address or if the code does
// not match.
import { describe, expect, test } from 'vitest';
import { answerFor, call, hangUp, verified } from './support/world.ts';

const STRICT = { RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;

describe('impostors under a verified address', () => {
  test('an impostor under a verified address does not ring under a strict policy while the true list is withheld', async () => {
    const { world, anna, ben } = await verified();
    ben.policy.set(STRICT);
    answerFor(world, anna.address, (reader) => (reader === ben.device ? 'timeout' : anna.published));
    const said = world.broker.sent.filter(({ from }) => from === ben.device).length;
    world.impostor(anna.address).place(ben);
    await world.clock.advance(20_000);
    expect(ben.view).toBeUndefined();
    // The only call record is of the call in which the code was compared.
    expect(ben.history.map(({ outcome }) => outcome)).toEqual(['peer-hung-up']);
    expect(world.broker.sent.filter(({ from }) => from === ben.device).length).toBe(said);
  });
});

describe('wrong codes of a verified peer', () => {
  test('a call with a verified peer and a wrong code is recorded as not verified', async () => {
    const { anna, ben } = await verified();
    await call(anna, ben);
    anna.desk.confirmCode(anna.id, ben.code === '00000000' ? '00000001' : '00000000');
    await hangUp(anna, ben);
    expect(anna.records.at(-1)).toMatchObject({ kind: 'call', reason: 'code-mismatch', verification: 'none' });
  });
});

describe('calls for verified people only', () => {
  test('a wrong code ends a call under a policy for verified people only, and the call is recorded as not verified', async () => {
    const { anna, ben } = await verified();
    anna.policy.set({ ...STRICT, AcceptedVerification: 'person' });
    await call(anna, ben);
    anna.desk.confirmCode(anna.id, ben.code === '00000000' ? '00000001' : '00000000');
    expect(anna.reason).toBe('verification-required');
    expect(anna.records.at(-1)).toMatchObject({ kind: 'call', verification: 'none' });
    expect(anna.history[0]).toMatchObject({ verified: false });
  });
});
