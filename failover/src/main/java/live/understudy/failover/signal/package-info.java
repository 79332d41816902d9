/**
 * One leg's signal as numbers, and what is wrong with it in words: for operators, not for the
 * switching. Pure: units, configurations and times in, immutable facts and issues out.
 */
@NullMarked
package live.understudy.failover.signal;

import org.jspecify.annotations.NullMarked;
