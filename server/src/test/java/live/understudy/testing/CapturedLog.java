package live.understudy.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything this process logs, at a level of the test's choice. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<String> lines = new ArrayList<>();
  private final Level before = root.getLevel();

  private CapturedLog(Level level) {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
    root.setLevel(level);
  }

  /** Until it is closed. */
  public static CapturedLog at(Level level) {
    return new CapturedLog(level);
  }

  @Override
  protected void append(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String trace = thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown);
    String line = event.getLevel() + " " + event.getLoggerName() + " ";
    synchronized (lines) {
      lines.add(line + event.getFormattedMessage() + trace);
    }
  }

  /** Every line so far that holds all of {@code parts}. */
  public List<String> lines(String... parts) {
    synchronized (lines) {
      return lines.stream()
          .filter(line -> List.of(parts).stream().allMatch(line::contains))
          .toList();
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    root.setLevel(before);
    stop();
  }
}
