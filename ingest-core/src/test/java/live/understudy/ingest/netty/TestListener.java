package live.understudy.ingest.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Passwords;
import live.understudy.media.Leg;
import org.jspecify.annotations.Nullable;

/** A listener on a free loopback port that admits one key and records what is published. */
final class TestListener implements AutoCloseable {
  static final String KEY = "demo_en_0123456789abcdef";
  static final String USER = "demo_en";

  final BlockingQueue<RecordingSink> sinks = new LinkedBlockingQueue<>();
  final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
  final RtmpListener listener;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  TestListener(IngestLimits limits, @Nullable SslContext tls) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    RtmpListenerConfig config =
        new RtmpListenerConfig("test", any, Leg.PRIMARY, tls == null ? null : () -> tls);
    listener = RtmpListener.bind(config, group, group, new Gate(), limits);
  }

  /** Its user is the key's public part, and the password the whole key. */
  private final class Gate implements PublishGate, Passwords {
    @Override
    public Admission admit(PublishRequest request) {
      return TestListener.this.admit(request);
    }

    @Override
    public Passwords passwords() {
      return this;
    }

    @Override
    public String salt() {
      return "pepper";
    }

    @Override
    public @Nullable String digest(String user) {
      return user.equals(USER) ? md5(USER + salt() + KEY) : null;
    }
  }

  private static String md5(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Admission admit(PublishRequest request) {
    requests.add(request);
    if (!request.streamKey().equals(KEY) && !USER.equals(request.user())) {
      return new Admission.Refused("unknown stream key");
    }
    if (request.app().equals("broken")) {
      return new Admission.Admitted(_ -> {
        throw new IllegalStateException("a sink that fails");
      });
    }
    RecordingSink sink = new RecordingSink();
    sinks.add(sink);
    return new Admission.Admitted(sink);
  }

  RecordingSink sink() throws InterruptedException {
    RecordingSink sink = sinks.poll(90, TimeUnit.SECONDS);
    if (sink == null) {
      throw new AssertionError("nobody published");
    }
    return sink;
  }

  int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
