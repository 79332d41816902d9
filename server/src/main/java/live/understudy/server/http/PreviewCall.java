package live.understudy.server.http;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request for a preview whose permission is being checked, and which may be parked after that.
 */
final class PreviewCall implements MediaSource.Parked {

  private final MediaRoutes media;
  private final Consumer<Reply> sink;
  private @Nullable WebRequest request;
  private MediaSource.@Nullable Parked parked;
  private boolean cancelled;

  PreviewCall(MediaRoutes media, WebRequest request, Consumer<Reply> sink) {
    this.media = media;
    this.request = request;
    this.sink = sink;
  }

  /** The client may see what it asks for. */
  void permitted() {
    WebRequest wanted;
    synchronized (this) {
      wanted = request;
      request = null;
      if (cancelled || wanted == null) {
        return;
      }
    }
    MediaSource.Parked waiting = media.preview(wanted, sink);
    synchronized (this) {
      parked = waiting;
      if (!cancelled) {
        return;
      }
    }
    if (waiting != null) {
      waiting.cancel();
    }
  }

  @Override
  public void cancel() {
    MediaSource.Parked waiting;
    synchronized (this) {
      cancelled = true;
      waiting = parked;
    }
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
