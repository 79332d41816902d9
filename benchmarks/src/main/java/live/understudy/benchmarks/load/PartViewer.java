package live.understudy.benchmarks.load;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks for the part that the playlist hints at, and for the playlist again when it has it. */
final class PartViewer {
  private static final Pattern HINT = Pattern.compile("PRELOAD-HINT:TYPE=PART,URI=\"([^\"]+)\"");
  private static final int NOT_FOUND = 404;

  private final String folder;
  private final Publisher publisher;
  private final Latencies latencies;
  private final AtomicInteger wrong = new AtomicInteger();
  private final AtomicInteger unkept = new AtomicInteger();
  private @Nullable ViewerConnection connection;
  private long lastFrame = -1;
  private volatile boolean counting;
  private volatile boolean closed;

  /**
   * @param folder the program's path, with a slash at its end
   * @param publisher who feeds it
   * @param latencies gets what is measured while it is counted
   */
  PartViewer(String folder, Publisher publisher, Latencies latencies) {
    this.folder = folder;
    this.publisher = publisher;
    this.latencies = latencies;
  }

  String folder() {
    return folder;
  }

  void start(EventLoop loop, InetSocketAddress server) throws InterruptedException {
    connection = ViewerConnection.open(loop, server);
    readPlaylist();
  }

  /** Whether parts count from now on. */
  void count(boolean from) {
    counting = from;
  }

  /** How many answers were no parts, or did not follow the one before, while it was counted. */
  int wrong() {
    return wrong.get();
  }

  /** How many hinted parts never came, while it was counted. */
  int unkept() {
    return unkept.get();
  }

  void close() {
    closed = true;
    if (connection != null) {
      connection.close();
    }
  }

  private void ask(String name, Consumer<ViewerConnection.Answer> then) {
    ViewerConnection open = connection;
    if (open == null || closed) {
      return;
    }
    open.get(folder + name)
        .whenComplete((answer, failure) -> {
          if (failure == null) {
            then.accept(answer);
          } else if (!closed) {
            wrong.incrementAndGet();
          }
        });
  }

  private void readPlaylist() {
    ask(
        "media.m3u8",
        answer -> {
          String text = new String(answer.body(), StandardCharsets.UTF_8);
          Matcher hint = HINT.matcher(text);
          if (hint.find()) {
            askPart(hint.group(1));
          } else {
            wrong.incrementAndGet();
          }
        });
  }

  private void askPart(String name) {
    ask(name, this::onPart);
  }

  private void onPart(ViewerConnection.Answer answer) {
    if (answer.status() == NOT_FOUND) {
      // The segment ended before the part that was hinted at.
      if (counting) {
        unkept.incrementAndGet();
      }
      readPlaylist();
      return;
    }
    long frame = SyntheticStream.lastFrameIn(answer.body());
    boolean follows = lastFrame < 0 || frame == lastFrame + SyntheticStream.PART_FRAMES;
    boolean whole = answer.status() == 200 && (frame + 1) % SyntheticStream.PART_FRAMES == 0;
    lastFrame = frame;
    if (counting && follows && whole) {
      latencies.add(answer.atNs() - publisher.sentNs(frame));
    } else if (counting) {
      wrong.incrementAndGet();
    }
    readPlaylist();
  }
}
