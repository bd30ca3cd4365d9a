// A peer that is not to be trusted, and one that is slow: what of `reopen` is followed, said again, and dropped (protocol §5 rule 17).
import { expect, test } from 'vitest';
import type { Role } from '../../../src/core/call/ring-state.ts';
import type { Session } from '../../../src/core/signal/message.ts';
import type { MediaPath } from '../../../src/main/calls/media-path.ts';
import { Reopening } from '../../../src/main/calls/reopening.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

type Reopen = Extract<Session, { kind: 'reopen' }>;
type Way = Pick<MediaPath, 'accepts' | 'describe' | 'peerFingerprint' | 'say' | 'startTrickling'>;

const print = (name: string): string => `sha-256 ${name}`;
const from = (type: 'offer' | 'answer', nr: number, sdp = `${type} ${String(nr)}`): Reopen => ({
  kind: 'reopen',
  type,
  nr,
  fingerprint: print(sdp),
  sdp,
});

/** A call that stands; `told` are words of the peer that its page took, `opened` who offers in each new page. */
function bench(role: Role = 'callee') {
  const clock = new HandClock();
  const sent: Session[] = [];
  const told: string[] = [];
  const opened: boolean[] = [];
  const faults: string[] = [];
  const repeated: Session[] = [];
  let fingerprint = print('first');
  const way: Way = {
    get peerFingerprint() {
      return fingerprint;
    },
    accepts: ({ sdp }) => (sdp.startsWith('bad') ? undefined : sdp),
    describe: (_type, sdp, theirs) => {
      told.push(sdp);
      fingerprint = theirs;
    },
    say: (message) => {
      sent.push(message);
      repeated.push(message);
    },
    startTrickling: () => undefined,
  };
  let renewals = 0;
  const reopening = new Reopening({
    role,
    clock,
    path: () => way as MediaPath,
    replace: (offers) => {
      opened.push(offers);
      fingerprint = '';
      return way as MediaPath;
    },
    send: (message) => sent.push(message),
    renew: () => renewals++,
    fault: (reason) => faults.push(reason),
  });
  const describes = (sdp: string): void => reopening.described({ sdp, fingerprint: print(sdp) });
  return { clock, describes, faults, opened, renewals: () => renewals, reopening, repeated, sent, told };
}

test('a peer that opens anew without end is followed three times in a minute, and no more', async () => {
  const { clock, opened, reopening } = bench();
  for (let nr = 1; nr <= 10; nr++) {
    reopening.take(from('offer', nr));
    await clock.advance(1000);
  }
  expect(opened).toEqual([false, false, false]);
  await clock.advance(60_000);
  reopening.take(from('offer', 11));
  expect(opened.length).toBe(4);
});

test('an offer that cannot be used lets go of nothing', () => {
  const { opened, reopening, told } = bench();
  reopening.take(from('offer', 1, 'bad'));
  expect([opened, told]).toEqual([[], []]);
  reopening.take(from('offer', 1));
  expect([opened, told]).toEqual([[false], ['offer 1']]);
});

test('an offer that was overtaken opens nothing, and one that is said again is answered again', () => {
  const { describes, opened, reopening, sent } = bench();
  reopening.take(from('offer', 2));
  reopening.take(from('offer', 2)); // before the page has described
  describes('ours');
  const [answer] = sent;
  expect(answer).toEqual({ kind: 'reopen', type: 'answer', nr: 2, fingerprint: print('ours'), sdp: 'ours' });
  reopening.take(from('offer', 1));
  reopening.take(from('offer', 2));
  expect([opened, sent]).toEqual([[false], [answer, answer]]);
});

