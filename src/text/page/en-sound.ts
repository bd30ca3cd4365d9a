// English texts of ringing and tones.
// Short sentences, no jargon on the surface; every key exists in de-sound.ts too.

/** English texts of how calls ring. */
export const enRing = {
  title: 'Ringing and tones',
  loud: 'Ring when somebody calls',
  loudText: 'Switched off, an incoming call is shown only. “Do not disturb” is set with your status.',
  tone: 'Ringtone',
  tones: { bells: 'Bells', classic: 'Classic', chime: 'Chime', gentle: 'Gentle' },
  place: 'Ring on',
  everywhere: 'All loudspeakers',
  volume: 'Volume of the ring',
  listen: 'Listen to the ring',
  toneVolume: 'Volume of the tones in a call',
  toneText: 'That it rings at the other end, that it is busy, that a call has ended, that a second one waits.',
  listenTone: 'Listen to a tone',
} as const;

/** English texts of headsets with buttons. */
export const enHeadset = {
  title: 'Buttons of the headset',
  use: 'Use the buttons of the headset',
  useText:
    'Answer, hang up, mute and hold on the headset, and its lights follow the call. Siegel speaks only to devices that say they are telephones.',
  found: 'Found',
  none: 'No headset with buttons was found. It has to be connected by cable or with its own adapter; it may be plugged in at any time.',
  lost: 'What speaks to headsets has stopped. Switch the buttons off and on again. If it stays so, tell your IT.',
  nameless: 'Headset without a name',
  ready: 'Ready',
  'not-opened':
    'The system does not let Siegel use its buttons. Its sound is not affected. Whoever looks after this computer can allow it.',
  'no-buttons': 'It has no buttons that Siegel knows. Its sound is not affected.',
} as const;

/** English texts of what is done to the sound of the microphone. */
export const enSound = {
  echoCancellation: 'Remove echo',
  echoCancellationText: 'Takes what your loudspeaker plays out of your microphone. With a headset you can do without.',
  noiseSuppression: 'Suppress noise',
  noiseSuppressions: { off: 'Off', engine: 'Normal', strong: 'Strong, for speech only' },
  noiseSuppressionTexts: {
    off: 'Your microphone is sent with its noise. Choose this for music.',
    engine: 'Dampens fans and keyboards, and music and tones as well.',
    strong:
      'Takes out nearly everything that is not speech, also music and tones. It needs more of your computer’s power. Nothing leaves this computer for it.',
  },
  noiseLost: {
    failed: 'Strong noise suppression has stopped. Your microphone is heard with the normal one.',
    slow: 'This computer is too slow for strong noise suppression. Your microphone is heard with the normal one.',
  },
  autoGainControl: 'Even out the volume',
  autoGainControlText: 'Makes quiet speech louder and loud speech quieter.',
} as const;

/** English texts of what stands behind a person in their picture. */
export const enBackground = {
  title: 'Behind you in your picture',
  kinds: { off: 'The room as it is', blurred: 'The room, blurred', still: 'A plain wall' },
  texts: {
    off: 'Your picture is sent as the camera sees it.',
    blurred:
      'Made on this computer, which has a lot to do for it. At the edges and in movement parts of the room may be seen. Where the computer is too slow, your camera is switched off, and it is said.',
    still:
      'Made on this computer, which has a lot to do for it. At the edges and in movement parts of the room may be seen. Where the computer is too slow, your camera is switched off, and it is said.',
  },
} as const;
