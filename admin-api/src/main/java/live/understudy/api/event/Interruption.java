package live.understudy.api.event;

import org.jspecify.annotations.Nullable;

/**
 * A time without any leg: the program went on with the last picture.
 *
 * @param fromMs wall clock when it began
 * @param toMs wall clock when a leg was on air again, or null while none is
 */
public record Interruption(long fromMs, @Nullable Long toMs) {}
