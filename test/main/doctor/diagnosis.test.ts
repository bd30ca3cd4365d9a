// The diagnosis that goes to support: whatever policies, view, findings and log contain, no name, address, host or
// secret appears in it. The text that is saved is the text that was read.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../../src/contract/managed.ts';
import type { Language, View } from '../../../src/contract/view.ts';
import { createLog } from '../../../src/main/log.ts';
import { createRecentLines } from '../../../src/main/recent-lines.ts';
import { found } from '../../../src/main/doctor/check.ts';
import { createDiagnosisFile, type DiagnosisFile } from '../../../src/main/doctor/diagnosis-file.ts';
import { diagnosisText } from '../../../src/main/doctor/diagnosis.ts';
import { callFixture, managedFixture, viewFixture } from '../desktop/view-fixture.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

/** A view in which each free text is a different canary. */
function viewOf(canary: (what: string) => string): View {
  const trust = { kind: 'verified', at: 1, way: 'code' } as const;
  const organisation = { kind: 'confirmed', name: canary('organisation'), until: 5 } as const;
  const person = { address: canary('address'), name: canary('name'), trust, organisation };
  return {
    ...viewFixture,
    identity: { ...person, device: canary('device'), fingerprint: canary('fingerprint') },
    keyStore: { kind: 'damaged', backend: canary('backend'), cause: 'unreadable', keptAside: canary('path') },
    link: { kind: 'waiting', url: canary('url'), retryAt: 1, cause: 'tls' },
    contacts: [{ ...person, presence: 'online', alwaysRings: true, isPinned: true }],
    calls: [
      {
        ...callFixture,
        ...person,
        id: canary('call'),
        code: { kind: 'shown', code: canary('code'), role: 'read', mayConfirm: true },
        numbers: {
          ...callFixture.numbers,
          fingerprint: canary('dtls'),
          handshake: canary('handshake'),
          suite: canary('suite'),
          codec: { audio: canary('audio'), video: canary('video') },
        },
      },
    ],
    history: [
      {
        ...person,
        id: canary('history'),
        direction: 'in',
        media: 'audio',
        at: 1,
        durationMs: 1,
        verified: true,
        outcome: 'busy',
      },
    ],
    broker: { kind: 'running', url: canary('broker'), clients: 1 },
    notices: [
      { kind: 'own-chain-old', at: 1, peer: canary('peer') },
      { kind: 'failed-secure-calls', address: canary('failed'), count: 2 },
    ],
    settings: {
      ...viewFixture.settings,
      brokerUrl: canary('setting'),
      brokerUsername: canary('username'),
      microphone: canary('microphone'),
      camera: canary('camera'),
      speaker: canary('speaker'),
    },
    managed: {
      ...managedFixture,
      address: canary('own'),
      displayName: canary('display'),
      organisation: canary('house'),
      banner: canary('banner'),
      support: canary('support'),
      locks: { brokerUrl: { by: 'machine', limit: canary('limit') } },
    },
    enrolment: { kind: 'enrolled', until: 1, renewAt: 1, serial: canary('serial') },
    proposal: { address: canary('proposal'), from: 'link' },
  };
}

const pem = '-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----';

function textWith(canary: (what: string) => string, language: Language = 'en'): string {
  const recent = createRecentLines(() => 0);
  const log = createLog('debug', (_level, line) => recent.keep(line));
  for (const what of ['log', 'error']) {
    const value: unknown = canary(what);
    log.debug('it happened', { value, error: new Error(canary(what)) });
  }
  const policy = fixedPolicy({
    BrokerUrl: 'wss://canary-broker.example',
    TurnServers: ['turn:canary-relay.example'],
    TurnUsername: 'canary-user',
    TurnPassword: 'canary-password',
    AllowedPeers: ['canary@canary.example'],
    SupportContact: 'canary, phone 4711',
    OrganisationName: 'canary house',
    OrganisationRoots: [pem],
    Address: 'canary@canary.example',
    HistoryDays: 30,
    RelayOnly: true,
    LogLevel: 'debug',
  }).report();
  const report: DoctorReport = {
    at: 0,
    checks: [
      found('broker-unreachable', { code: canary('code'), servers: 2 }),
      found('record-broken', { at: 3, cause: 'gap' }),
    ],
  };
  const problems = [{ source: canary('source'), name: canary('entry'), kind: 'unknown-name' as const }];
  return diagnosisText({
    report,
    policy: { ...policy, problems, sources: [canary('place')] },
    view: viewOf(canary),
    log: recent.read(),
    language,
  });
}

