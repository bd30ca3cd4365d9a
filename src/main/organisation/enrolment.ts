// This device's certificate from the organisation: obtained by a one-time token or a dropped file, and renewed in time,
// without a restart or a question. There is one step at a time, and its result decides the next. What other devices
// show is in confirmations.ts.
import type { RefusalCode } from '../../contract/failure.ts';
import type { EnrolmentView } from '../../contract/managed.ts';
import type { Bytes } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Log } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { ClientCertificate } from '../signalling/stream.ts';
import type { AskingDevice } from '../../core/organisation/proven-device.ts';
import type { CredentialHolder } from './credential-holder.ts';
import { type DroppedFiles, filledPath } from './dropped-file.ts';
import { type EnrolmentFailure, enrolmentView } from './enrolment-view.ts';
import type { Est, Issuing } from './est.ts';
import type { OrganisationTrust } from './organisation-trust.ts';
import { clientCertificateOf } from './own-credential.ts';
import { readPem, writePem } from './pem.ts';
import { againAfterMs } from './renewal.ts';
import { makeRequest } from './request.ts';

/** This device's enrolment. */
export interface Enrolment {
  readonly view: () => EnrolmentView;
  /** Called after `view`, `shown` or `clientCertificate` has changed. */
  readonly onChange: (listener: () => void) => void;
  /**
   * Enrols with a token that a person has typed, whatever certificate there is. `done` also if the certificate follows
   * later. `not-enrolling`: policy names no server or no usable root.
   */
  readonly enrol: (token: string) => Promise<'done' | RefusalCode>;
  /**
   * The request (PEM, PKCS #10) for a certificate that arrives as a file. It is for the same key until a certificate
   * has arrived. Undefined without a usable root.
   */
  readonly request: () => Promise<string | undefined>;
  /**
   * What this device shows to others, its own certificate first, even an expired one. Empty if there is none, or if
   * policy names no root.
   */
  readonly shown: () => Bytes;
  /** The certificate for TLS. Undefined if none is valid now. */
  readonly clientCertificate: () => ClientCertificate | undefined;
  /** The machine woke up or the network changed: what has failed and waits for another attempt is tried now. */
  readonly retryNow: () => void;
  /** From here on nothing is requested, read or stored. */
  readonly close: () => void;
}

/** What an enrolment is made of. */
export interface EnrolmentParts {
  readonly own: AskingDevice;
  readonly user: string; // login name
  readonly policy: Pick<PolicyInForce, 'values' | 'onChange'>;
  readonly trust: OrganisationTrust;
  readonly holder: CredentialHolder;
  readonly files: DroppedFiles;
  readonly est: (url: string) => Est;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onRecord: OnRecord;
}

const LONGEST_TIMER_MS = 6 * 3_600_000;
const MOST_TOKEN = 512;

