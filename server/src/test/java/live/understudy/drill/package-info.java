/**
 * Fault drills: real encoders are killed, frozen and starved while real players watch, and what the
 * players saw is counted. {@code bin/drills} runs them and writes {@code docs/DRILLS.md}.
 *
 * <p>A {@link live.understudy.drill.Drill} says what goes wrong; {@link
 * live.understudy.drill.Scene} has the encoders of one event, {@link
 * live.understudy.drill.Watching} its viewers. What was measured becomes a {@link
 * live.understudy.drill.Row}, which {@link live.understudy.drill.Promise} judges.
 */
@NullMarked
package live.understudy.drill;

import org.jspecify.annotations.NullMarked;
