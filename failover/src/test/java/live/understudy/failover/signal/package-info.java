@NullMarked
package live.understudy.failover.signal;

import org.jspecify.annotations.NullMarked;
