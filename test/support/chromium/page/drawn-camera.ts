// A drawn camera: 640 × 480 pixels, 30 pictures a second, each different from the last. A paused camera makes no
// picture.

const EVERY_MS = 33;

/** A camera of the test page. */
export interface DrawnCamera {
  readonly track: MediaStreamTrack;
  /** Makes no further picture; pictures in transit still arrive. */
  readonly pause: () => void;
  readonly stop: () => void;
}

/** Starts to draw. */
export function drawCamera(): DrawnCamera {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  let picture = 0;
  const draw = (): void => {
    picture++;
    context.fillStyle = `hsl(${picture % 360} 60% 40%)`;
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = 'white';
    for (let i = 0; i < 12; i++) context.fillRect((picture * (i + 3)) % 640, i * 40, 60, 30);
  };
  draw();
  const timer = setInterval(draw, EVERY_MS);
  const [track] = canvas.captureStream(30).getVideoTracks();
  if (track === undefined) throw new Error('no picture from the canvas');
  return {
    track,
    pause: () => clearInterval(timer),
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}
