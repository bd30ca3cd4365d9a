// What one device costs main in a handshake, step by step, with the real messages: first with the curves of the
// reference, then with those of the platform, as the program has them. Runs in Node and in Electron's Node alike.
import { toB64u } from '../../../src/core/bytes.ts';
import { parseChain, payloadOf } from '../../../src/core/keys/chain.ts';
import { beginChain } from '../../../src/core/keys/chain-build.ts';
import { verifyChainSteps } from '../../../src/core/keys/chain-verify.ts';
import { commit } from '../../../src/core/keys/commitment.ts';
import { useCurves } from '../../../src/core/keys/curves.ts';
import { CalleeHandshake, CallerHandshake } from '../../../src/core/keys/handshake.ts';
import { KeySchedule } from '../../../src/core/keys/schedule.ts';
import { type Answer, type Invite, linksToCarry, writeMessage } from '../../../src/core/signal/message.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { youngCollector } from '../../../src/main/curves/collect.ts';
import { createNativeCurves } from '../../../src/main/curves/native-curves.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const ROUNDS = 60;
const WARM_UP = 15;
const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));
const samples = new Map<string, number[]>();

/** A step in a turn of its own, as messages arrive, including the garbage collection at its end. */
async function timed<T>(step: string, run: () => T): Promise<T> {
  const startedAt = performance.now();
  const value = run();
  await new Promise(setImmediate);
  const list = samples.get(step) ?? [];
  list.push(performance.now() - startedAt);
  samples.set(step, list);
  return value;
}
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the handshake failed');
  return value;
}

const caller = deviceKeysOf(random(32));
const callee = deviceKeysOf(random(32));
const address = 'caller@demo.example';
const signer = { publicKey: caller.d, sign: caller.sign };
const chain = beginChain({ address, s: caller.s, proto: [1], at: 1_700_000_000 }, signer);
const payload = payloadOf(chain);
const fingerprint = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const head = { n: 1, head: toB64u(random(32)) };
const answer: Answer = {
  kind: 'answer',
  nonce: toB64u(random(32)),
  fingerprint,
  sdp: `v=0\r\n${'a=rtpmap:96 VP8/90000\r\n'.repeat(200)}`,
  list: head,
  own: head,
};

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

async function rounds(): Promise<readonly (readonly [step: string, ms: number])[]> {
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    if (round === WARM_UP) samples.clear();
    const binding = { callId: random(16), issuedAtMs: 1_700_000_000_000n, ttlSeconds: 45 };
    const rA = random(32);
    const invite: Invite = {
      kind: 'invite',
      from: {
        address,
        person: toB64u(chain.person),
        d: toB64u(caller.d),
        name: 'Carla Caller',
        chain: [...linksToCarry(chain)],
      },
      to: { address: 'callee@demo.example', person: toB64u(random(32)) },
      media: ['audio', 'video'],
      commit: toB64u(commit(binding.callId, rA)),
      list: head,
      own: head,
    };
    const placing = new CallerHandshake(caller, callee, binding);
    const message1 = await timed('caller: write INVITE', () =>
      there(placing.writeInvite(writeMessage(invite), { ephemeral: random(32), kem: random(64) })),
    );
    const answering = new CalleeHandshake(callee, caller.id, binding);
    await timed('callee: read INVITE', () => there(answering.readInvite(message1)));
    await timed('callee: check a chain of one link', () => {
      const read = parseChain(payload, address);
      return there(typeof read === 'string' ? undefined : runSteps(verifyChainSteps(read)));
    });
    const message2 = await timed('callee: write ANSWER', () =>
      answering.writeAnswer(writeMessage(answer), { ephemeral: random(32), kem: random(32) }),
    );
    await timed('caller: read ANSWER', () => there(placing.readAnswer(message2)));
    await timed('caller: key schedule and code', () =>
      KeySchedule.enterGeneration0(placing.takeSecrets()).schedule.code(rA, random(32)),
    );
    await timed('callee: key schedule and code', () =>
      KeySchedule.enterGeneration0(answering.takeSecrets()).schedule.code(rA, random(32)),
    );
  }
  const medians = [...samples].map(([step, list]) => [step, median(list)] as const);
  samples.clear();
  return medians;
}

const reference = await rounds();
const collect = youngCollector();
if (collect === undefined) throw new Error('this engine does not collect garbage on demand');
useCurves(createNativeCurves(collect));
const platform = await rounds();
process.stdout.write(`${JSON.stringify({ node: process.versions.node, reference, platform })}\n`);
