/** What is wrong with an encoder's signal, and how to mend it; and why it went. */
export const issueEn = {
  'issue-stalled': 'The encoder is connected but sends nothing. Check its network and whether it still runs.',
  'issue-video-stopped':
    'Sound arrives, but no picture for {measured}. Check the encoder’s video source and its load.',
  'issue-audio-stopped': 'Pictures arrive, but no sound for {measured}. Check the encoder’s audio source.',
  'issue-lagging':
    'The signal is {measured} late: the upload is too slow for it, or the encoder cannot keep up. Lower the bitrate in OBS → Settings → Output → Streaming, or use a faster preset.',
  'issue-reconnecting':
    'The encoder connected {measured} times within 5 minutes. Check its network; a cable is better than Wi-Fi.',
  'issue-keyframes-too-far-apart':
    'Keyframes are too far apart. Set the keyframe interval to 2 s in OBS → Settings → Output → Streaming, so that a switch loses nothing.',
  'issue-open-gop':
    'Pictures refer across keyframes (open GOP), so a switch can show broken ones. Set closed GOPs in the encoder (x264 and x265: open-gop=0).',
  'issue-frame-rate-low':
    'Only {measured} pictures a second arrive of {expected}. Lower the encoder’s load: a smaller picture or a faster preset in OBS → Settings → Output.',
  'issue-timestamp-jumps':
    'Timestamps jumped since the encoder connected; count: {measured}. Play sources without loops that restart the clock, or restart the encoder.',
  'issue-av-offset':
    'Sound and picture are {measured} apart. Check the sync offset of the audio source (OBS → Advanced Audio Properties).',
  'issue-no-audio': 'The signal has no sound. Check the encoder’s audio source.',
  'issue-apple-cannot-play':
    'The pictures are VP9, which Apple’s players (Safari, iPhone, iPad, Apple TV) don’t take from HLS. Where anybody watches with one, set the encoder to H.264 or HEVC.',
  'issue-keyframes-uneven':
    'Keyframes come at uneven distances, up to {measured}. Switch scene change detection off (x264: scenecut=0) and set the keyframe interval to {expected} in OBS → Settings → Output → Streaming.',
  'issue-frame-rate-varies':
    'The frame rate is not constant. Set a constant one in the encoder, so that switches are exact to the picture.',
  // encoders that were not let in
  'issue-refused-wrong-key':
    'At {time} an encoder was refused: its stream key is wrong. Copy the key from the encoder settings into it again, all of it.',
  'issue-refused-second-encoder':
    'At {time} a second encoder was refused: it sends with the key of the one that is connected. Stop one of the two.',
  'issue-refused-kept-out':
    'At {time} an encoder wanted to send and was kept out. Let encoders in again if it is the right one.',
  // why a connection ended
  'end-the-encoder-disconnected': 'The encoder closed the connection, or its program ended.',
  'end-the-encoder-stopped-the-stream': 'Streaming was stopped in the encoder.',
  'end-the-connection-broke': 'The connection broke. Check the encoder’s network.',
  'end-no-audio-or-video-for-ms':
    'It sent no picture and no sound for {time}. Check its network and whether it still runs.',
  'end-another-encoder-took-over': 'Another encoder connected with the same stream key.',
  'end-an-operator-disconnected-this-encoder': 'An operator disconnected it.',
  'end-an-operator-blocked-this-encoder': 'An operator keeps encoders out.',
  'end-the-stream-key-was-changed': 'The stream key was changed: give the encoder the new one.',
  'end-the-event-has-ended': 'The event has ended.',
} as const;
