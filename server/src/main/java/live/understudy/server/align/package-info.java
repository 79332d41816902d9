/**
 * Finds by their sound where two unlike encodes stand to each other.
 *
 * <p>A {@link SoundWatch} decides when a program's legs are compared; the {@link SoundService} has
 * one child process do it for all programs, one after the other. Decoders are native code that
 * reads what strangers send: they run nowhere but in that process, which has limits, a deadline for
 * each answer, and no part in the way that media takes. When it dies, what is known stays known.
 */
@NullMarked
package live.understudy.server.align;

import org.jspecify.annotations.NullMarked;
