/**
 * Where two unlike encodes stand to each other. {@link live.understudy.failover.align.TimecodeLock}
 * reads it from timecodes in their pictures. {@link live.understudy.failover.align.SoundLock} makes
 * one offset of what comparisons of the legs' sound answered; the comparing itself decodes, and is
 * done elsewhere, in a process of its own.
 */
@NullMarked
package live.understudy.failover.align;

import org.jspecify.annotations.NullMarked;
