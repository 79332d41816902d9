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
import live.understudy.media.OtherTrack;
import live.understudy.media.SessionEvent;
import live.understudy.media.StreamConfig;
import live.understudy.media.TrackType;
import live.understudy.media.VideoConfig;

/** A demuxer, messages written as hexadecimal to feed it with, and what came out of it. */
abstract class DemuxerFixture {
  static final long MS_NS = 1_000_000;

  final Demuxer demuxer = new Demuxer(IngestLimits.defaults());
  final List<SessionEvent> events = new ArrayList<>();

  /** When messages arrive. */
  long nowNs;

  final void message(MediaMessage message) throws BadInputException {
    demuxer.onMessage(message, nowNs, events);
  }

  final void video(long ms, String hex) throws BadInputException {
    message(new VideoMessage(1, ms, slice(hex)));
  }

  final void audio(long ms, String hex) throws BadInputException {
    message(new AudioMessage(1, ms, slice(hex)));
  }

  final void data(String name, Amf0Value... more) throws BadInputException {
    List<Amf0Value> values = new ArrayList<>(List.of(Amf0Value.of(name)));
    values.addAll(List.of(more));
    message(new DataMessage(1, 0, values));
  }

  final void end() {
    demuxer.end("over", events);
  }

  final List<StreamConfig> configs() {
    return events.stream()
        .filter(SessionEvent.Configured.class::isInstance)
        .map(event -> ((SessionEvent.Configured) event).config())
        .toList();
  }

  /** The pictures of the newest configuration. */
  final VideoConfig videoConfig() {
    return Objects.requireNonNull(configs().getLast().video());
  }

  final List<AccessUnit> units() {
    return events.stream()
        .filter(SessionEvent.Unit.class::isInstance)
        .map(event -> ((SessionEvent.Unit) event).unit())
        .toList();
  }

  final List<AccessUnit> units(TrackType track) {
    return units().stream().filter(unit -> unit.track() == track).toList();
  }

  /** Each list of tracks that are not served. */
  final List<List<OtherTrack>> others() {
    return events.stream()
        .filter(SessionEvent.OtherTracks.class::isInstance)
        .map(event -> ((SessionEvent.OtherTracks) event).tracks())
        .toList();
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static ByteSlice slice(String hex) {
    return ByteSlice.of(bytes(hex));
  }
}
