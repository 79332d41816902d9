/**
 * What tests of several packages share. A test never sleeps: it waits for a condition with a
 * deadline, by {@link live.understudy.testing.Await}. Nothing here knows the server; what one
 * package's tests alone need stays with them.
 */
@NullMarked
package live.understudy.testing;

import org.jspecify.annotations.NullMarked;
