/**
 * The shared words of the media path: access units, codec configurations, timescales and ids.
 *
 * <p>Everything here is a value. No type of this package does I/O, reads a clock, starts a thread
 * or logs; none depends on another module or library. A byte array that a value carries is never
 * modified after the value was made: whoever makes one hands it over for good.
 */
@NullMarked
package live.understudy.media;

import org.jspecify.annotations.NullMarked;
