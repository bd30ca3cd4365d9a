// Publishing our certificate and reading revocation lists, while the connection comes and goes and the broker refuses.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { authorityTag } from '../../../src/core/organisation/device-names.ts';
import { createOrganisationTrust } from '../../../src/main/organisation/organisation-trust.ts';
import { createOwnPublication } from '../../../src/main/organisation/own-publication.ts';
import type { Retained, Sent } from '../../../src/main/signalling/transport.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { Authority, deviceOf } from './authority.ts';

let root: Authority;
let own: Bytes;
beforeAll(async () => {
  root = await Authority.create();
  own = await root.issue(deviceOf());
});

function bench() {
  const clock = new HandClock();
  const trust = createOrganisationTrust(
    fixedPolicy({ OrganisationRoots: [root.pem] }),
    new MemoryStore(),
    () => undefined,
  );
  const state = {
    shown: own,
    sent: 'sent' as Sent,
    list: undefined as Retained,
    published: [] as Bytes[],
    reads: [] as string[],
  };
  const publication = createOwnPublication({
    transport: {
      publishCredential: (bytes) => {
        state.published.push(bytes);
        return Promise.resolve(state.sent);
      },
      readCredential: (device) => {
        state.reads.push(device);
        return Promise.resolve(state.list);
      },
    },
    shown: () => state.shown,
    trust,
    clock,
  });
  return { clock, trust, state, publication };
}
const serials = (trust: ReturnType<typeof bench>['trust']) => trust.read()?.revocations(root.certificate)?.serials;

describe('our certificate', () => {
  it('our certificate is published at every connection to the broker and after every change', async () => {
    const { clock, state, publication } = bench();
    publication.online();
    await clock.advance(1000);
    expect(state.published).toEqual([own]);
    publication.offline();
    publication.online();
    await clock.advance(1000);
    expect(state.published).toEqual([own, own]);
    state.shown = await root.issue(deviceOf());
    publication.changed();
    await clock.advance(1000);
    expect(state.published.at(-1)).toEqual(state.shown);
  });

  it('a refusal that arrives after a disconnection does not double the later attempts', async () => {
    const { clock, state, publication } = bench();
    state.sent = 'refused';
    publication.online();
    publication.offline(); // before the broker's answer arrives
    publication.online();
    await clock.advance(31_000);
    expect(state.published).toHaveLength(4); // the interrupted attempt, then the three of this connection
  });

  it('our certificate is published again after a refusal, and not while offline', async () => {
    const { clock, state, publication } = bench();
    state.sent = 'refused';
    publication.online();
    await clock.advance(31_000);
    expect(state.published).toHaveLength(3);
    publication.offline();
    publication.changed();
    await clock.advance(60_000);
    expect(state.published).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  it('our certificate is withdrawn as soon as this device has none', async () => {
    const { clock, state, publication } = bench();
    publication.online();
    await clock.advance(1000);
    state.shown = new Uint8Array(0);
    publication.changed();
    await clock.advance(1000);
    publication.changed();
    await clock.advance(1000);
    expect(state.published.map(({ length }) => length)).toEqual([own.length, 0]);
    const without = bench();
    without.state.shown = new Uint8Array(0);
    without.publication.online();
    await without.clock.advance(60_000);
    expect(without.state.published).toEqual([]);
  });
});

describe('revocation lists at the broker', () => {
  it('the revocation list is read under the tag of the authority’s key, at once and after half an hour', async () => {
    const { clock, trust, state, publication } = bench();
    publication.online();
    await clock.advance(1000);
    expect(state.reads).toEqual([authorityTag(root.certificate.key.spki)]);
    expect(serials(trust)).toBeUndefined();
    state.list = await root.revoke([own]);
    await clock.advance(30 * 60_000);
    expect(serials(trust)?.size).toBe(1);
  });

  it('an older, foreign or malformed revocation list changes nothing', async () => {
    const { clock, trust, state, publication } = bench();
    trust.learn(await root.revoke([own], { number: 5 }));
    const namesake = await Authority.create();
    const bad = [await root.revoke([], { number: 4 }), await namesake.revoke([], { number: 9 }), new Uint8Array(40)];
    publication.online();
    for (const list of bad) {
      state.list = list;
      await clock.advance(31 * 60_000);
      expect(serials(trust)?.size).toBe(1);
    }
    state.list = await root.revoke([], { number: 6 });
    await clock.advance(31 * 60_000);
    expect(serials(trust)?.size).toBe(0);
  });
});
