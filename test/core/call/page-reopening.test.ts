// An untrusted or slow peer: which `reopen` is followed, which is sent again, and which is dropped (protocol §5 rule
// 17).
import { expect, test } from 'vitest';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { isFormerFingerprint, type PageState, pageWakeAtMs, type Reopen } from '../../../src/core/call/page-state.ts';
import { stepPage } from '../../../src/core/call/page.ts';
import type { RingState, Role } from '../../../src/core/call/ring-state.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { DESCRIBED } from './pages.ts';

const print = (name: string): string => `sha-256 ${name}`;
const from = (type: 'offer' | 'answer', nr: number, sdp = `${type} ${String(nr)}`): Reopen => ({
  kind: 'reopen',
  type,
  nr,
  fingerprint: print(sdp),
  sdp,
});
const FIRST: PageState = { ...DESCRIBED, theirs: { type: 'offer', sdp: 'first', fingerprint: print('first') } };

/**
 * A live call; `told` are the peer's descriptions that its page was given, `opened` says for each new page whether it
 * offers, `sent` are our messages.
 */
class Bench {
  page: PageState = FIRST;
  nowMs = 100_000;
  readonly opened: boolean[] = [];
  readonly told: string[] = [];
  readonly sent: Reopen[] = [];
  readonly candidates: string[] = [];
  readonly faults: string[] = [];
  renewals = 0;
  readonly #ring: RingState;

  constructor(role: Role = 'callee') {
    this.#ring = { kind: 'live', role, device: 'a', sinceMs: 0 };
  }

  /** Dispatches a message of the peer. */
  take(message: Reopen): void {
    this.#step({ kind: 'peer-reopens', message, atMs: this.nowMs });
  }

  lose(): void {
    this.#step({ kind: 'page-lost', atMs: this.nowMs });
  }

  /** The page that was told to open starts and describes its connection. */
  describes(sdp: string): void {
    this.#step({ kind: 'page-begun', atMs: this.nowMs });
    this.#step({ kind: 'page-described', description: { sdp, fingerprint: print(sdp) }, atMs: this.nowMs });
  }

  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs;
    for (let due = pageWakeAtMs(this.page); due !== undefined && due <= untilMs; due = pageWakeAtMs(this.page))
      this.#step({ kind: 'time', atMs: due });
    this.nowMs = untilMs;
  }

  #step(event: CallEvent): void {
    const call = { ...FRESH, ring: this.#ring, page: this.page };
    const step = stepPage(this.page, event, { before: call, now: call });
    if (step === undefined) return;
    this.page = step.next;
    for (const event of step.raised ?? []) {
      if (event.kind === 'fault') this.faults.push(event.reason);
      if (event.kind === 'keys-needed') this.renewals++;
    }
    for (const effect of step.effects) {
      if (effect.kind === 'describe-peer') this.told.push(effect.description.sdp);
      if (effect.kind === 'send-reopen') {
        this.sent.push(effect.message);
        this.candidates.push(effect.candidates);
      }
      if (effect.kind !== 'open-page') continue;
      this.opened.push(effect.offers);
      if (effect.theirs !== undefined) this.told.push(effect.theirs.sdp);
    }
  }
}

test('a peer that reopens a call again and again is followed at most three times a minute', () => {
  const call = new Bench();
  for (let nr = 1; nr <= 10; nr++) {
    call.take(from('offer', nr));
    call.advance(1000);
  }
  expect(call.opened).toEqual([false, false, false]);
  call.advance(60_000);
  call.take(from('offer', 11));
  expect(call.opened.length).toBe(4);
});

test('an overtaken offer to reopen opens no page, and a repeated offer is answered again', () => {
  const call = new Bench();
  call.take(from('offer', 2));
  call.take(from('offer', 2)); // before the page has described
  call.describes('ours');
  const answer = { kind: 'reopen', type: 'answer', nr: 2, fingerprint: print('ours'), sdp: 'ours' };
  expect(call.sent).toEqual([answer]);
  call.take(from('offer', 1));
  call.take(from('offer', 2));
  expect([call.opened, call.sent]).toEqual([[false], [answer, answer]]);
});

