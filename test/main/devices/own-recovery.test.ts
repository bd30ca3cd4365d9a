// The recovery code of a person on a real chain over a directory in memory: what is drawn, shown, asked for, recorded
// and reported, and that an unconfirmed code leaves nothing behind.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { toHex, utf8 } from '../../../src/core/bytes.ts';
import { membersOf } from '../../../src/core/keys/chain.ts';
import { recoveryIdOf } from '../../../src/core/keys/member.ts';
import { readRecoveryCode, recoverySeed } from '../../../src/core/keys/recovery-code.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { signingKeyOf } from '../../../src/main/devices/long-term-keys.ts';
import type { OwnChain } from '../../../src/main/devices/own-chain.ts';
import { createOwnRecovery, type OwnRecovery } from '../../../src/main/devices/own-recovery.ts';
import { type KeptOffer, openRecoveryOffer } from '../../../src/main/devices/recovery-offer.ts';
import { recoveryKeyOf } from '../../../src/main/devices/recovery-state.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-question.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { HandChain, realDevice, realRecovery, sha256 } from '../../core/keys/hand-written-chain.ts';
import { createOwnRig } from './own-chain-rig.ts';
import { MemoryStore } from '../memory-store.ts';

const [laptop, desk] = [realDevice(1), realDevice(2)];
const [k1, k2] = [realRecovery(1), realRecovery(2)];
const alone = HandChain.begin(laptop);
const two = alone.adding(laptop, desk);

let rig: ReturnType<typeof createOwnRig>;
let chain: OwnChain;
let rule: PolicyValues['RecoveryCode'];
let isOnline: boolean;
let answer: 'yes' | 'no' | 'asked-lately';
let questions: ConsentQuestion[];
let events: RecordEvent[];
let notices: unknown[];
let announced: number;
let drawn: Uint8Array[];
let offers: MemoryStore<KeptOffer>;
let recovery: OwnRecovery;
let confirmed: ReturnType<OwnRecovery['confirm']>;
beforeEach(() => {
  rig = createOwnRig(laptop);
  rule = 'offer';
  isOnline = true;
  answer = 'yes';
  questions = [];
  events = [];
  notices = [];
  announced = 0;
  drawn = [];
  offers = new MemoryStore<KeptOffer>();
});

/** Publishes this chain as the laptop's, and starts the handling of recovery codes on the laptop. */
async function startIn(hand: HandChain): Promise<void> {
  chain = rig.startWithChain(hand);
  rig.directory.publish(hand, laptop);
  chain.online();
  await rig.settle();
  let dice = 7;
  recovery = createOwnRecovery({
    device: laptop.id,
    chain,
    offer: openRecoveryOffer(offers),
    transport: { view: () => (isOnline ? { kind: 'online', url: '', since: 0 } : { kind: 'off' }) },
    clock: rig.clock,
    random: (length) => {
      const bits = new Uint8Array(length).fill(dice++);
      drawn.push(bits);
      return bits;
    },
    rule: () => rule,
    onRecord: (event) => void events.push(event),
    consent: (question) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
    notices: { add: (notice) => void notices.push(notice) },
    announce: () => void announced++,
    onDisk: () => undefined,
    onChange: () => recovery.follow(),
  });
  rig.hooks.onChange = () => recovery.follow(); // as the program follows each change
}

/** Makes a code as a person does, and returns it. */
async function made(): Promise<string> {
  expect(recovery.make()).toBe('done');
  const told = recovery.tell();
  if (!told.ok) throw new Error(told.code);
  const confirming = recovery.confirm(told.value.slice(-2));
  await rig.settle();
  expect(await confirming).toBe('done');
  return told.value;
}

/** A person confirms a code and closes the window while it is saved; `confirmed` is the result. Returns the code. */
function leaving(): string {
  expect(recovery.make()).toBe('done');
  const told = recovery.tell();
  if (!told.ok) throw new Error(told.code);
  confirmed = recovery.confirm(told.value.slice(-2));
  expect(recovery.view().showing).toBe('saving');
  recovery.close();
  return told.value;
}

/** The id of the recovery key that belongs to this code. */
function idOf(code: string): string {
  const read = readRecoveryCode(code);
  if (typeof read === 'string') throw new Error(read);
  return recoveryIdOf(signingKeyOf(recoverySeed(read)).publicKey);
}

/** The device `writer` has published this chain, and this device reads it. */
async function reads(hand: HandChain, writer = desk): Promise<void> {
  rig.directory.publish(hand, writer);
  chain.refresh();
  await rig.settle();
  recovery.follow();
}

