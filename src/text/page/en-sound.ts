// English texts of ringing and tones, headset buttons, the microphone's sound and the camera's background.
// Short sentences, no jargon; every key exists in de-sound.ts too.

/** English texts of how calls ring. */
export const enRing = {
  title: 'Ringing and tones',
  loud: 'Ring when somebody calls',
  loudText: 'When this is off, incoming calls are only shown. You set “Do not disturb” with your status.',
  tone: 'Ringtone',
  tones: { bells: 'Bells', classic: 'Classic', chime: 'Chime', gentle: 'Gentle' },
  place: 'Ring on',
  everywhere: 'All speakers',
  volume: 'Ringtone volume',
  listen: 'Play ringtone',
  toneVolume: 'Call tone volume',
  toneText: 'Ringing at the other end, busy, end of the call, a second call waiting.',
  listenTone: 'Play a tone',
} as const;

/** English texts of headsets with buttons. */
export const enHeadset = {
  title: 'Headset buttons',
  use: 'Use the headset buttons',
  useText:
    'Answer, hang up, mute and hold on the headset; its lights follow the call. Siegel uses only devices that identify themselves as telephones.',
  found: 'Found',
  none: 'No headset with buttons was found. It has to be connected by cable or with its own adapter; you can plug it in at any time.',
  lost: 'Siegel has lost the connection to headsets. Switch the buttons off and on again. If that does not help, tell your IT department.',
  nameless: 'Headset without a name',
  ready: 'Ready',
  'not-opened':
    'The system does not let Siegel use the buttons. The sound is not affected. Whoever looks after this computer can allow it.',
  'no-buttons': 'It has no buttons that Siegel knows. The sound is not affected.',
} as const;

/** English texts of what is done to the sound of the microphone. */
export const enSound = {
  music: 'Music: change nothing',
  musicText:
    'Switches off the removal of echo, the suppression of noise and the evening out of the volume. Wear headphones, or the other person hears themselves. The sound is sent in mono. When this is off again, all three have their usual settings.',
  echoCancellation: 'Remove echo',
  echoCancellationText: 'Takes what your speaker plays out of your microphone. You do not need it with a headset.',
  noiseSuppression: 'Suppress noise',
  noiseSuppressions: { off: 'Off', engine: 'Normal', strong: 'Strong, for speech only' },
  noiseSuppressionTexts: {
    off: 'Your microphone is sent with its noise. Choose this for music.',
    engine: 'Dampens fans and keyboards, but also music and tones.',
    strong:
      'Removes nearly everything that is not speech, including music and tones. It needs more of your computer’s power. Nothing leaves this computer for it.',
  },
  noiseLost: {
    failed:
      'Strong noise suppression has stopped. Your microphone is heard with the normal one. To try again, choose “Normal” under “Suppress noise”, then “Strong”.',
    slow: 'This computer is too slow for strong noise suppression. Your microphone is heard with the normal one. To try again, choose “Normal” under “Suppress noise”, then “Strong”.',
  },
  autoGainControl: 'Even out the volume',
  autoGainControlText: 'Makes quiet speech louder and loud speech quieter.',
} as const;

/** English texts of the background of a person's picture. */
export const enBackground = {
  title: 'Background of your picture',
  kinds: { off: 'The room as it is', blurred: 'The room, blurred', still: 'A plain wall' },
  texts: {
    off: 'Your picture is sent as the camera sees it.',
    blurred:
      'This is done on your computer and needs much of its power. Parts of the room may be seen at the edges and when you move. If the computer is too slow, Siegel switches your camera off and tells you.',
    still:
      'This is done on your computer and needs much of its power. Parts of the room may be seen at the edges and when you move. If the computer is too slow, Siegel switches your camera off and tells you.',
  },
} as const;
