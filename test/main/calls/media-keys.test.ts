// A worker that is gone and the one after it: none of its keys are given twice, and nothing is sealed before there are new ones
// (protocol §7).
import { expect, test } from 'vitest';
import type { GenerationKeys } from '../../../src/core/keys/schedule.ts';
import type { GrantMessage } from '../../../src/contract/ports.ts';
import type { GrantPort } from '../../../src/main/calls/session/grant.ts';
import { MediaKeys } from '../../../src/main/calls/media-keys.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

type Grant = Extract<GrantMessage, { kind: 'grant-seal' | 'grant-open' }>;

function keysOf(generation: number): GenerationKeys {
  const secret = (fill: number): Secret => Secret.own(new Uint8Array(64).fill(fill));
  const each = (): [Secret, Secret, Secret] => [secret(generation + 1), secret(generation + 2), secret(generation + 3)];
  return { generation, base: { callerToCallee: each(), calleeToCaller: each() } } as unknown as GenerationKeys;
}

function worker(): GrantPort & { readonly names: () => readonly string[] } {
  const posted: GrantMessage[] = [];
  return {
    post: (message) => posted.push(message),
    onMessage: () => undefined,
    onClose: () => undefined,
    close: () => undefined,
    names: () =>
      posted
        .filter((message): message is Grant => message.kind.startsWith('grant'))
        .filter(({ stream }) => stream === 0)
        .map(({ kind, generation, step }) => `${kind} ${String(generation)}/${String(step)}`),
  };
}

function started(): { readonly clock: HandClock; readonly keys: MediaKeys; readonly first: ReturnType<typeof worker> } {
  const clock = new HandClock();
  const keys = new MediaKeys('caller', clock);
  keys.enter(keysOf(0));
  keys.sealUnder(0);
  for (const direction of ['open', 'seal'] as const) keys.allow(direction);
  const first = worker();
  keys.attach(first);
  return { clock, keys, first };
}

test('the next worker gets nothing of a generation that one before had, in no step', async () => {
  const { clock, keys, first } = started();
  expect(first.names()).toContain('grant-seal 0/0');
  const next = worker();
  keys.detach();
  keys.attach(next);
  await clock.advance(25 * 60_000);
  expect([next.names(), keys.needsRekey]).toEqual([[], true]);
  keys.enter(keysOf(1));
  keys.sealUnder(1);
  expect(next.names()[0]).toBe('grant-open 1/0');
  expect([next.names().includes('grant-seal 1/0'), keys.needsRekey]).toEqual([true, false]);
});

test('a generation of which no worker has had anything is passed over, and nothing is waited for before it may be sealed', () => {
  const keys = new MediaKeys('callee', new HandClock());
  const said: string[] = [];
  keys.enter(keysOf(0));
  keys.sealUnder(0);
  keys.detach(); // between ANSWER and CONFIRM
  keys.whenRenewed(() => said.push('too early to wait'));
  for (const direction of ['open', 'seal'] as const) keys.allow(direction);
  const next = worker();
  keys.attach(next);
  keys.limit(true);
  keys.limit(false);
  keys.whenRenewed(() => said.push('renewed'));
  expect([next.names(), keys.needsRekey, said]).toEqual([[], true, ['too early to wait']]);
  keys.enter(keysOf(1));
  keys.sealUnder(1);
  expect([next.names().includes('grant-seal 1/0'), said.at(-1)]).toEqual([true, 'renewed']);
});

test('a generation that only the lost worker could open is not one to go on with', () => {
  const { keys } = started();
  const said: string[] = [];
  keys.enter(keysOf(1)); // answered, and not sealed under yet
  keys.detach();
  const next = worker();
  keys.attach(next);
  keys.whenRenewed(() => said.push('renewed'));
  keys.sealUnder(1);
  expect([said, keys.needsRekey]).toEqual([[], true]);
  keys.enter(keysOf(2));
  keys.sealUnder(2);
  expect([said, keys.needsRekey]).toEqual([['renewed'], false]);
});

test('without a lost worker there is nothing to wait for, nor in a call that has been silenced', () => {
  const { keys } = started();
  const said: string[] = [];
  keys.whenRenewed(() => said.push('at once'));
  keys.detach();
  keys.whenRenewed(() => said.push('silenced'));
  expect(said).toEqual(['at once']);
  keys.silence();
  expect(said).toEqual(['at once', 'silenced']);
});
