/** Targets for fuzzing, and what fuzzing found, replayed. {@code bin/fuzz} runs them for long. */
@NullMarked
package live.understudy.ingest.fuzz;

import org.jspecify.annotations.NullMarked;
