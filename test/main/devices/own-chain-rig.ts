// Own chains over a directory in memory, with a clock that only the test moves. The test writes the chains of the
// person's other devices.
import { unwrap } from '../../../src/core/assert.ts';
import type { Bytes } from '../../../src/core/bytes.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import { joinDevice, type Member } from '../../../src/core/keys/member.ts';
import { type KeptChain, type OwnHeld, keepOwn, readOwn } from '../../../src/main/devices/kept-chain.ts';
import type { Round } from '../../../src/main/devices/chain-rounds.ts';
import { createOwnChain, type OwnChain } from '../../../src/main/devices/own-chain.ts';
import type { Held } from '../../../src/main/people/held.ts';
import type { Sent } from '../../../src/main/signalling/transport.ts';
import { type Actor, ADDRESS, type HandChain } from '../../core/keys/hand-written-chain.ts';
import { MemoryStore } from '../memory-store.ts';
import { createRig, holds } from '../people/reader-rig.ts';

export function keysOf({ id, s, d, sign }: Actor): DeviceKeys {
  return { id, s: unwrap(s, 'a device'), d, sign, agree: () => undefined, wipe: () => undefined };
}

/** `actor` as a member that can be added to the person of `chain`. */
export function memberOf(chain: HandChain, actor: Actor): Member {
  return joinDevice(chain.person, unwrap(actor.s, 'a device'), { publicKey: actor.d, sign: actor.sign }, [1]);
}

export function textOf(payload: Bytes | undefined): string | undefined {
  return payload && new TextDecoder().decode(payload);
}

export function createOwnRig(actor: Actor) {
  const rig = createRig();
  const { directory, clock } = rig;
  const store = new MemoryStore<KeptChain>();
  const publications: Bytes[] = [];
  const rounds: Round[] = [];
  const hooks = {
    answer: 'sent' as Sent,
    /** Runs before a publication takes effect. */
    beforePublish: (): void => undefined,
    /** Called when the chain has changed. */
    onChange: (): void => undefined,
  };
  const publishChain = async (_tag: string, bytes: Bytes): Promise<Sent> => {
    publications.push(bytes);
    hooks.beforePublish();
    if (hooks.answer === 'sent') directory.payloads.set(actor.id, bytes);
    return hooks.answer;
  };
  const hints: Bytes[] = [];
  const publishHint = async (_tag: string, bytes: Bytes): Promise<Sent> => {
    hints.push(bytes);
    if (hooks.answer === 'sent') directory.hint = bytes;
    return hooks.answer;
  };
  let changes = 0;
  let diskFailures = 0;
  let claims = 0;

  /** Opens the chain that the store holds, as a start of the program does. */
  const start = (): OwnChain => {
    const kept = unwrap(readOwn(unwrap(store.read(), 'kept'), ADDRESS), 'a chain');
    return createOwnChain(
      {
        own: { address: ADDRESS, deviceKeys: keysOf(actor) },
        store,
        reader: rig.with({}),
        slices: rig.slices,
        clock,
        transport: { readDirectory: directory.readDirectory, publishChain, publishHint },
        onRound: (round) => void rounds.push(round),
        onChange: () => {
          changes++;
          hooks.onChange();
        },
        onClaim: () => void claims++,
        onCut: () => undefined,
        onDisk: () => void diskFailures++,
      },
      kept,
    );
  };
  return {
    ...rig,
    store,
    publications,
    hints,
    rounds,
    hooks,
    start,
    changes: () => changes,
    claims: () => claims,
    diskFailures: () => diskFailures,
    /** Puts this state on disk, and starts on it. */
    startWith: (held: Held, lost: OwnHeld['lost'] = []): OwnChain => {
      store.write(keepOwn({ held, lost }));
      return start();
    },
    startWithChain: (chain: HandChain): OwnChain => {
      store.write(keepOwn({ held: holds(chain), lost: [] }));
      return start();
    },
    /** What a device has in the directory, as text. */
    published: (device: Actor = actor) => textOf(directory.payloads.get(device.id)),
  };
}
