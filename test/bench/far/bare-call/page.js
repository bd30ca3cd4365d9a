// A plain WebRTC call between two programs. Offer, answer and candidates are messages over the same broker; each
// candidate is sent as soon as it is known. The callee is in charge: it asks to be called, accepts, waits for the
// caller's first picture, and logs how long that took.
const { readFileSync } = require('node:fs');
const { connect } = require('mqtt');

const { role, broker, ca, iceServers, rounds } = JSON.parse(process.env.BARE_CALL);
const PERSON_MS = 1000; // from the ringing until a person accepts
const TRIPS = 20;
const TRIP_BYTES = 2700; // as large as an INVITE
const other = role === 'caller' ? 'callee' : 'caller';
const sleep = (ms) => new Promise((resolve) => void setTimeout(resolve, ms));
const openCamera = () =>
  navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } }, // as the product asks
  });

const client = connect(broker, { protocolVersion: 5, ca: [readFileSync(ca)] });
const send = (message) => void client.publish(`bare/${other}`, JSON.stringify(message), { qos: 1 });
const waiting = new Map();
const next = (kind) => new Promise((resolve) => void waiting.set(kind, resolve));

let peer;
let early = []; // candidates that came before the description they belong to

function newPeer() {
  peer = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
  peer.addEventListener('icecandidate', ({ candidate }) => candidate && send({ kind: 'candidate', candidate }));
  return peer;
}

async function takeDescription(description) {
  await peer.setRemoteDescription(description);
  for (const candidate of early.splice(0)) void peer.addIceCandidate(candidate);
}

const camera = role === 'caller' ? openCamera() : undefined; // whoever calls sees themselves before it rings

async function offer() {
  newPeer();
  for (const track of (await camera).getTracks()) peer.addTrack(track);
  await peer.setLocalDescription();
  send({ kind: 'offer', description: peer.localDescription });
}

async function answer(description) {
  newPeer();
  const shown = new Promise((resolve) => {
    peer.addEventListener('track', ({ track }) => {
      if (track.kind !== 'video') return;
      const video = document.createElement('video');
      video.muted = true;
      video.srcObject = new MediaStream([track]);
      video.requestVideoFrameCallback(() => resolve(Date.now()));
      document.body.replaceChildren(video);
      void video.play();
    });
  });
  const opening = openCamera();
  await takeDescription(description);
  for (const transceiver of peer.getTransceivers()) transceiver.direction = 'sendrecv';
  await peer.setLocalDescription();
  send({ kind: 'answer', description: peer.localDescription });
  const tracks = (await opening).getTracks();
  for (const transceiver of peer.getTransceivers()) {
    const { track } = transceiver.receiver;
    await transceiver.sender.replaceTrack(tracks.find(({ kind }) => kind === track.kind) ?? null);
  }
  const shownAtMs = await shown;
  for (const track of tracks) track.stop();
  return shownAtMs;
}

const handlers = {
  // messages to the caller
  ping: () => send({ kind: 'pong', pad: 'x'.repeat(TRIP_BYTES) }),
  place: ({ way }) => (way === 'offer-with-ring' ? void offer() : send({ kind: 'ring' })),
  accepted: () => void offer(),
  answer: ({ description }) => void takeDescription(description),
  end: () => peer?.close(),
  // messages to either side
  candidate: ({ candidate }) => {
    if (peer?.remoteDescription) void peer.addIceCandidate(candidate);
    else early.push(candidate);
  },
};

client.on('message', (_topic, payload) => {
  const message = JSON.parse(payload.toString());
  const resolve = waiting.get(message.kind);
  waiting.delete(message.kind);
  if (resolve === undefined) handlers[message.kind]?.(message);
  else resolve(message);
});

/** Milliseconds from accepting to the first picture. */
async function round(way) {
  early = [];
  peer = undefined;
  const rung = next(way === 'offer-with-ring' ? 'offer' : 'ring');
  send({ kind: 'place', way });
  const { description } = await rung;
  await sleep(PERSON_MS);
  const acceptedAtMs = Date.now();
  let theirs = description;
  if (theirs === undefined) {
    const offered = next('offer');
    send({ kind: 'accepted' });
    theirs = (await offered).description;
  }
  const shownAtMs = await answer(theirs);
  const stats = [...(await peer.getStats()).values()];
  const pair = stats.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
  const path = stats.find(({ id }) => id === pair?.remoteCandidateId)?.candidateType;
  send({ kind: 'end' });
  peer.close();
  return { tookMs: shownAtMs - acceptedAtMs, path };
}

async function run() {
  client.stream.setNoDelay(true); // as the product's connections have it
  await client.subscribeAsync(`bare/${role}`, { qos: 1 });
  await camera;
  console.log(JSON.stringify({ said: 'ready' }));
  if (role === 'caller') return;
  await sleep(PERSON_MS);
  const trips = [];
  for (let at = 0; at < TRIPS; at++) {
    const beganAtMs = performance.now();
    const pong = next('pong');
    send({ kind: 'ping', pad: 'x'.repeat(TRIP_BYTES) });
    await pong;
    trips.push(performance.now() - beganAtMs);
  }
  const calls = { 'offer-with-ring': [], 'offer-after-accept': [] };
  for (let at = 0; at <= rounds; at++) {
    for (const way of Object.keys(calls)) {
      const call = await round(way);
      if (at > 0) calls[way].push(call); // the first warms up
    }
  }
  console.log(JSON.stringify({ said: 'done', trips, calls }));
}

client.on('connect', () => void run());
