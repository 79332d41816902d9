package live.understudy.server.http;

/** Takes the one answer to a {@link MediaRequest}, on any thread; never blocks. */
@FunctionalInterface
public interface MediaSink {

  void answer(MediaAnswer answer);
}
