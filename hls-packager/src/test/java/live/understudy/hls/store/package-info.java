/** Tests of the recording index's format: round trips, cuts at every byte, damage at every byte. */
@NullMarked
package live.understudy.hls.store;

import org.jspecify.annotations.NullMarked;
