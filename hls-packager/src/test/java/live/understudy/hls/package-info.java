/** Tests of the packager, and the independent readers that judge what it writes. */
@NullMarked
package live.understudy.hls;

import org.jspecify.annotations.NullMarked;