test('a page that crashes before it answers the peer’s offer is replaced by a page that answers', () => {
  const call = new Bench();
  call.take(from('offer', 1));
  call.lose();
  expect([call.opened, call.told]).toEqual([
    [false, false],
    ['offer 1', 'offer 1'],
  ]);
  call.describes('ours');
  expect(call.sent).toEqual([{ kind: 'reopen', type: 'answer', nr: 1, fingerprint: print('ours'), sdp: 'ours' }]);
  expect(isFormerFingerprint(call.page, print('offer 1'))).toBe(false); // the fingerprint still belongs to the peer
  call.lose(); // the peer's offer has been answered, so the next page offers
  expect(call.opened).toEqual([false, false, true]);
});

test('the answer of a crashed page is repeated, without candidates, until the peer answers our offer', () => {
  const call = new Bench();
  call.take(from('offer', 1));
  call.describes('ours');
  call.lose();
  call.describes('ours again');
  call.take(from('offer', 1)); // our answer has not reached the caller, who accepts no offer of ours yet
  expect(call.sent.at(-1)).toBe(call.sent[0]);
  expect(call.candidates).toEqual(['first', 'first', 'none']);
  call.take(from('answer', 1));
  const said = call.sent.length;
  call.take(from('offer', 1)); // overtaken
  expect(call.sent.length).toBe(said);
});

test('our offer to reopen is repeated every three seconds until answered, and answers to other offers are dropped', () => {
  const call = new Bench('caller');
  call.lose();
  call.describes('ours');
  call.advance(7000);
  expect(call.candidates).toEqual(['first', 'again', 'again']);
  call.take(from('answer', 7));
  expect(call.told).toEqual([]);
  call.take(from('answer', 1));
  call.take(from('answer', 1, 'another'));
  call.advance(10_000);
  expect([call.sent.length, call.told]).toEqual([3, ['answer 1']]);
});

test('if both sides offer to reopen, the caller’s offer wins, and the callee answers it', () => {
  const caller = new Bench('caller');
  caller.lose();
  caller.take(from('offer', 1)); // while our page has not described
  caller.describes('ours');
  caller.take(from('offer', 1));
  expect(caller.opened).toEqual([true]);
  const callee = new Bench('callee');
  callee.lose();
  callee.describes('ours');
  callee.take(from('offer', 1));
  callee.describes('ours again');
  callee.advance(10_000);
  expect(callee.opened).toEqual([true, false]);
  expect(callee.sent.map(({ type }) => type)).toEqual(['offer', 'answer']);
});

test('a page crash after three reopenings within a minute ends the call, whichever side reopened it', () => {
  const call = new Bench();
  call.take(from('offer', 1));
  for (let i = 0; i < 3; i++) call.lose();
  expect(call.faults).toEqual(['page-lost']);
});

test('a side asks for new keys when it answers an offer to reopen, and when its own offer is answered', () => {
  const call = new Bench();
  call.take(from('offer', 1));
  expect(call.renewals).toBe(1);
  call.lose();
  expect(call.renewals).toBe(2); // the new page still answers the peer's offer
  call.describes('ours');
  call.lose();
  call.describes('ours again');
  expect(call.renewals).toBe(2);
  call.take(from('answer', 1));
  expect(call.renewals).toBe(3);
});

test('a `reopen` is ignored before CONFIRM was checked', () => {
  const page = FIRST;
  const ring: RingState = { kind: 'answered', device: 'a', untilMs: 130_000 };
  const call = { ...FRESH, ring, page };
  const event = { kind: 'peer-reopens', message: from('offer', 1), atMs: 100_000 } as const;
  expect(stepPage(page, event, { before: call, now: call })).toBeUndefined();
});
