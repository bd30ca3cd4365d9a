// The networks of the devices scene: two private networks behind a symmetric NAT each, so that no direct path exists,
// and between them a server with coturn and with Mosquitto over TLS. Needs root. The networks and their servers end
// with the scene.
import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { type Host, type Netlab, openNetlab } from '../../network/netlab.ts';
import { withRelay } from '../../network/relay.ts';
import { selfSigned } from '../../network/relay-lender.ts';
import { endAtOnce } from '../../desktop/launch.ts';

/** The scene's networks while they exist. */
export interface Lab {
  /** The administrator's policies for every device: the broker's URL, its certificate, and the relay. */
  readonly policies: Partial<PolicyValues>;
  readonly inNetworkOf: (host: Host) => readonly string[];
  /**
   * Gives the machine at `alice` another address, as when it is carried into another room; all its connections break.
   */
  readonly changeAddress: () => void;
  /** Replaces the NATs of the two networks. */
  readonly setNats: Netlab['setNats'];
  /** Sets how the link between one of the two NATs and the rest behaves from now on. */
  readonly setWan: Netlab['setWan'];
  /** How many allocations the relay has granted so far. */
  readonly allocations: () => number;
}

/** Builds the networks, with their files in `folder`; they exist until `use` returns. */
export async function withLab(folder: string, use: (lab: Lab) => Promise<void>): Promise<void> {
  chmodSync(folder, 0o755); // the broker changes to a user of its own
  const net = await openNetlab();
  try {
    net.setNats('symmetric', 'symmetric');
    const { certPem, keyPem } = selfSigned('server', net.serverIp);
    const file = (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text, { mode: 0o644 });
      return path.join(folder, name);
    };
    const config = file(
      'mosquitto.conf',
      `listener 8883 ${net.serverIp}
certfile ${file('broker.pem', certPem)}
keyfile ${file('broker.key', keyPem)}
allow_anonymous true
persistence false
set_tcp_nodelay true
`,
    );
    const [program, ...args] = [...net.inNetworkOf('server'), '/usr/sbin/mosquitto', '-c', config];
    const broker = spawn(program, args, { stdio: 'ignore' });
    try {
      await withRelay(
        async (relay) => {
          const policies = { ...relay.policies, BrokerUrl: `mqtts://${net.serverIp}:8883`, TlsRoots: [certPem] };
          const { inNetworkOf, moveHost, setNats, setWan } = net;
          const changeAddress = (): void => moveHost('alice');
          await use({ policies, inNetworkOf, changeAddress, setNats, setWan, allocations: relay.allocations });
        },
        { elsewhere: { ip: net.serverIp, within: net.inNetworkOf('server') } },
      );
    } finally {
      await endAtOnce(broker);
    }
  } finally {
    net.close();
  }
}
