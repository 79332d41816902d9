/**
 * What viewers get while no leg delivers: the last picture and silence of the configuration that
 * was on air, as access units on the program's timeline. Nothing is decoded or encoded: a keyframe
 * is repeated, and silence is known for each codec. When a slate begins and ends is decided
 * elsewhere.
 */
@NullMarked
package live.understudy.failover.slate;

import org.jspecify.annotations.NullMarked;
