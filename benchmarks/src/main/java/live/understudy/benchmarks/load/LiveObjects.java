package live.understudy.benchmarks.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The playlist and the segments of a program that is live for as long as this is open. */
final class LiveObjects implements AutoCloseable {
  private static final String EVENT_FOLDER = "/live/bench/en/";
  private static final String PLAYLIST = EVENT_FOLDER + "media.m3u8";
  private static final int KEYFRAME_FRAMES = 60;
  private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(120);
  private static final long CONNECT_TIMEOUT_S = 20;

  private final ServerUnderTest server;
  private final EventLoopGroup group;
  private final Publisher publisher;

  private LiveObjects(ServerUnderTest server, EventLoopGroup group, Publisher publisher) {
    this.server = server;
    this.group = group;
    this.publisher = publisher;
  }

  /** Goes live; returns when so many segments are listed. */
  static LiveObjects publish(ServerUnderTest server, int listedSegments) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    String key = server.studio().create("bench", List.of("en"), false).get("en");
    Publisher publisher =
        new Publisher(group.next(), new SyntheticStream(KEYFRAME_FRAMES), String.valueOf(key));
    LiveObjects objects = new LiveObjects(server, group, publisher);
    try {
      publisher
          .connect(server.rtmp(), new InetSocketAddress("127.0.0.1", 0))
          .get(CONNECT_TIMEOUT_S, TimeUnit.SECONDS);
      publisher.start(0);
      server.studio().goLive("bench");
      Await.until(
          LIVE_TIMEOUT,
          "a full window",
          () -> {
            publisher.check();
            return segments(server.studio().text(PLAYLIST)).size() >= listedSegments;
          });
      return objects;
    } catch (Exception e) {
      objects.close();
      throw e;
    }
  }

  private static List<String> segments(String playlist) {
    return playlist.lines().filter(line -> line.endsWith(".m4s")).toList();
  }

  /** What is to be served by another server from files below {@code root}. */
  Mirror mirroredIn(Path root) {
    return new Mirror(root);
  }

  /** Gives the paths of objects that are current now, and of which there is a copy as a file. */
  final class Mirror {
    private final Path root;

    private Mirror(Path root) {
      this.root = root;
    }

    /** The playlist, or the newest segment. */
    String path(boolean playlist) throws Exception {
      publisher.check();
      String text = server.studio().text(PLAYLIST);
      String path = playlist ? PLAYLIST : EVENT_FOLDER + segments(text).getLast();
      Path file = root.resolve(path.substring(1));
      // The copy of the playlist stays as it was at first: the next ones have the same length.
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        byte[] bytes = server.studio().bytes(path);
        if (bytes.length == 0) {
          throw new IOException(path + " is empty");
        }
        Files.write(file, bytes);
        System.err.println(path + ": " + bytes.length + " bytes");
      }
      return path;
    }
  }

  @Override
  public void close() {
    publisher.close();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
