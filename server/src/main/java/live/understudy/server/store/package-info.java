/**
 * The segment store: what programs leave on disk. It is the recording, the window for rewinding and
 * what a restarted process goes on from.
 *
 * <p>{@link SegmentStore} owns one writer thread for all programs and one folder for each; a {@link
 * Recording} is what a program's event loop talks to and never waits for. Bytes go to a volume
 * first and to the index after that, each in one append, so a process that is killed at any byte
 * leaves an index that is true. Where the disk is slow or full the program goes on without it, and
 * the page at the index's beginning remembers which numbers were used. The format itself is pure
 * and lives in {@code live.understudy.hls.store}; nothing here knows a playlist or HTTP beyond
 * {@code ByteSource}.
 */
@NullMarked
package live.understudy.server.store;

import org.jspecify.annotations.NullMarked;