const keys = (): readonly string[] =>
  membersOf(chain.held().chain).flatMap(({ kind, id }) => (kind === 'recovery' ? [id] : []));
/** The stored chain, as text. */
const onDisk = (): string => Buffer.from(unwrap(rig.store.read(), 'kept').held.chain, 'base64url').toString();
const links = (): number => chain.held().chain.links.length;

describe('making a recovery code', () => {
  test('making a code adds the key of the shown code to the chain, on disk and in the directory', async () => {
    await startIn(alone);
    const code = await made();
    expect(code).toMatch(/^(?:[A-Z2-7]{4} ){8}[A-Z2-7]{2}$/u);
    expect(keys()).toEqual([idOf(code)]);
    expect(rig.published()).toContain(idOf(code));
    expect(onDisk()).toContain(idOf(code));
    expect(events).toEqual([{ kind: 'recovery-code', change: 'made', by: 'this' }]);
    expect(announced).toBe(1);
    expect(recovery.view()).toMatchObject({
      showing: 'made',
      code: { kind: 'there', device: laptop.id, isThis: true },
    });
  });

  test('an unconfirmed code leaves nothing behind', async () => {
    await startIn(alone);
    const before = JSON.stringify(rig.store.read());
    recovery.make();
    expect(recovery.tell().ok).toBe(true);
    recovery.close();
    await rig.settle();
    expect([JSON.stringify(rig.store.read()), links(), events, announced]).toEqual([before, 1, [], 0]);
    expect(recovery.view()).toMatchObject({ showing: 'none', code: { kind: 'none' } });
    expect(await recovery.confirm('AA')).toBe('recovery-gone');
    expect(recovery.tell()).toEqual({ ok: false, code: 'recovery-gone' });
  });

  test('a code is shown once, and never again after its window was closed', async () => {
    await startIn(alone);
    recovery.make();
    const first = recovery.tell();
    expect(recovery.tell()).toEqual({ ok: false, code: 'recovery-gone' });
    recovery.make(); // pressed again, which shows the same window
    expect([drawn.length, recovery.tell().ok]).toEqual([1, false]);
    recovery.close();
    recovery.make();
    const second = recovery.tell();
    expect([drawn.length, second.ok]).toEqual([2, true]);
    expect(second).not.toEqual(first);
    // The random bytes were moved into a secret that can be wiped.
    expect(drawn.every((bits) => bits.every((byte) => byte === 0))).toBe(true);
  });

  test('confirming a code asks for its last group until the group is right', async () => {
    await startIn(alone);
    recovery.make();
    const told = recovery.tell();
    const code = told.ok ? told.value : '';
    expect([await recovery.confirm(''), await recovery.confirm(code.slice(0, 4))]).toEqual([
      'wrong-group',
      'wrong-group',
    ]);
    expect(links()).toBe(1);
    const confirming = recovery.confirm(` ${code.slice(-2).toLowerCase()} `);
    await rig.settle();
    expect(await confirming).toBe('done');
    expect(keys()).toHaveLength(1);
  });

  test('a code stays shown if its confirmation fails offline or on a full disk', async () => {
    await startIn(alone);
    recovery.make();
    const told = recovery.tell();
    const group = told.ok ? told.value.slice(-2) : '';
    isOnline = false;
    expect(await recovery.confirm(group)).toBe('not-connected');
    isOnline = true;
    rig.store.isFull = true;
    const failing = recovery.confirm(group);
    await rig.settle();
    expect(await failing).toBe('disk');
    rig.store.isFull = false;
    expect([recovery.view().showing, keys(), events]).toEqual(['shown', [], []]);
    const confirming = recovery.confirm(group);
    await rig.settle();
    expect(await confirming).toBe('done');
  });

  test('a stored code counts although it cannot be published yet', async () => {
    await startIn(alone);
    recovery.make();
    const told = recovery.tell();
    rig.hooks.answer = 'not-connected';
    const confirming = recovery.confirm(told.ok ? told.value.slice(-2) : '');
    await rig.settle();
    expect(await confirming).toBe('done');
    expect(onDisk()).toContain(keys()[0]);
    expect(events).toEqual([{ kind: 'recovery-code', change: 'made', by: 'this' }]);
  });

  test('a code is still saved if its window is closed, and a new window then reports that the code counts', async () => {
    await startIn(alone);
    const code = leaving();
    expect(recovery.view().showing).toBe('saving');
    expect(recovery.view().shownAt).toBeUndefined(); // so there is no window
    expect(recovery.make()).toBe('done');
    recovery.close();
    await rig.settle();
    expect([await confirmed, keys()]).toEqual(['done', [idOf(code)]]);
    expect(recovery.view()).toMatchObject({ showing: 'made', shownAt: rig.clock.nowMs() });
    expect(drawn).toHaveLength(1);
    recovery.close();
    expect(recovery.view().showing).toBe('none');
    expect(events).toEqual([{ kind: 'recovery-code', change: 'made', by: 'this' }]);
  });

  test('a code that could not be saved after its window was closed does not count, which the person is told, and the next press draws another', async () => {
    await startIn(alone);
    rig.store.isFull = true;
    leaving();
    await rig.settle();
    expect([await confirmed, keys(), recovery.view().showing]).toEqual(['disk', [], 'none']);
    expect(notices).toEqual([{ kind: 'recovery-not-saved', at: rig.clock.nowMs() }]);
    expect(recovery.make()).toBe('done');
    expect(drawn).toHaveLength(2);
  });

  test('a code that could not be saved because the account ended meanwhile does not count, which the person is told', async () => {
    await startIn(alone);
    expect(recovery.make()).toBe('done');
    const told = recovery.tell();
    if (!told.ok) throw new Error(told.code);
    confirmed = recovery.confirm(told.value.slice(-2));
    chain.offline();
    recovery.end();
    await rig.settle();
    expect([await confirmed, keys(), notices.length]).toEqual(['not-connected', [], 1]);
  });

  test('a policy that forbids codes does not stop a code that is already being saved', async () => {
    await startIn(alone);
    const code = leaving();
    rule = 'forbid';
    recovery.follow();
    await rig.settle();
    expect([await confirmed, keys()]).toEqual(['done', [idOf(code)]]);
  });

  test('a code is recorded once although its link must be signed again on a winning branch', async () => {
    await startIn(two);
    await made();
    const ours = toHex(unwrap(chain.held().chain.links.at(-1), 'a link').hash);
    const phone = realDevice(3);
    const branches = Array.from({ length: 64 }, (_, at) => two.next(desk, { at, add: [two.member(phone)] }));
    const wins = ({ links }: HandChain): boolean => toHex(sha256(utf8(links.at(-1)?.link ?? ''))) < ours;
    await reads(unwrap(branches.find(wins), 'one of 64'));
    await rig.settle();
    expect(chain.held().chain.links.map(({ link }) => link.add.map(({ kind }) => kind))).toEqual([
      ['device'],
      ['device'],
      ['device'],
      ['recovery'],
    ]);
    expect(events).toEqual([{ kind: 'recovery-code', change: 'made', by: 'this' }]);
  });

  test('one link adds the new code and drops the old code', async () => {
    await startIn(alone);
    const first = await made();
    recovery.close();
    const second = await made();
    expect([keys(), links()]).toEqual([[idOf(second)], 3]);
    expect(chain.held().chain.links.at(-1)?.link).toMatchObject({ drop: [idOf(first)] });
    expect(chain.held().dropped.map(({ id }) => id)).toEqual([idOf(first)]);
    expect(events.map((event) => 'change' in event && event.change)).toEqual(['made', 'replaced']);
  });

  test.each<[string, string, () => void]>([
    ['policy forbids it', 'locked', () => void (rule = 'forbid')],
    ['there is no connection', 'not-connected', () => void (isOnline = false)],
  ])('making a code is refused if %s', async (_why, code, arrange) => {
    await startIn(alone);
    arrange();
    expect([recovery.make(), recovery.view().showing, drawn]).toEqual([code, 'none', []]);
  });

  test('a removed device cannot make a code', async () => {
    await startIn(two);
    await reads(two.dropping(desk, laptop));
    expect(recovery.make()).toBe('device-removed');
    expect(recovery.view().isIn).toBe(false);
  });

  test('a first confirmation reports a code that another device made meanwhile, and a second confirmation replaces that code', async () => {
    await startIn(two);
    recovery.make();
    const told = recovery.tell();
    const group = told.ok ? told.value.slice(-2) : '';
    rig.directory.publish(two.adding(desk, k1), desk); // this device has not read it yet
    const first = recovery.confirm(group);
    await rig.settle();
    expect(await first).toBe('recovery-changed');
    expect([keys(), recovery.view().showing]).toEqual([[k1.id], 'shown']);
    const second = recovery.confirm(group);
    await rig.settle();
    expect(await second).toBe('done');
    expect(keys()).toEqual([told.ok ? idOf(told.value) : '']);
    expect(chain.held().dropped.map(({ id }) => id)).toEqual([k1.id]);
  });
});

