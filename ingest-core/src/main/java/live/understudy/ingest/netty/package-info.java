/**
 * The RTMP and RTMPS listener: the shell around the pure packages.
 *
 * <p>It owns sockets, TLS, the clock, the random bytes of the handshake, the limits on connections
 * and the one log line per connection. It asks a {@link live.understudy.ingest.netty.PublishGate}
 * who may publish, and hands a session's events to the {@link
 * live.understudy.ingest.netty.SessionSink} that the gate names. Netty's buffers are released here
 * and never leave; no protocol rule and no media logic belongs here.
 */
@NullMarked
package live.understudy.ingest.netty;

import org.jspecify.annotations.NullMarked;
