/** Stands for a core in the tests of the architecture's rules, and breaks every one of them. */
@NullMarked
package live.understudy.tidy.planted.core;

import org.jspecify.annotations.NullMarked;
