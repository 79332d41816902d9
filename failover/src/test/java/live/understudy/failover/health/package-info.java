/** Tests of what a leg's signal is judged by. */
@NullMarked
package live.understudy.failover.health;

import org.jspecify.annotations.NullMarked;
