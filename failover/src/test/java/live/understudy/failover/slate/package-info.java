/** Tests of what is shown while no leg delivers. */
@NullMarked
package live.understudy.failover.slate;

import org.jspecify.annotations.NullMarked;
