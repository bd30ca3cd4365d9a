// One device's enrolment, with everything around it under the test's control: authority, files, clock, disk.
// Certificates are real.
import { vi } from 'vitest';
import type { EnrolmentView } from '../../../src/contract/managed.ts';
import type { Bytes } from '../../../src/core/bytes.ts';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { createLog } from '../../../src/main/log.ts';
import { createCredentialHolder } from '../../../src/main/organisation/credential-holder.ts';
import { createEnrolment, type Enrolment } from '../../../src/main/organisation/enrolment.ts';
import type { Est, Issuing } from '../../../src/main/organisation/est.ts';
import { createOrganisationTrust } from '../../../src/main/organisation/organisation-trust.ts';
import type { KeptEnrolment } from '../../../src/main/organisation/own-credential.ts';
import type { KeptRevocations } from '../../../src/main/organisation/revocations.ts';
import { x509 } from '../../../src/main/organisation/x509.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { dice } from '../../flows/support/dice.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import type { Authority } from './authority.ts';
import { deviceOf, type Wish } from './authority.ts';

export const URL_OF_CA = 'https://ca.klinik.example';

/** One request to the authority. */
export interface Asked {
  readonly how: 'enrol' | 'renew';
  readonly token?: string;
  readonly request: Bytes;
  readonly certPem?: string;
}

export class EnrolmentBench {
  readonly own = deviceOf();
  readonly clock = new HandClock();
  readonly files = new Map<string, string>();
  readonly asked: Asked[] = [];
  readonly record: RecordEvent[] = [];
  readonly store = new MemoryStore<KeptEnrolment>();
  readonly policy: ReturnType<typeof fixedPolicy>;
  readonly root: Authority;
  readonly trust: ReturnType<typeof createOrganisationTrust>;
  removable = true;
  above: readonly Bytes[] = [];
  diskNews = 0;
  news = 0;
  #fileNews = (): void => undefined;
  enrolment: Enrolment;

  constructor(root: Authority, policy: Partial<PolicyValues> = {}) {
    this.root = root;
    this.policy = fixedPolicy({ OrganisationRoots: [root.pem], EnrolmentUrl: URL_OF_CA, ...policy });
    this.trust = createOrganisationTrust(this.policy, new MemoryStore<KeptRevocations>(), () => undefined);
    this.enrolment = this.#begin();
  }

  /** The authority's answer; it issues for 14 days unless a test says otherwise. */
  answer: (asked: Asked) => Promise<Issuing> = (asked) => this.issue(asked);

  async issue({ request }: Asked, wish: Wish = {}, by = this.root): Promise<Issuing> {
    const publicKey = await new x509.Pkcs10CertificateRequest(request).publicKey.export();
    const fromMs = this.clock.nowMs();
    return { kind: 'issued', certificates: [await by.issue(this.own, { publicKey, fromMs, ...wish })] };
  }

  /** Restarts the program with what was stored. */
  restart(): void {
    this.enrolment.close();
    this.enrolment = this.#begin();
  }

  drop(path: string, text: string): void {
    this.files.set(path, text);
    this.#fileNews();
  }

  get view(): EnrolmentView {
    return this.enrolment.view();
  }

  /** Waits until the view is of this kind and contains `more`. Signing runs in threads of its own. */
  async until(kind: EnrolmentView['kind'], more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await vi.waitUntil(
      () => this.view.kind === kind && JSON.stringify({ ...this.view, ...more }) === JSON.stringify(this.view),
      { timeout: 20_000, interval: 5 },
    );
  }

  /** Lets time pass until the authority was asked this often. */
  advanceUntilAsked(times: number, mostMs: number): Promise<void> {
    return this.advanceUntil(() => this.asked.length >= times, mostMs);
  }

  /** Lets time pass in small steps, each finished before the next. */
  async advanceUntil(condition: () => boolean, mostMs: number): Promise<void> {
    const endMs = this.clock.nowMs() + mostMs;
    while (!condition()) {
      if (this.clock.nowMs() >= endMs)
        throw new Error(`condition never met: ${JSON.stringify([this.view, this.asked.length])}`);
      await this.clock.advance(Math.min(mostMs / 200, endMs - this.clock.nowMs()));
      await this.enrolment.request(); // answered in turn, so every earlier step is finished
    }
  }

  #begin(): Enrolment {
    const { clock, own, policy, trust } = this;
    const est: Est = {
      enrol: (request, _user, token) => this.#ask({ how: 'enrol', token, request }),
      renew: (request, { certPem }) => this.#ask({ how: 'renew', certPem, request }),
      authorities: () => Promise.resolve(this.above),
    };
    const onDisk = (): void => void this.diskNews++;
    const random = dice('enrolment');
    const enrolment = createEnrolment({
      own,
      user: 'alice',
      policy,
      trust,
      holder: createCredentialHolder({ own, trust, store: this.store, clock, random, onDisk }),
      files: {
        read: (path) => this.files.get(path),
        remove: (path) => void (this.removable && this.files.delete(path)),
        follow: (_paths, onNews) => {
          this.#fileNews = onNews;
          return () => undefined;
        },
      },
      est: () => est,
      clock,
      random,
      log: createLog('error', () => undefined),
      onRecord: (event) => void this.record.push(event),
    });
    enrolment.onChange(() => void this.news++);
    return enrolment;
  }

  #ask(asked: Asked): Promise<Issuing> {
    this.asked.push(asked);
    return this.answer(asked);
  }
}
