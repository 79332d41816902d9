/**
 * Media messages become session events: configurations and access units on a session's timeline.
 *
 * <p>Here the codec configurations are read (H.264, HEVC, AV1, VP9; AAC, Opus, AC-3, E-AC-3), the
 * encoder's 32-bit milliseconds are unwrapped and put back onto the frame grid that they were
 * rounded from, and what a frame contains is hashed. Both tracks count from the zero of the
 * encoder's millisecond clock, so their relation is exactly as sent. Nothing here does I/O, reads a
 * clock or logs, and no media byte is copied: an access unit is a slice of its message. What the
 * two legs have to do with each other is not known here.
 */
@NullMarked
package live.understudy.ingest.demux;

import org.jspecify.annotations.NullMarked;
