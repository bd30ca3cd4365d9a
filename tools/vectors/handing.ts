// The section `handing` of the frozen vectors: removals that an existing device hands over (protocol §2, §13), with its
// own chain and with a pinned person in its bundle. Also the hint of an address (§2, directory).
import { assert } from '../../src/core/assert.ts';
import { toB64u, toHex, utf8 } from '../../src/core/bytes.ts';
import { chooseChain } from '../../src/core/keys/chain-choice.ts';
import { payloadOf } from '../../src/core/keys/chain.ts';
import { readHint, writeHint } from '../../src/core/signal/hint.ts';
import { type LinkBundle, writeBundle } from '../../src/core/signal/link-bundle.ts';
import { type HandedChain, writeLinkChain } from '../../src/core/signal/link-chain.ts';
import { writeLinkText } from '../../src/core/signal/link.ts';
import { writeRemoval } from '../../src/core/signal/removal.ts';
import { a, ADDRESS, b, c, d, e, four, headOf, next } from './chain-parts.ts';

// The third device changes its protocol versions, and is dropped on one branch while the fourth one is dropped on
// another: a reader takes over both removals.
function handed(): HandedChain {
  const said = next(four, c, { proto: [1, 2] });
  const branches = [next(said, a, { drop: [c.id] }), next(said, b, { drop: [d.id] })];
  const choice = chooseChain(
    four.links,
    [],
    branches.map(({ links }) => links),
  );
  assert(choice.kind === 'chosen' && choice.dropped.length === 2, 'both removals are taken over');
  const chain = branches.find(({ links }) => headOf(links) === headOf(choice.links));
  assert(chain !== undefined, 'one of them counts');
  return { chain, dropped: choice.dropped };
}

function bundleOf({ chain, dropped }: HandedChain): LinkBundle {
  return {
    v: 1,
    address: 'callee@demo.example',
    name: 'Bert',
    devices: [{ device: e.id, name: 'Notebook' }],
    people: [
      {
        address: ADDRESS,
        name: 'Anna',
        rings: false,
        pin: {
          person: toB64u(chain.person),
          chain: toB64u(payloadOf(chain)),
          dropped: dropped.map(writeRemoval),
          since: 1_800_000_000_000,
        },
        verified: { at: 1_800_000_060_000, way: 'code' },
        change: 1_800_000_120_000,
        recovered: 1_800_000_180_000,
        failed: 2,
      },
    ],
    settings: { relayOnly: false, unknownCallers: 'refuse', idleLockMinutes: 0, historyDays: 0 },
  };
}

const refusedHints: readonly (readonly [how: string, text: string])[] = [
  ['an id twice', `{"v":1,"devices":["${a.id}","${a.id}"]}`],
  ['an id in upper case', `{"v":1,"devices":["${a.id.toUpperCase()}"]}`],
  ['another version', `{"v":2,"devices":["${a.id}"]}`],
  ['fields in another order', `{"devices":["${a.id}"],"v":1}`],
  ['white space', `{"v":1, "devices":["${a.id}"]}`],
  ['a field that is not known', `{"v":1,"devices":["${a.id}"],"at":1800000000}`],
];

function hintSection() {
  const devices = [b.id, a.id];
  const refused = refusedHints.map(([how, text]) => {
    assert(readHint(utf8(text)) === undefined, how);
    return { how, text };
  });
  return { devices, text: new TextDecoder().decode(writeHint(devices)), refused };
}

/** The section `handing`. `plaintext` is a padded message of LINK step 04 in hex. */
export function handingSection() {
  const held = handed();
  const message = writeLinkChain(held);
  const bundle = bundleOf(held);
  const parts = writeBundle(bundle);
  assert(typeof parts !== 'string' && parts.length === 1, 'the chain is small');
  return {
    chain: { text: JSON.stringify(message), plaintext: toHex(writeLinkText(message)) },
    bundle: JSON.stringify(bundle),
    parts: parts.map((part) => toHex(writeLinkText(part))),
    hint: hintSection(),
  };
}
