package live.understudy.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code range} header asks for (RFC 9110 §14.1.2); one range only. */
sealed interface ByteRange {

  Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Everything; also for a header that we need not understand. */
  record Whole() implements ByteRange {}

  /** Nothing of the resource: status 416. */
  record Unsatisfiable() implements ByteRange {}

  /** From {@code first} to {@code last}, both included. */
  record Part(long first, long last) implements ByteRange {}

  /** Reads a header for a resource of {@code length} bytes. */
  static ByteRange parse(@Nullable String header, long length) {
    // "A server MAY ignore the Range header field", as we do for lists and unknown units.
    Matcher matcher = header == null ? null : SINGLE.matcher(header.strip());
    if (matcher == null || !matcher.matches()) {
      return new Whole();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      if (last.isEmpty()) {
        return new Whole();
      }
      long count = Math.min(Long.parseLong(last), length);
      return count == 0 ? new Unsatisfiable() : new Part(length - count, length - 1);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return new Whole();
    }
    return from >= length ? new Unsatisfiable() : new Part(from, Math.min(to, length - 1));
  }
}