/** An enrolment that takes its first step at once. */
export function createEnrolment(parts: EnrolmentParts): Enrolment {
  const { own, policy, trust, holder, clock, random, log, files } = parts;
  const listeners: (() => void)[] = [];
  let failure: EnrolmentFailure | undefined;
  let failures = 0;
  // Present if the authority has asked us to come back later.
  let pending: { readonly untilMs: number; readonly token: string | undefined } | undefined;
  let isAsking = false;
  let isClosed = false;
  let told = '';
  let target = '';
  let steps: Promise<unknown> = Promise.resolve();
  let cancelTimer: (() => void) | undefined;
  let followed = '';
  let cancelFollow: (() => void) | undefined;

  const url = (): string => policy.values().EnrolmentUrl;
  const place = (template: string): string | undefined => filledPath(template, parts.user, own.device);

  const view = (): EnrolmentView =>
    enrolmentView({
      isSet: trust.isSet() && !isClosed,
      isUsable: trust.read() !== undefined,
      status: holder.status(),
      current: holder.current(),
      failure,
      isAsking: isAsking || pending !== undefined,
      way: url() !== '' ? 'token' : policy.values().CertificateFile !== '' ? 'file' : undefined,
    });

  function tell(): void {
    const now = JSON.stringify([view(), holder.current()?.own.serial, holder.status()]);
    if (now === told || isClosed) return;
    told = now;
    for (const listener of listeners) listener();
  }

  function fail(cause: EnrolmentFailure['cause'], isWorthRetrying: boolean): void {
    failures++;
    const until = holder.status() === 'good' ? holder.current()?.own.notAfterMs : undefined;
    const afterMs = againAfterMs(failures, until === undefined ? undefined : until - clock.nowMs(), random);
    if (failure?.cause !== cause) parts.onRecord({ kind: 'enrolment-failed', cause });
    failure = { cause, retryAtMs: isWorthRetrying ? clock.nowMs() + afterMs : undefined };
    log.warn('no certificate from the organisation', { cause, failures });
  }

  function adopt(certificates: readonly Bytes[]): ReturnType<CredentialHolder['adopt']> {
    const kind = holder.status() === 'good' ? 'renewed' : 'enrolled';
    const outcome = holder.adopt(certificates);
    if (outcome !== 'adopted') return outcome;
    failure = undefined;
    failures = 0;
    parts.onRecord({ kind, until: holder.current()?.own.notAfterMs ?? 0 });
    log.info('a certificate from the organisation', { kind });
    return outcome;
  }

  // `again`: whether a failed request is worth repeating.
  async function ask(again: boolean, how: (est: Est, request: Bytes) => Promise<Issuing>): Promise<Issuing> {
    if (isClosed) return { kind: 'failed', cause: 'unreachable' }; // the device's keys are wiped
    const est = parts.est(url());
    isAsking = true;
    tell();
    const answer = await how(est, makeRequest(holder.nextKey(), own));
    // Intermediate authorities may have to be fetched separately, unless the server sends them along.
    const isAlone = answer.kind === 'issued' && answer.certificates.length === 1 && !isClosed;
    const above = isAlone ? await est.authorities() : [];
    isAsking = false;
    pending = undefined;
    if (isClosed || answer.kind === 'pending') return answer;
    if (answer.kind === 'issued') {
      const outcome = adopt([...answer.certificates, ...above]);
      if (outcome === 'adopted' || outcome === 'older') return answer;
      fail('unusable', holder.status() === 'good');
      return { kind: 'failed', cause: 'unusable' };
    }
    fail(answer.cause, again && answer.cause !== 'bad-token');
    return answer;
  }

  async function byToken(token: string, file: string | undefined): Promise<Issuing> {
    const answer = await ask(file !== undefined, (est, request) => est.enrol(request, own.address, token));
    if (isClosed) return answer;
    if (answer.kind === 'pending')
      pending = { untilMs: clock.nowMs() + answer.afterMs, token: file === undefined ? token : undefined };
    // A used or refused token is useless. It is remembered, because this process may be unable to remove its file.
    const isUsed = answer.kind === 'issued' || (answer.kind === 'failed' && answer.cause === 'unusable');
    if (isUsed || (answer.kind === 'failed' && answer.cause === 'bad-token')) holder.spend(token);
    if (isUsed && file !== undefined) files.remove(file);
    return answer;
  }

  async function renew(client: ClientCertificate): Promise<Issuing> {
    const answer = await ask(true, (est, request) => est.renew(request, client));
    if (answer.kind === 'pending') pending = { untilMs: clock.nowMs() + answer.afterMs, token: undefined };
    return answer;
  }

  function droppedToken(): { readonly token: string; readonly file: string } | undefined {
    const file = place(policy.values().EnrolmentTokenFile);
    const token = file === undefined ? undefined : files.read(file)?.trim();
    if (file === undefined || token === undefined || token === '' || token.length > MOST_TOKEN) return undefined;
    return /\s/.test(token) || holder.isSpent(token) ? undefined : { token, file };
  }

  function byFile(): void {
    const file = place(policy.values().CertificateFile);
    const certificates = file === undefined ? [] : (readPem(files.read(file) ?? '', 'CERTIFICATE') ?? []);
    if (certificates.length === 0) return;
    const outcome = adopt(certificates);
    const isWrong = outcome === 'foreign' || outcome === 'unusable';
    if (isWrong && url() === '' && holder.status() === 'none') fail('unusable', false);
  }

  async function step(): Promise<void> {
    if (isClosed || trust.read() === undefined) return;
    byFile();
    const nowMs = clock.nowMs();
    const current = holder.status() === 'good' ? holder.current() : undefined;
    const isWaiting = (failure?.retryAtMs ?? 0) > nowMs || (pending?.untilMs ?? 0) > nowMs;
    if (url() === '' || isWaiting || (current !== undefined && nowMs < current.renewAtMs)) return;
    const dropped = droppedToken();
    const typed = pending?.token;
    if (current !== undefined) {
      const answer = await renew(clientCertificateOf(current));
      const isOver = answer.kind === 'failed' && (answer.cause === 'refused' || answer.cause === 'bad-token');
      if (isOver && dropped !== undefined) await byToken(dropped.token, dropped.file);
    } else if (dropped !== undefined) await byToken(dropped.token, dropped.file);
    else if (typed !== undefined) await byToken(typed, undefined);
    else if (failure?.retryAtMs !== undefined) failure = undefined; // there is nothing to try again any more
  }

  function lookAgain(): void {
    cancelTimer?.();
    if (isClosed) return;
    const nowMs = clock.nowMs();
    const current = holder.current();
    const wanted = failure?.retryAtMs ?? pending?.untilMs ?? current?.renewAtMs;
    const next = [wanted, current?.own.notAfterMs].flatMap((at) =>
      at !== undefined && at > nowMs ? [at - nowMs] : [],
    );
    cancelTimer = clock.after(Math.min(LONGEST_TIMER_MS, ...next), onward);
  }

  // With another authority or other roots, an earlier failure means nothing any more.
  function follow(): void {
    const { EnrolmentTokenFile, CertificateFile, OrganisationRoots, TlsRoots } = policy.values();
    const now = JSON.stringify([url(), OrganisationRoots, TlsRoots, CertificateFile]);
    if (now !== target) failure = undefined;
    target = now;
    const paths = [EnrolmentTokenFile, CertificateFile].flatMap((template) => place(template) ?? []);
    const wanted = trust.isSet() ? paths : [];
    if (wanted.join('\0') === followed) return;
    followed = wanted.join('\0');
    cancelFollow?.();
    cancelFollow = files.follow(wanted, onward);
  }

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = steps.then(run).finally(() => {
      lookAgain();
      tell();
    });
    steps = mine.catch(() => undefined); // whoever asked gets the error
    return mine;
  }

  function onward(): void {
    if (isClosed) return;
    follow();
    void inTurn(step);
  }

  policy.onChange(onward);
  trust.onChange(onward);
  onward();
  return {
    view,
    onChange: (listener) => void listeners.push(listener),
    enrol: async (token) => {
      if (url() === '' || trust.read() === undefined) return 'not-enrolling';
      const answer = await inTurn(() => byToken(token.trim(), undefined));
      if (answer.kind !== 'failed') return 'done';
      if (answer.cause === 'bad-token') return 'bad-token';
      return answer.cause === 'unreachable' || answer.cause === 'tls' ? 'ca-unreachable' : 'ca-refused';
    },
    request: () =>
      inTurn(() => {
        if (isClosed || trust.read() === undefined) return Promise.resolve(undefined);
        return Promise.resolve(writePem(makeRequest(holder.nextKey(), own), 'CERTIFICATE REQUEST'));
      }),
    shown: () => (trust.isSet() ? holder.current()?.shown : undefined) ?? new Uint8Array(0),
    clientCertificate: () => {
      const current = holder.status() === 'good' ? holder.current() : undefined;
      return current && clientCertificateOf(current);
    },
    retryNow: () => {
      if (failure?.retryAtMs !== undefined) failure = { ...failure, retryAtMs: clock.nowMs() };
      onward();
    },
    close: () => {
      isClosed = true;
      cancelTimer?.();
      cancelFollow?.();
      listeners.length = 0;
      holder.close();
    },
  };
}
