package live.understudy.ingest.flv;

import java.util.Set;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import org.jspecify.annotations.Nullable;

/**
 * Captions and other text beside the pictures. HLS has no place for them that players read, so they
 * are told apart for the operator only; captions within pictures (CEA-608, CEA-708) go through with
 * the pictures.
 */
public final class TextMessages {
  private static final Set<String> NAMES = Set.of("onTextData", "onCaptionInfo", "onCaption");

  private TextMessages() {}

  /** The name of a message with text, as the encoder calls it; null for any other message. */
  public static @Nullable String nameOf(DataMessage message) {
    for (Amf0Value value : message.values()) {
      // The name comes first, or behind "@setDataFrame".
      if (!(value instanceof Amf0Value.Text(String name))) {
        return null;
      }
      if (NAMES.contains(name)) {
        return name;
      }
      if (!name.equals("@setDataFrame")) {
        return null;
      }
    }
    return null;
  }
}
