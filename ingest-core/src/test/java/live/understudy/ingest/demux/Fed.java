package live.understudy.ingest.demux;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import live.understudy.ingest.BadInputException;
import live.understudy.ingest.IngestLimits;
import live.understudy.ingest.rtmp.Amf0Value;
import live.understudy.ingest.rtmp.AudioMessage;
import live.understudy.ingest.rtmp.DataMessage;
import live.understudy.ingest.rtmp.MediaMessage;
import live.understudy.ingest.rtmp.VideoMessage;
import live.understudy.media.AccessUnit;
import live.understudy.media.ByteSlice;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;

/** A demuxer that is fed with messages in hexadecimal, and what came out of it. */
final class Fed {
  private final Demuxer demuxer = new Demuxer(IngestLimits.defaults());
  private final List<SessionEvent> events = new ArrayList<>();

  void message(MediaMessage message) throws BadInputException {
    demuxer.onMessage(message, 0, events);
  }

  void video(long ms, String hex) throws BadInputException {
    video(ms, hex, 0);
  }

  void video(long ms, String hex, long nowNs) throws BadInputException {
    demuxer.onMessage(new VideoMessage(1, ms, bytes(hex)), nowNs, events);
  }

  void audio(long ms, String hex) throws BadInputException {
    audio(ms, hex, 0);
  }

  void audio(long ms, String hex, long nowNs) throws BadInputException {
    demuxer.onMessage(new AudioMessage(1, ms, bytes(hex)), nowNs, events);
  }

  void data(String name, Amf0Value... values) throws BadInputException {
    List<Amf0Value> all = new ArrayList<>(List.of(Amf0Value.of(name)));
    all.addAll(List.of(values));
    demuxer.onMessage(new DataMessage(1, 0, all), 0, events);
  }

  void tick(long nowNs) {
    demuxer.onTick(nowNs, events);
  }

  void end() {
    demuxer.end("over", events);
  }

  List<SessionEvent> events() {
    return events;
  }

  List<StreamConfig> configs() {
    return events.stream()
        .filter(SessionEvent.Configured.class::isInstance)
        .map(event -> ((SessionEvent.Configured) event).config())
        .toList();
  }

  /** The newest configuration's pictures. */
  VideoConfig videoConfig() {
    return Objects.requireNonNull(configs().getLast().video());
  }

  List<AccessUnit> units(TrackType track) {
    return events.stream()
        .filter(SessionEvent.Unit.class::isInstance)
        .map(event -> ((SessionEvent.Unit) event).unit())
        .filter(unit -> unit.track() == track)
        .toList();
  }

  static ByteSlice bytes(String hex) {
    return ByteSlice.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