describe('shown recovery codes', () => {
  beforeEach(async () => {
    await startIn(two);
    recovery.make();
  });

  test('a shown code disappears as soon as policy forbids codes', () => {
    rule = 'forbid';
    recovery.follow();
    expect([recovery.view().showing, recovery.tell().ok]).toEqual(['none', false]);
  });

  test('a shown code disappears as soon as this device is removed', async () => {
    await reads(two.dropping(desk, laptop));
    expect([recovery.view().showing, recovery.tell().ok]).toEqual(['none', false]);
  });

  test('a shown code disappears when the account ends, and a later confirmation has no effect', async () => {
    const told = recovery.tell();
    recovery.end();
    expect(recovery.view().showing).toBe('none');
    expect(await recovery.confirm(told.ok ? told.value.slice(-2) : '')).toBe('recovery-gone');
    expect(keys()).toEqual([]);
  });

  test('a shown code stays while policy and chain allow it', () => {
    recovery.follow();
    expect(recovery.view()).toMatchObject({ showing: 'shown', shownAt: rig.clock.nowMs() });
  });
});

describe('withdrawing a recovery code', () => {
  test('a withdrawal of a code asks the person, drops the key and is recorded', async () => {
    await startIn(alone);
    const code = await made();
    const taking = recovery.takeBack();
    await rig.settle();
    expect(await taking).toBe('done');
    expect(questions).toEqual([{ kind: 'take-back-code' }]);
    expect([keys(), chain.held().dropped.map(({ id }) => id)]).toEqual([[], [idOf(code)]]);
    expect(events).toEqual(
      (['made', 'taken-back'] as const).map((change) => ({ kind: 'recovery-code', change, by: 'this' })),
    );
    expect(recovery.view().code).toEqual({ kind: 'taken-back', device: laptop.id, isThis: true });
  });

  test.each([
    ['no', 'cancelled'],
    ['asked-lately', 'asked-lately'],
  ] as const)('withdrawing a code changes nothing if the answer is %s', async (said, code) => {
    await startIn(two.adding(laptop, k1));
    answer = said;
    expect(await recovery.takeBack()).toBe(code);
    expect([keys(), events]).toEqual([[k1.id], []]);
  });

  test('a code can be withdrawn although policy forbids codes, and a second withdrawal finds no code', async () => {
    await startIn(two.adding(desk, k1));
    rule = 'forbid';
    const taking = recovery.takeBack();
    await rig.settle();
    expect(await taking).toBe('done');
    expect(await recovery.takeBack()).toBe('no-recovery-code');
    expect(questions).toHaveLength(1);
  });

  test('a withdrawal that another device made first is recorded as that device’s', async () => {
    const withKey = two.adding(desk, k1);
    await startIn(withKey);
    rig.directory.publish(withKey.dropping(desk, k1), desk); // this device has not read it yet
    const taking = recovery.takeBack();
    await rig.settle();
    expect(await taking).toBe('done');
    expect(recovery.view().code).toEqual({ kind: 'taken-back', device: desk.id, isThis: false });
    expect(events).toEqual([{ kind: 'recovery-code', change: 'taken-back', by: 'other' }]);
  });

  test('a withdrawal is signed again on top of a winning branch', async () => {
    const phone = realDevice(3);
    const withKey = two.adding(laptop, phone).adding(laptop, k1);
    await startIn(withKey);
    const taking = recovery.takeBack();
    await rig.settle();
    expect(await taking).toBe('done');
    // The other device has not read our withdrawal, and has removed the phone by a link that takes precedence.
    const ours = toHex(unwrap(chain.held().chain.links.at(-1), 'a link').hash);
    const branches = Array.from({ length: 64 }, (_, at) => withKey.next(desk, { at, drop: [phone.id] }));
    const wins = ({ links }: HandChain): boolean => toHex(sha256(utf8(links.at(-1)?.link ?? ''))) < ours;
    await reads(unwrap(branches.find(wins), 'one of 64'));
    await rig.settle();
    expect(chain.held().chain.links.map(({ link }) => link.drop)).toEqual([[], [], [], [], [phone.id], [k1.id]]);
    expect(recoveryKeyOf(chain.held())).toBeUndefined();
    expect(rig.published()).toContain(k1.id);
    expect(events).toHaveLength(1);
  });
});