describe('the diagnosis', () => {
  it('the diagnosis contains the findings, the set policies and the present state', () => {
    const text = textWith(() => 'x y');
    for (const line of [
      'Siegel diagnosis 1',
      'broker: FAULT [broker-unreachable]',
      'HistoryDays machine 30',
      'RelayOnly machine true',
      'LogLevel machine debug',
      'BrokerUrl machine set',
      'AllowedPeers machine 1 entry',
      'TurnPassword machine set',
      'unknown-name a name that is no policy',
      'link=waiting',
      'link-cause=tls',
      'contacts-verified=1',
      'notices=own-chain-old,failed-secure-calls',
      '1970-01-01T00:00:00.000Z debug main: it happened value=<text of 3> error=<Error at diagnosis.test.ts:',
    ])
      expect(text).toContain(line);
  });

  it('the diagnosis has titles and sentences in the person’s language, and the same codes in every language', () => {
    const text = textWith(() => 'x y', 'de');
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# Selbstprüfung',
      '# Richtlinien',
      '# Probleme mit den Richtlinien',
      '# Zustand',
      '# Protokoll des Programms',
    ]);
    for (const line of [
      'Siegel-Diagnose 1',
      'broker: FEHLER [broker-unreachable]',
      'BrokerUrl machine gesetzt',
      'AllowedPeers machine 1 Eintrag',
      'unknown-name ein Name, den keine Richtlinie hat',
      'link=waiting',
    ])
      expect(text).toContain(line);
  });

  it('the diagnosis contains no free text from policies, view, findings or log', () => {
    const forms = fc.constantFrom<((id: string) => string)[]>(
      [(id) => `${id}@${id}.example`],
      [(id) => `wss://${id}.example:443/mqtt`],
      [(id) => `Prof. ${id} Müller`],
      [(id) => `4821 9037 ${id}`],
      [(id) => `/home/${id}/x`],
      [(id) => `<b>${id}</b>\n# findings`],
    );
    fc.assert(
      fc.property(forms, fc.stringMatching(/^[a-z]{12}$/), ([form], id) => {
        const text = textWith((what) => form?.(`${id}${what}`) ?? '');
        expect(text).not.toContain(id);
        expect(text.toLowerCase()).not.toContain('canary');
      }),
      { numRuns: 200 },
    );
  });
});

describe('saving the diagnosis', () => {
  function file(isAllowed = true): {
    diagnosis: DiagnosisFile;
    place: string;
    events: string[];
    written: () => number;
  } {
    const place = join(mkdtempSync(join(tmpdir(), 'siegel-diagnosis-')), 'diagnosis.txt');
    const events: string[] = [];
    let written = 0;
    const diagnosis = createDiagnosisFile({
      write: () => Promise.resolve(`text ${++written}\n`),
      onRecord: (event) => void events.push(JSON.stringify(event)),
      policy: () => ({ DiagnosticsExport: isAllowed }),
      language: () => 'en',
      today: () => '2026-05-03',
      ask: ({ name }) => {
        events.push(name);
        return Promise.resolve(place);
      },
    });
    return { diagnosis, place, events, written: () => written };
  }

  it('the saved diagnosis is the text that was read last, and the saving is recorded', async () => {
    const { diagnosis, place, events } = file();
    await diagnosis.read();
    const read = await diagnosis.read();
    expect(await diagnosis.save()).toBe('done');
    expect(readFileSync(place, 'utf8')).toBe(read);
    expect(events).toEqual(['siegel-diagnosis-2026-05-03.txt', '{"kind":"exported","what":"diagnostics"}']);
  });

  it('the diagnosis can be read but not saved if policy forbids saving', async () => {
    const { diagnosis, events } = file(false);
    expect(await diagnosis.read()).toBe('text 1\n');
    expect(await diagnosis.save()).toBe('export-not-allowed');
    expect(events).toEqual([]);
  });
});
