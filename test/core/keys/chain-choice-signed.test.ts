import { expect, test } from 'vitest';
import { type Chain, membersOf, parseChain, payloadOf } from '../../../src/core/keys/chain.ts';
import { beginChain, type Change, extendChain } from '../../../src/core/keys/chain-build.ts';
import { chooseChain, countedLinks, takeOver } from '../../../src/core/keys/chain-choice.ts';
import { verifyChainSteps } from '../../../src/core/keys/chain-verify.ts';
import { joinDevice } from '../../../src/core/keys/member.ts';
import { changesToMake } from '../../../src/core/keys/own-changes.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { type Actor, ADDRESS, AT, realDevice } from './hand-written-chain.ts';

const [anna, desk, phone, tablet] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const keyOf = ({ d, sign }: Actor) => ({ publicKey: d, sign });

function signed(chain: Chain, by: Actor, says: Omit<Change, 'by' | 'at'>): Chain {
  const longer = extendChain(chain, { by: by.id, at: AT, ...says }, keyOf(by));
  if (typeof longer === 'string') throw new Error(longer);
  return longer;
}

const one = beginChain({ address: ADDRESS, s: anna.s!, proto: [1], at: AT }, keyOf(anna));
const joining = (actor: Actor) => joinDevice(one.person, actor.s!, keyOf(actor), [1]);
const base = signed(one, anna, { add: [joining(desk), joining(phone)] });

test('the changes that a device repeats on a chosen chain form a link that other readers verify and choose', () => {
  // The device `desk` links a tablet and drops the tablet again, while Anna’s first device drops the phone.
  const lost = signed(signed(base, desk, { add: [joining(tablet)] }), desk, { drop: [tablet.id] });
  const removal = signed(base, anna, { drop: [phone.id] });
  const own = { id: desk.id, made: lost.links.slice(-2) };
  const choice = chooseChain(lost.links, takeOver([], [lost.links]), [removal.links], own);
  if (choice.kind === 'disputed') throw new Error('disputed');
  expect(choice.links).toEqual(removal.links);

  const changes = changesToMake(own, choice.links, choice.dropped);
  expect(changes).toEqual({ add: [], drop: [tablet.id], proto: undefined });
  const again = signed(removal, desk, { drop: changes?.drop ?? [] });
  const read = parseChain(payloadOf(again), ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  expect(runSteps(verifyChainSteps(read))).toEqual(again);
  expect(chooseChain(removal.links, takeOver([], [removal.links]), [read.links, lost.links])).toMatchObject({
    links: again.links,
    members: new Set(membersOf(again).map(({ id }) => id)),
  });
});

test('links that a removed device signs in parallel to its removal are not verified', () => {
  const removal = signed(base, anna, { drop: [phone.id] });
  const fork = signed(signed(base, desk, { proto: [2] }), phone, { proto: [2] });
  const read = parseChain(payloadOf(fork), ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  const links = countedLinks(removal.links, takeOver([], [removal.links]), read.links);
  expect(links).toBe(3);
  expect(runSteps(verifyChainSteps(read, { links }))).toMatchObject({ links: fork.links.slice(0, 3) });
});
