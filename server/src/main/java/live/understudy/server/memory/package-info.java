/**
 * Memory outside the heap for the bytes of parts and access units: {@link BlockPool} takes it from
 * the system in slabs and gives it out in blocks. {@link SoftHeap} keeps the heap beside it small.
 */
@NullMarked
package live.understudy.server.memory;

import org.jspecify.annotations.NullMarked;
