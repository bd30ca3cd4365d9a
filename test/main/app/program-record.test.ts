// What the security record says of the program: that it started, that somebody tried to start it with forbidden
// switches, and which policies applied.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordProgram } from '../../../src/main/app/program-record.ts';
import { noteRefusedStart, readRefusedStarts } from '../../../src/main/app/refused-start.ts';
import { policyHash } from '../../../src/main/record/policy-hash.ts';
import { RecordEvent } from '../../../src/main/record/record-event.ts';
import type { DatedEvent } from '../../../src/main/record/security-record.ts';
import * as v from 'valibot';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const versions = { app: '0.2.0', electron: '45.4.1', chromium: '156.0.7000.12' };
let folder: string;
let noted: [RecordEvent, number | undefined][];
let written: () => void;
const record = {
  note: (event: RecordEvent, atMs?: number): void => void noted.push([event, atMs]),
  noteOnce: (events: readonly DatedEvent[], onWritten: () => void): void => {
    for (const { event, atMs } of events) noted.push([event, atMs]);
    written = onWritten;
  },
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siegel-program-'));
  noted = [];
});

describe('the record of a start', () => {
  it('a start is recorded with its versions and the policy in force', () => {
    const policy = fixedPolicy();
    recordProgram(record, { folder, versions, isPackaged: true }, policy);
    expect(noted.map(([event]) => event)).toEqual([
      { kind: 'start', ...versions, isPackaged: true },
      { kind: 'policy-changed', policy: policyHash(policy.values()), problems: 0, isManaged: false },
    ]);
    expect(noted.every(([event]) => v.is(RecordEvent, event))).toBe(true);
  });

  it('refused starts are handed to the record at every start, with their own time, until it has written them', () => {
    noteRefusedStart(folder, { at: 1_700_000_000_000, name: 'remote-debugging-port' });
    noteRefusedStart(folder, { at: 1_700_000_060_000, name: 'NODE_OPTIONS' });
    for (let starts = 0; starts < 2; starts++) {
      noted = [];
      recordProgram(record, { folder, versions, isPackaged: true }, fixedPolicy());
      expect(noted.filter(([{ kind }]) => kind === 'refused-switch')).toEqual([
        [{ kind: 'refused-switch', name: 'remote-debugging-port' }, 1_700_000_000_000],
        [{ kind: 'refused-switch', name: 'NODE_OPTIONS' }, 1_700_000_060_000],
      ]);
      expect(noted.every(([event]) => v.is(RecordEvent, event))).toBe(true);
    }
    written();
    expect(readRefusedStarts(folder)).toEqual([]);
  });
});

describe('the record of policy', () => {
  const changes = (): unknown[] => noted.map(([event]) => event).filter(({ kind }) => kind === 'policy-changed');

  it('a policy change is recorded only if values in force other than secrets changed, and no secret is recorded', () => {
    const policy = fixedPolicy({ RelayOnly: true });
    recordProgram(record, { folder, versions, isPackaged: false }, policy);
    policy.set({ RelayOnly: true });
    expect(changes()).toHaveLength(1);
    policy.set({ AllowVideo: false });
    policy.set({ TurnPassword: 'correct horse' });
    expect(changes()).toHaveLength(2); // no hash covers a secret
    expect(changes()[1]).toMatchObject({ policy: policyHash(policy.values()), isManaged: true });
    expect(JSON.stringify(noted)).not.toContain('horse');
  });
});
