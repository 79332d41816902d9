package live.understudy.failover.signal;

/**
 * Something is an issue from beyond {@code raise} on, and until {@code clear} is reached: a value
 * that wavers around either does not come and go with it. {@code clear} lies on the good side of
 * {@code raise}, so where it is the greater one, low values are bad.
 */
public record Threshold(double raise, double clear) {

  /** Whether {@code value} is an issue; {@code raised} tells whether it was one before. */
  boolean isBeyond(double value, boolean raised) {
    double limit = raised ? clear : raise;
    return clear <= raise ? value > limit : value < limit;
  }
}
