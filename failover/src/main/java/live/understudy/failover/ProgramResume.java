package live.understudy.failover;

import live.understudy.hls.PackagerResume;

/**
 * What a program needs in order to go on in another process.
 *
 * @param playlist where the playlist stands
 * @param targetDurationS {@code EXT-X-TARGETDURATION}, which never changes
 * @param zeroWallMs wall-clock time of the program's time zero
 * @param publishedEndNs program time up to which it was published
 */
public record ProgramResume(
    PackagerResume playlist, int targetDurationS, long zeroWallMs, long publishedEndNs) {}