test('a page that is lost before it has answered is followed by one that answers, and not by an offer of ours', () => {
  const { describes, opened, reopening, sent, told } = bench();
  reopening.take(from('offer', 1));
  reopening.pageLost();
  expect([opened, told]).toEqual([
    [false, false],
    ['offer 1', 'offer 1'],
  ]);
  describes('ours');
  expect(sent).toEqual([{ kind: 'reopen', type: 'answer', nr: 1, fingerprint: print('ours'), sdp: 'ours' }]);
  expect(reopening.isFormer(print('offer 1'))).toBe(false); // it is the peer's still
  reopening.pageLost(); // it has been answered: the next page offers
  expect(opened).toEqual([false, false, true]);
});

test('an answer of a page that is gone is said again, without candidates of the next, until the peer has taken our offer', () => {
  const { describes, reopening, repeated, sent } = bench();
  reopening.take(from('offer', 1));
  describes('ours');
  reopening.pageLost();
  describes('ours again');
  reopening.take(from('offer', 1)); // the caller has not heard our answer, so it takes no offer yet
  expect([sent.at(-1), repeated]).toEqual([sent[0], []]);
  reopening.take(from('answer', 1));
  const said = sent.length;
  reopening.take(from('offer', 1)); // overtaken
  expect(sent.length).toBe(said);
});

test('our offer is said every three seconds until its answer comes, and an answer to another one is dropped', async () => {
  const { clock, describes, reopening, sent, told } = bench('caller');
  reopening.pageLost();
  describes('ours');
  await clock.advance(7000);
  expect(sent.length).toBe(3);
  reopening.take(from('answer', 7));
  expect(told).toEqual([]);
  reopening.take(from('answer', 1));
  reopening.take(from('answer', 1, 'another'));
  await clock.advance(10_000);
  expect([sent.length, told]).toEqual([3, ['answer 1']]);
});

test('an answer that cannot be used leaves the offer standing', async () => {
  const { clock, describes, reopening, sent, told } = bench('caller');
  reopening.pageLost();
  describes('ours');
  reopening.take(from('answer', 1, 'bad'));
  await clock.advance(3000);
  expect([told, sent.length]).toEqual([[], 2]);
});

test('both offer: the caller’s stands, and the callee says its own no more', async () => {
  const caller = bench('caller');
  caller.reopening.pageLost();
  caller.describes('ours');
  caller.reopening.take(from('offer', 1));
  expect(caller.opened).toEqual([true]);
  const callee = bench('callee');
  callee.reopening.pageLost();
  callee.describes('ours');
  callee.reopening.take(from('offer', 1));
  callee.describes('ours again');
  await callee.clock.advance(10_000);
  expect(callee.opened).toEqual([true, false]);
  expect(callee.sent.map((message) => message.kind === 'reopen' && message.type)).toEqual(['offer', 'answer']);
});

test('the fingerprints before it are known as such, and those of now are not', () => {
  const { reopening } = bench();
  expect(reopening.isFormer(print('first'))).toBe(false);
  reopening.take(from('offer', 1));
  expect([print('first'), print('offer 1')].map((each) => reopening.isFormer(each))).toEqual([true, false]);
  reopening.take(from('offer', 2));
  expect([print('first'), print('offer 1'), ''].map((each) => reopening.isFormer(each))).toEqual([true, true, false]);
});

test('a page that describes nonsense ends the call, and so does one that is lost a fourth time', () => {
  const { faults, reopening } = bench();
  reopening.take(from('offer', 1));
  reopening.described(undefined);
  expect(faults).toEqual(['error']);
  for (let i = 0; i < 3; i++) reopening.pageLost();
  expect(faults).toEqual(['error', 'page-lost']);
});

test('new keys are asked for by both, and nothing is said after the end', async () => {
  const { clock, describes, renewals, reopening, sent } = bench();
  reopening.take(from('offer', 1));
  expect(renewals()).toBe(1);
  reopening.pageLost();
  describes('ours');
  reopening.take(from('answer', 1));
  expect(renewals()).toBe(2);
  reopening.pageLost();
  describes('ours once more');
  reopening.stop();
  const said = sent.length;
  await clock.advance(10_000);
  expect(sent.length).toBe(said);
});
