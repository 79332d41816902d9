package live.understudy.encoders;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * {@code docs/ENCODERS.md}: two matrices and the table of all runs from which they are made. Rows
 * of a partial run take the place of older ones.
 */
final class Page {
  private static final String HEAD =
      "| Run | Encoder | Result | Accepted as | Served | What was said | How |\n"
          + "|---|---|---|---|---|---|---|\n";

  private static final String BEGIN =
      """
      # Encoders

      Which encoder publishes what, and how. Each cell is a run that really happened: the encoder published to a server
      process, the event went live, its HLS was fetched over HTTP and decoded by FFmpeg 8. `bin/encoders` runs all of it and
      writes this page; nothing below is typed in.

      ```
      bin/encoders                                   all runs, about half an hour
      bin/encoders --only obs,gstreamer-rtmp2sink    some encoders
      bin/encoders --only '*/av1-opus/rtmps' --append
      ```

      | Result | |
      |---|---|
      | served | accepted, gone live, every listed picture decoded, without a complaint of the decoder |
      | refused | by the server, which says why; MP3 is to be |
      | can't | by the encoder, which says why, or which has no setting for it |
      | **broken** | accepted, and something was not as it should be |
      | not installed | on the machine of the last run |

      A run that breaks is tried up to three times; its row says what the attempt before was like. Pictures are 320x180
      with 30 frames a second (OBS: 10). FFmpeg, nginx and OBS verify the server's certificate; GStreamer and librtmp are not told
      its authority and don't. nginx-rtmp knows no RTMPS: its runs go through nginx's stream proxy.
      Where a relay leaves out a track, an FFmpeg that listens was asked whether it gets more.

      """;

  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final List<String> order;

  /**
   * @param cells all there are, in their order
   */
  Page(List<Cell> cells) {
    order = cells.stream().map(Cell::id).toList();
  }

  /** Takes the rows of an older page. */
  void readFrom(String page) {
    page.lines().filter(line -> line.startsWith("| `")).map(Outcome::read).forEach(this::add);
  }

  void add(Outcome outcome) {
    outcomes.put(outcome.id(), outcome);
  }

  private List<Outcome> sorted() {
    return outcomes.values().stream()
        .sorted(Comparator.comparingInt(outcome -> order.indexOf(outcome.id())))
        .toList();
  }

  /**
   * The whole page.
   *
   * @param circumstances of the last run: when, on what, with which command
   */
  String text(String circumstances) {
    List<String> codecs = new ArrayList<>();
    for (Codecs each : Codecs.values()) {
      codecs.add(each.label());
    }
    List<String> logins = new ArrayList<>();
    for (Route.Login each : Route.Login.values()) {
      logins.add(each.label());
    }
    return BEGIN
        + circumstances
        + "\n\n## Codecs\n\nWith the stream key in the stream's name; the result over RTMP and over RTMPS.\n\n"
        + matrix(
            codecs,
            outcome -> outcome.route().login() == Route.Login.NAME,
            outcome -> outcome.codecs().label())
        + "\n## Addresses\n\nWith H.264 and AAC. As a parameter: `rtmp://HOST/live/any?key=KEY`.\n\n"
        + matrix(
            logins,
            outcome -> outcome.codecs() == Codecs.H264_AAC,
            outcome -> outcome.route().login().label())
        + "\n## Runs\n\nEach is repeated with `bin/encoders --only RUN`; *How* is what the encoder was told, with the server as"
        + " `HOST` and the stream key as `KEY`.\n\n"
        + HEAD
        + sorted().stream().map(Outcome::line).collect(Collectors.joining("\n"))
        + "\n";
  }

  private String matrix(
      List<String> columns,
      Predicate<Outcome> isInIt,
      java.util.function.Function<Outcome, String> column) {
    Map<String, Map<String, Set<String>>> rows = new LinkedHashMap<>();
    for (Outcome outcome : sorted()) {
      if (isInIt.test(outcome)) {
        String text = outcome.route().protocol() + " " + outcome.verdict().label();
        rows.computeIfAbsent(outcome.version(), key -> new TreeMap<>())
            .computeIfAbsent(column.apply(outcome), key -> new LinkedHashSet<>())
            .add(text);
      }
    }
    StringBuilder text = new StringBuilder("| Encoder |");
    columns.forEach(each -> text.append(' ').append(each).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    rows.forEach((encoder, cells) -> {
      text.append("| ").append(encoder).append(" |");
      columns.forEach(
          each -> text.append(' ').append(both(cells.getOrDefault(each, Set.of()))).append(" |"));
      text.append('\n');
    });
    return text.toString();
  }

  /** One word where RTMP and RTMPS went alike. */
  private static String both(Set<String> texts) {
    Set<String> verdicts =
        texts.stream()
            .map(text -> text.substring(text.indexOf(' ') + 1))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return texts.size() == 2 && verdicts.size() == 1
        ? verdicts.iterator().next()
        : String.join(", ", texts);
  }

  /** How many ended in a way. */
  long count(Outcome.Verdict verdict) {
    return outcomes.values().stream().filter(outcome -> outcome.verdict() == verdict).count();
  }
}
