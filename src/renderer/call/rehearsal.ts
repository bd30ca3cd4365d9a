// Whatever an engine does for the first time in a page is slow: it makes threads and factories, and compiles. So a
// stage rehearses the descriptions of a call before anybody accepts, between two connections that are thrown away.
// Nothing of the rehearsal leaves the page: without a local description a connection gathers no addresses, and no
// device is opened. Both connections are configured like the connection of a call (protocol §7). So even if they were
// connected, they would send no frame without a transform.
import type { SealedConfiguration } from './peer.ts';
import { SECTIONS } from './section.ts';

const configuration: SealedConfiguration = { encodedInsertableStreams: true };

/** Describes both sides of an imaginary call, and closes them. Rejects if the engine refuses. */
export async function rehearse(): Promise<void> {
  const [one, other] = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
  try {
    for (const { kind } of SECTIONS) one.addTransceiver(kind, { direction: 'sendrecv' });
    const { sdp = '' } = await one.createOffer();
    await other.setRemoteDescription({ type: 'offer', sdp });
    await other.createAnswer();
  } finally {
    one.close();
    other.close();
  }
}
