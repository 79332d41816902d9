/**
 * Ingest: what an encoder sends over RTMP or RTMPS becomes access units.
 *
 * <p>The packages are the pipeline, in this order: {@code rtmp} turns bytes into messages, {@code
 * flv} reads the bodies of the media messages, {@code demux} makes session events of them, and
 * {@code netty} is the shell that owns sockets, clock and log. This package holds only what all of
 * them share: the limits and the exception that says what was wrong with a peer's input. Only
 * {@code netty} may do I/O, read a clock or log.
 */
@NullMarked
package live.understudy.ingest;

import org.jspecify.annotations.NullMarked;
