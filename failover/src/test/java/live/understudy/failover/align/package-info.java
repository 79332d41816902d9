/** Offsets of unlike legs, measured and doubted. */
@NullMarked
package live.understudy.failover.align;

import org.jspecify.annotations.NullMarked;
