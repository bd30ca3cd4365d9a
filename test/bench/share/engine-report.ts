// What the engines of both sides report about the shared picture: how it was encoded, how it was decoded, and how long
// that took. The stage hands out no connection, so this bench keeps a reference to each that a page makes.
import type { ElectronApplication, Page } from '@playwright/test';

/** Counts of one stage since the connection began; those of the other direction are 0. */
export interface EngineReport {
  readonly atMs: number;
  readonly codec: string; // with the name of its implementation
  readonly captured: number; // pictures, as all counts here
  readonly encoded: number;
  readonly decoded: number;
  readonly encodeMs: number;
  readonly decodeMs: number;
  readonly bytes: number; // sent, without headers
  readonly cpuLimitedMs: number; // while the engine left out pictures for want of processor time
  readonly networkLimitedMs: number;
}

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly mid?: string;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly mediaSourceId?: string;
  readonly encoderImplementation?: string;
  readonly decoderImplementation?: string;
  readonly frames?: number;
  readonly framesEncoded?: number;
  readonly framesDecoded?: number;
  readonly totalEncodeTime?: number; // seconds, as all times here
  readonly totalDecodeTime?: number;
  readonly bytesSent?: number;
  readonly qualityLimitationDurations?: Readonly<Record<string, number>>;
}

interface Keeper {
  connections?: RTCPeerConnection[];
}

/** Keeps the connections that pages of `app` make from now on. */
export async function keepConnections(app: ElectronApplication): Promise<void> {
  await app.context().addInitScript(() => {
    const Real = window.RTCPeerConnection;
    const kept: RTCPeerConnection[] = [];
    (window as Keeper).connections = kept;
    window.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        kept.push(this);
      }
    };
  });
}

// Runs in the stage, so it must be self-contained.
async function reportInPage(isSent: boolean): Promise<EngineReport> {
  // The stage also makes connections for its rehearsal, which never connect.
  const connection = (window as Keeper).connections?.find((each) => each.connectionState === 'connected');
  if (connection === undefined) throw new Error('the stage has no connection');
  const entries = [...(await connection.getStats()).values()] as readonly Entry[];
  const type = isSent ? 'outbound-rtp' : 'inbound-rtp';
  const stream = entries.find((each) => each.type === type && each.mid === '2');
  const codec = entries.find(({ id }) => id === stream?.codecId)?.mimeType?.split('/')[1] ?? 'no codec';
  const limited = (by: string): number => (stream?.qualityLimitationDurations?.[by] ?? 0) * 1000;
  return {
    atMs: performance.now(),
    codec: `${codec} (${stream?.encoderImplementation ?? stream?.decoderImplementation ?? 'unknown'})`,
    captured: entries.find(({ id }) => id === stream?.mediaSourceId)?.frames ?? 0,
    encoded: stream?.framesEncoded ?? 0,
    decoded: stream?.framesDecoded ?? 0,
    encodeMs: (stream?.totalEncodeTime ?? 0) * 1000,
    decodeMs: (stream?.totalDecodeTime ?? 0) * 1000,
    bytes: stream?.bytesSent ?? 0,
    cpuLimitedMs: limited('cpu'),
    networkLimitedMs: limited('bandwidth'),
  };
}

/** What the engine behind `stage` reports now about the shared picture that it sends, or else receives. */
export async function reportOf(stage: Page, direction: 'sent' | 'received'): Promise<EngineReport> {
  return stage.evaluate(reportInPage, direction === 'sent');
}
