/** Stands for a module that the planted core may not know. */
@NullMarked
package live.understudy.tidy.planted.other;

import org.jspecify.annotations.NullMarked;
