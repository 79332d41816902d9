package live.understudy.ingest.flv;

import java.util.List;
import java.util.Set;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.media.ByteSlice;
import live.understudy.media.TimedText;
import org.jspecify.annotations.Nullable;

/** A data message with captions or other words, as opposed to those within pictures. */
public sealed interface TextMessage {

  /** What the encoder calls it. */
  String name();

  /**
   * Captions that belong into the next picture.
   *
   * @param ccData one to 31 constructs of three bytes: cc_valid and cc_type, cc_data_1, cc_data_2
   *     (ATSC A/53 part 4, table 6.10)
   */
  record Captions(String name, ByteSlice ccData) implements TextMessage {}

  /** Words for whoever plays the stream. */
  record Words(TimedText text) implements TextMessage {
    @Override
    public String name() {
      return text.name();
    }
  }

  /** It says nothing that can be understood, or more than there is room for. */
  record Unreadable(String name) implements TextMessage {}

  Set<String> NAMES = Set.of("onTextData", "onCaptionInfo", "onCaption");

  /**
   * Reads a data message; null when it is none with words.
   *
   * @param maxBytes longer words are {@link Unreadable}, of which no more is looked at
   */
  static @Nullable TextMessage parse(DataMessage message, int maxBytes) {
    List<Amf0Value> values = message.values();
    // The name comes first, or behind "@setDataFrame".
    int at = isText(values, 0, "@setDataFrame") ? 1 : 0;
    if (at >= values.size()
        || !(values.get(at) instanceof Amf0Value.Text(String name))
        || !NAMES.contains(name)) {
      return null;
    }
    List<Amf0Value> said = values.subList(at + 1, values.size());
    if (!said.isEmpty()
        && said.getFirst() instanceof Amf0Value.Obj info
        && "708".equals(info.text("type"))) {
      ByteSlice ccData = CaptionInfo.ccData(info.text("data"));
      return ccData == null ? new Unreadable(name) : new Captions(name, ccData);
    }
    ByteSlice json = AmfJson.write(said, maxBytes);
    return json == null ? new Unreadable(name) : new Words(new TimedText(name, json));
  }

  private static boolean isText(List<Amf0Value> values, int at, String expected) {
    return at < values.size()
        && values.get(at) instanceof Amf0Value.Text(String text)
        && text.equals(expected);
  }
}
