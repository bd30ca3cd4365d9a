// What a call leaves behind on this machine with the most detailed logging: the log at level debug and the security
// record. Neither contains a key, and neither names anybody unless policy makes the record name the peer.
import { describe, expect, test } from 'vitest';
import { toB64u, toHex } from '../../src/core/bytes.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { hangUp, inCall, type Person, strangers, talkFor, talking, type World } from './support/world.ts';

/** Everything about these people and their call that must not appear in any trace. */
function canariesOf(people: readonly Person[]): readonly string[] {
  const sdp = people.flatMap(({ pages }) =>
    pages.flatMap(({ commands }) => commands.map((each) => JSON.stringify(each))),
  );
  const lines = sdp.flatMap((text) => text.split(String.raw`\r\n`)).filter((line) => line.length > 12);
  const numbers = sdp.flatMap((text) => text.match(/\d+\.\d+\.\d+\.\d+|[0-9A-F]{2}(?::[0-9A-F]{2}){31}/g) ?? []);
  const keys = people.flatMap(({ person, deviceKeys, pages }) => [
    ...[person, deviceKeys.s, deviceKeys.d].flatMap((bytes) => [toB64u(bytes), toHex(bytes)]),
    ...pages.flatMap(({ worker }) =>
      worker.granted.flatMap((grant) => ('key' in grant ? [toHex(grant.key), grant.key.join()] : [])),
    ),
  ]);
  const names = people.flatMap(({ address, device }) => [
    address,
    address.split('@')[0] ?? '',
    device,
    userTag(address),
  ]);
  const codes = people.flatMap(({ code, view }) => [code ?? '', view?.id ?? '', view?.numbers.fingerprint ?? '']);
  return [...names, ...codes, ...lines, ...numbers, ...keys].filter((text) => text !== '');
}

function expectNoTrace(people: readonly Person[], canaries: readonly string[]): void {
  expect(canaries.length).toBeGreaterThan(20);
  for (const { logs, records } of people) {
    const left = [...logs, ...records.map((event) => JSON.stringify(event))].join('\n');
    expect(logs.length).toBeGreaterThan(0);
    expect(canaries.filter((canary) => left.includes(canary))).toEqual([]);
  }
}

async function aLongCall(): Promise<{ world: World; people: readonly Person[]; canaries: readonly string[] }> {
  const { world, anna, ben } = await inCall('video');
  await talkFor(world, 5, anna, ben);
  for (const person of [anna, ben]) person.desk.confirmCode(person.id, person.code ?? '');
  const canaries = canariesOf([anna, ben]);
  await hangUp(anna, ben);
  return { world, people: [anna, ben], canaries };
}

describe('a call', () => {
  test('a call leaves no name, code, key or network address in the debug log or the security record', async () => {
    const { people, canaries } = await aLongCall();
    expectNoTrace(people, canaries);
    for (const { records } of people) {
      expect(records.map(({ kind }) => kind)).toEqual(['peer-verified', 'call']);
      const call = records.at(-1);
      expect(call).toMatchObject({ media: 'video', verification: 'person', path: 'direct' });
      expect(call).not.toHaveProperty('peer');
      expect(call?.kind === 'call' && [call.handshake, call.suite].every((name) => name !== '')).toBe(true);
    }
  });

  test('the security record names the peer if policy asks for it, but the log does not', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ RecordPeers: true });
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer('audio');
    await talking(anna, ben);
    const canaries = canariesOf([anna, ben]);
    await hangUp(anna, ben);
    expect(anna.records.at(-1)).toMatchObject({ kind: 'call', peer: ben.address });
    expect(ben.records.at(-1)).not.toHaveProperty('peer');
    expect(canaries.filter((canary) => anna.logs.join('\n').includes(canary))).toEqual([]);
  });
});

describe('what goes wrong', () => {
  test('a wrong code and a lock during a call leave no name in log or record', async () => {
    const { world, anna, ben } = await inCall();
    expect(anna.desk.confirmCode(anna.id, anna.code === '00000000' ? '00000001' : '00000000')).toEqual({
      ok: false,
      code: 'code-mismatch',
    });
    const canaries = canariesOf([anna, ben]);
    await ben.desk.close('app-locked');
    world.broker.setOnline(ben.device, false); // later messages wait at the broker
    await anna.waitFor('ended');
    expect(ben.reason).toBe('app-locked');
    expect(ben.records.at(-1)).toMatchObject({ kind: 'call', reason: 'app-locked' });
    expectNoTrace([anna, ben], canaries);
  });
});
