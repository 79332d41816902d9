/**
 * The simulator: encoders, links and viewers in virtual time, everything from one seed. A run that
 * breaks a promise prints its seed; the seed then becomes a test of its own.
 */
@NullMarked
package live.understudy.failover.sim;

import org.jspecify.annotations.NullMarked;
