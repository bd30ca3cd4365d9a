// What must be true of all workers that a person has had in a call (protocol §7).
import { expect } from 'vitest';
import type { GrantMessage } from '../../../src/contract/ports.ts';
import type { Person } from './world.ts';

type Grant = Extract<GrantMessage, { kind: 'grant-seal' | 'grant-open' }>;

/** Whether this message grants a worker a key. */
export const isGrant = (message: GrantMessage): message is Grant =>
  message.kind === 'grant-seal' || message.kind === 'grant-open';

/** Expects that each key, named by direction, generation, step and stream, was granted once and to one worker. */
export function expectNoKeyTwice(...people: readonly Person[]): void {
  for (const person of people) {
    const granted = person.pages.flatMap(({ worker }) => worker.granted.filter(isGrant));
    const names = granted.map(({ kind, stream, generation, step }) => [kind, stream, generation, step].join('/'));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(granted.map(({ key }) => key.join())).size).toBe(granted.length);
  }
}
