// Notices the first picture of the peer's camera. Only the receiver's statistics say that a picture was decoded.
const POLL_MS = 20;

interface InboundEntry {
  readonly type: string;
  readonly framesDecoded?: number;
}

/**
 * Calls `onFirst` once, soon after `receiver` has decoded its first frame. Returns a function that stops watching.
 * Polling begins when packets arrive, so a voice call costs nothing.
 */
export function watchFirstFrame(receiver: RTCRtpReceiver, onFirst: () => void): () => void {
  const { track } = receiver;
  let over = false;
  let watching = false;
  const watch = async (): Promise<void> => {
    if (over) return;
    const entries = [...(await receiver.getStats()).values()] as readonly InboundEntry[];
    if (over) return;
    if (entries.some((entry) => entry.type === 'inbound-rtp' && (entry.framesDecoded ?? 0) > 0)) {
      over = true;
      onFirst();
    } else setTimeout(() => void watch(), POLL_MS);
  };
  const begin = (): void => {
    if (watching) return;
    watching = true;
    void watch();
  };
  if (track.muted) track.addEventListener('unmute', begin, { once: true });
  else begin();
  return () => {
    over = true;
    track.removeEventListener('unmute', begin);
  };
}
