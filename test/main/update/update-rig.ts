// A feed server as an administrator would run it, over HTTPS with a certificate of the test's authority. It serves a
// folder of files and simulates the faults that a test chooses. This file also makes feeds and AppImages, and updates
// that use the server.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Installation } from '../../../src/main/update/install-kind.ts';
import type { UpdatePolicy } from '../../../src/main/update/plan.ts';
import { createUpdates, type UpdateParts, type Updates } from '../../../src/main/update/updates.ts';
import { systemFiles } from '../../../src/main/vault/files.ts';
import { feedText, publicKeyText, signFeed } from '../../../tools/update-feed.ts';
import { theAuthority } from '../signalling/authority.ts';
import { heldClock } from '../signalling/test-clock.ts';

export const NOW = Date.parse('2026-11-25T08:00:00Z');
export const key: KeyObject = generateKeyPairSync('ed25519').privateKey;
export const foreignKey: KeyObject = generateKeyPairSync('ed25519').privateKey;

const folders: string[] = [];
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of this file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'siegel-update-'));
  folders.push(folder);
  return folder;
}

/** A running server, and what it does with the next requests. `asked` records each requested path. */
export interface FeedServer {
  readonly url: string;
  readonly folder: string;
  readonly asked: string[];
  trouble: 'none' | 'redirect' | 'error' | 'cut-off' | 'endless' | 'dripping';
  breakOff: string; // the file that is sent only in part
  onAsked: (name: string) => void;
}

/** Starts a server over an empty folder. */
export async function startFeedServer(): Promise<FeedServer> {
  const authority = theAuthority();
  const read = (name: string): Buffer => readFileSync(join(authority.folder, name));
  const folder = newFolder();
  const state: Pick<FeedServer, 'trouble' | 'breakOff' | 'onAsked'> = {
    trouble: 'none',
    breakOff: '',
    onAsked: () => undefined,
  };
  const asked: string[] = [];
  const server = createServer({ cert: read('server.pem'), key: read('server.key') }, (request, response) => {
    const name = decodeURIComponent(request.url ?? '').replace('/siegel/', '');
    asked.push(request.url ?? '');
    state.onAsked(name);
    if (state.trouble === 'redirect') return void response.writeHead(302, { location: 'https://127.0.0.1/' }).end();
    if (state.trouble === 'error') return void response.writeHead(500).end();
    if (state.trouble === 'cut-off' || name === state.breakOff) {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
      return void setImmediate(() => response.destroy());
    }
    if (state.trouble === 'dripping') {
      response.writeHead(200);
      const drips = setInterval(() => response.write('.'), 5);
      return void response.once('close', () => clearInterval(drips));
    }
    if (state.trouble === 'endless') {
      response.writeHead(200);
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', more);
      };
      return more();
    }
    try {
      response.end(readFileSync(join(folder, name)));
    } catch {
      response.writeHead(404).end();
    }
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `https://127.0.0.1:${port}/siegel`, folder, asked });
}

/** What a test may change about a feed. */
export interface Offer {
  readonly version?: string;
  readonly issuedMs?: number;
  readonly days?: number;
  readonly keys?: readonly KeyObject[];
  readonly change?: (text: string) => string; // applied before signing
}

/** Writes a `siegel.json` that offers the content of the server's folder. */
export function offer(server: FeedServer, { version = '0.3.0', issuedMs = NOW, days = 30, ...more }: Offer = {}): void {
  const text = feedText(server.folder, version, issuedMs, days);
  writeFileSync(join(server.folder, 'siegel.json'), signFeed(more.change?.(text) ?? text, more.keys ?? [key]));
}

/** A file with the magic number of an AppImage. */
export function appImage(text: string): Buffer {
  return Buffer.concat([
    Buffer.from('\x7FELF\x02\x01\x01\x00', 'latin1'),
    Buffer.from([0x41, 0x49, 2]),
    Buffer.from(text),
  ]);
}

/** Updates of an installation from a server. `events` records each reported event with its version. */
export function updatesOver(
  server: FeedServer,
  installation: Installation,
  change: { readonly policy?: Partial<UpdatePolicy>; readonly parts?: Partial<UpdateParts> } = {},
) {
  const clock = heldClock(NOW);
  const events: string[] = [];
  const policy: { now: UpdatePolicy } = {
    now: { UpdateMode: 'automatic', UpdateFeedUrl: server.url, UpdateKeys: [publicKeyText(key)], ...change.policy },
  };
  const folder = change.parts?.folder ?? join(newFolder(), 'update');
  const updates: Updates = createUpdates({
    installation,
    version: '0.2.0',
    architecture: 'x64',
    policy: () => policy.now,
    way: async () => ({ ca: [theAuthority().root] }),
    clock,
    random: () => new Uint8Array([0]),
    files: systemFiles,
    folder,
    onChange: () => undefined,
    onEvent: (outcome, version = '') => void events.push(`${outcome} ${version}`.trim()),
    ...change.parts,
  });
  return { updates, clock, events, policy, folder };
}