describe('recovery codes and other devices', () => {
  test('a code is attributed to its maker even if the same link adds another device and the maker is removed later', async () => {
    await startIn(two.adding(desk, realDevice(3), k1).dropping(laptop, desk));
    expect(recovery.view().code).toEqual({ kind: 'there', device: desk.id, isThis: false });
  });

  test('a code that another device makes, replaces or withdraws is attributed to that device, and each change is recorded', async () => {
    await startIn(two);
    const withKey = two.adding(desk, k1);
    await reads(withKey);
    expect(recovery.view().code).toEqual({ kind: 'there', device: desk.id, isThis: false });
    const replaced = withKey.next(desk, { add: [withKey.member(k2)], drop: [k1.id] });
    await reads(replaced);
    expect(recovery.view().code).toEqual({ kind: 'there', device: desk.id, isThis: false });
    await reads(replaced.dropping(desk, k2));
    expect(recovery.view().code).toEqual({ kind: 'taken-back', device: desk.id, isThis: false });
    recovery.follow();
    expect(events).toEqual(
      (['made', 'replaced', 'taken-back'] as const).map((change) => ({ kind: 'recovery-code', change, by: 'other' })),
    );
  });

  test('a code used on a new device removes this device, and the use is shown and recorded', async () => {
    const withKey = two.adding(laptop, k1);
    await startIn(withKey);
    const tablet = realDevice(4);
    const recovered = withKey.next(k1, { add: [withKey.member(tablet)], drop: [k1.id, laptop.id, desk.id] });
    rig.directory.hint = undefined;
    await reads(recovered, tablet);
    expect(chain.state()).toBe('removed');
    expect(recovery.view()).toMatchObject({ code: { kind: 'used' }, isIn: false, notice: 'none' });
    expect(events).toEqual([{ kind: 'recovery-code', change: 'used', by: 'other' }]);
  });

  test('another device’s code that was in the chain at the start is known and not recorded', async () => {
    await startIn(two.adding(desk, k1));
    recovery.follow();
    expect([recovery.view().code, events]).toEqual([{ kind: 'there', device: desk.id, isThis: false }, []]);
  });
});

