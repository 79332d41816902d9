package live.understudy.ingest.netty;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/**
 * One listening port.
 *
 * @param name for the log, for example {@code rtmps-primary}
 * @param address where to listen; port 0 takes any free one
 * @param leg which leg is published here
 * @param tls asked for the certificate at every connection, so that it can change; null for plain
 *     RTMP
 */
public record RtmpListenerConfig(
    String name, InetSocketAddress address, Leg leg, @Nullable Supplier<SslContext> tls) {}
