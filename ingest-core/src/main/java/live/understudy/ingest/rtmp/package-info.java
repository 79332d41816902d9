/**
 * RTMP as a publisher speaks it: handshake, chunk streams, messages, AMF0 and the session.
 *
 * <p>Sources are "Adobe's Real Time Messaging Protocol" 1.0 (cited as RTMP with its section) and
 * "Action Message Format - AMF 0" (cited as AMF0). Bytes come in as {@code ByteBuffer}, time as
 * {@code nowNs}, and effects go out as {@link live.understudy.ingest.rtmp.SessionOutput} values.
 * Nothing here does I/O, reads a clock, logs, or knows what an access unit is. A payload is copied
 * once, from the network's buffer into an array that nobody modifies afterwards.
 */
@NullMarked
package live.understudy.ingest.rtmp;

import org.jspecify.annotations.NullMarked;