describe('two codes made at the same time', () => {
  /**
   * We make a code while the other device makes one, whose link takes precedence over ours if `isFirst`. Returns the id
   * of our key.
   */
  async function beside(isFirst: boolean): Promise<string> {
    await startIn(two);
    const code = await made();
    const ours = toHex(unwrap(chain.held().chain.links.at(-1), 'a link').hash);
    const branches = Array.from({ length: 64 }, (_, at) => two.next(desk, { at, add: [two.member(k1)] }));
    const isBefore = ({ links }: HandChain): boolean => toHex(sha256(utf8(links.at(-1)?.link ?? ''))) < ours;
    await reads(
      unwrap(
        branches.find((branch) => isBefore(branch) === isFirst),
        'one of 64',
      ),
    );
    return idOf(code);
  }

  test('the other device’s code stays if its link wins, and is attributed to that device', async () => {
    await beside(true);
    expect(keys()).toEqual([k1.id]);
    expect(recovery.view().code).toEqual({ kind: 'there', device: desk.id, isThis: false });
    expect(events.at(-1)).toEqual({ kind: 'recovery-code', change: 'replaced', by: 'other' });
  });

  test('this device’s code stays if its link wins', async () => {
    const id = await beside(false);
    expect(keys()).toEqual([id]);
    expect(recovery.view().code).toMatchObject({ kind: 'there', isThis: true });
    expect(events).toEqual([{ kind: 'recovery-code', change: 'made', by: 'this' }]);
  });
});

describe('the notice about recovery codes', () => {
  test('the home page offers a code until the person declines, and does not offer it again after a restart', async () => {
    await startIn(alone);
    expect(recovery.view().notice).toBe('offer');
    expect(recovery.notNow()).toBe('done');
    expect(recovery.view().notice).toBe('none');
    expect(unwrap(offers.read(), 'kept')).toEqual({ isDeclined: true });
    await startIn(alone);
    expect(recovery.view().notice).toBe('none');
  });

  test('the home page asks for a code while policy requires one and there is none', async () => {
    await startIn(alone);
    recovery.notNow();
    rule = 'require';
    expect(recovery.view().notice).toBe('require');
    await made();
    recovery.close();
    expect(recovery.view().notice).toBe('none');
    const taking = recovery.takeBack();
    await rig.settle();
    await taking;
    expect(recovery.view().notice).toBe('require');
  });

  test('the home page asks for no code if policy forbids codes, while offline, or while a code is shown', async () => {
    await startIn(alone);
    rule = 'forbid';
    expect(recovery.view().notice).toBe('none');
    rule = 'require';
    isOnline = false;
    expect(recovery.view().notice).toBe('none');
    isOnline = true;
    recovery.make();
    expect(recovery.view().notice).toBe('none');
  });
});
