package live.understudy.failover.signal;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a leg's signal.
 *
 * @param code what
 * @param measured in the code's unit; null where there is nothing to measure
 * @param expected likewise
 * @param text English: what is wrong, and how to mend it in the encoder
 */
public record SignalIssue(
    IssueCode code, @Nullable Double measured, @Nullable Double expected, String text) {

  static SignalIssue of(IssueCode code, String text) {
    return new SignalIssue(code, null, null, text);
  }
}
