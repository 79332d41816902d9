package live.understudy.hls;

import live.understudy.media.TrackType;

/** Track numbers inside every init section and fragment: the same for all legs and programs. */
final class TrackIds {

  static final int VIDEO = 1;
  static final int AUDIO = 2;

  private TrackIds() {}

  static int of(TrackType track) {
    return track == TrackType.VIDEO ? VIDEO : AUDIO;
  }
}
