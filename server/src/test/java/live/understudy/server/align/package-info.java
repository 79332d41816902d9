@NullMarked
package live.understudy.server.align;

import org.jspecify.annotations.NullMarked;
