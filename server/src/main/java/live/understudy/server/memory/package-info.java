/**
 * Memory outside the heap for the bytes of parts: {@link BlockPool} takes it from the system in
 * slabs and gives it out in blocks.
 */
@NullMarked
package live.understudy.server.memory;

import org.jspecify.annotations.NullMarked;
