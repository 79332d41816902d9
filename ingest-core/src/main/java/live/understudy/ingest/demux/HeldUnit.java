package live.understudy.ingest.demux;

import live.understudy.media.ByteSlice;
import live.understudy.media.TrackType;

/** A coded frame whose time is still in the encoder's milliseconds. */
record HeldUnit(
    TrackType track,
    long ms,
    int offsetMs,
    boolean keyframe,
    ByteSlice data,
    long hash,
    long arrivedNs) {}
