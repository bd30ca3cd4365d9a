// What an engine does for the first time in a page it does slowly: it makes threads and factories, and compiles. So a stage rehearses the
// descriptions of a call before anybody accepts, between two connections that are thrown away. Nothing of it leaves the page: without a
// local description a connection gathers no addresses, and no device is opened.
import { SECTIONS } from './section.ts';

/** Describes both sides of a call that is none, and closes them. Rejects where the engine refuses. */
export async function rehearse(): Promise<void> {
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
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
