/** Tests of the failover engine's small parts. */
@NullMarked
package live.understudy.failover;

import org.jspecify.annotations.NullMarked;
