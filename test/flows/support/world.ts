// What whole-call tests begin with: two people, their devices, and a call between them. Also helpers for such calls.
import { userTag } from '../../../src/core/keys/address.ts';
import type { Media } from '../../../src/contract/view.ts';
import type { Published } from './household.ts';
import { Person, World } from './person.ts';

export { Person, World };

/** Two people who have never met. */
export function strangers(seed?: string): { world: World; anna: Person; ben: Person } {
  const world = new World(seed);
  return { world, anna: world.person('anna@a.example'), ben: world.person('ben@b.example') };
}

/** Waits until all are live. */
export async function talking(...people: readonly Person[]): Promise<void> {
  for (const person of people) await person.waitFor('live', 40_000);
}

/** Two people in the middle of a call. */
export async function inCall(media: Media = 'audio', seed?: string): Promise<ReturnType<typeof strangers>> {
  const three = strangers(seed);
  await call(three.anna, three.ben, media);
  return three;
}

/** `from` calls `to`, who answers; returns when both are live. */
export async function call(from: Person, to: Person, media: Media = 'audio'): Promise<void> {
  from.place(to, media);
  await to.waitFor('ringing');
  to.answer(media);
  await talking(from, to);
}

/** Anna calls Ben, and both his devices ring. */
export async function twoRinging(): Promise<ReturnType<typeof strangers> & { phone: Person }> {
  const all = strangers();
  const phone = all.world.person(all.ben.address, 'two', all.ben);
  all.anna.place(all.ben);
  for (const device of [all.ben, phone]) await device.waitFor('ringing');
  return { ...all, phone };
}

/** Anna calls Ben. One of his devices rings; the other is busy, because it calls Cleo and waits for her. */
export async function oneBusy(): Promise<ReturnType<typeof strangers> & { phone: Person }> {
  const all = strangers();
  const phone = all.world.person(all.ben.address, 'two', all.ben);
  const cleo = all.world.person('cleo@c.example');
  phone.place(cleo);
  await cleo.waitFor('ringing');
  all.anna.place(all.ben);
  await all.ben.waitFor('ringing');
  await all.world.clock.advance(1000); // `busy` has arrived
  return { ...all, phone };
}

/** Anna, who has another device, has called Ben, and both talk. `old` is this call's id. */
export async function movable(): Promise<ReturnType<typeof strangers> & { laptop: Person; old: string }> {
  const all = strangers();
  const laptop = all.world.person(all.anna.address, 'two', all.anna);
  await call(all.anna, all.ben);
  return { ...all, laptop, old: all.ben.id };
}

/** Ends the call and clears both desks. */
export async function hangUp(from: Person, to: Person): Promise<void> {
  from.hangUp();
  await to.waitFor('ended');
  for (const person of [from, to]) person.desk.dismiss(person.id);
}

/** Two people who have called once and typed the code, with no call in progress. */
export async function verified(seed?: string): Promise<ReturnType<typeof strangers>> {
  const three = await inCall('audio', seed);
  const { anna, ben } = three;
  for (const person of [anna, ben]) person.desk.confirmCode(person.id, person.code ?? '');
  await hangUp(anna, ben);
  await three.world.clock.advance(70_000); // the lists read for the first call are old by now
  return three;
}

/** Every second, each person's page sends a voice and a camera frame if these are on, and page and worker report. */
export async function talkFor(world: World, seconds: number, ...people: readonly Person[]): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    for (const person of people) {
      person.page.sendFrame(0);
      person.page.sendFrame(1);
    }
    for (const person of people) person.page.report();
    await world.clock.advance(1000);
  }
}

/** Sets what each reader of the chains of `address` gets. */
export function answerFor(
  world: World,
  address: string,
  answer: (reader: string) => Published | undefined | 'timeout',
): void {
  const before = world.broker.answerDirectory;
  world.broker.answerDirectory = (tag, reader) => (tag === userTag(address) ? answer(reader) : before(tag, reader));
}
