/**
 * The composition root: {@link Understudy} reads the configuration's values and wires listeners,
 * programs, the admin API and the pages into one process.
 *
 * <p>Nothing is decided here but who knows whom, and in which order things start and end.
 */
@NullMarked
package live.understudy.server;

import org.jspecify.annotations.NullMarked;
