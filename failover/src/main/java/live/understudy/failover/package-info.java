/**
 * The failover engine: two legs in, one program out that survives losing either.
 *
 * <p>{@link ProgramCore} is where everything comes in. It keeps a {@link LegSession} of recent
 * access units for each leg; its {@link Director} decides what is on air and publishes from a
 * {@link ProgramQueue} of what viewers get next; a switch rewrites the tail of that queue. {@link
 * ArrivalEnvelope} and {@link IdentityLock} say where two legs stand to each other, {@link Splicer}
 * joins them, {@link Cadence} says when a group of pictures is published, {@link SwitchPolicy} when
 * to leave a leg. {@link LegHealth} measures what an operator wants to know of a leg.
 *
 * <p>Pure: no I/O, no clock, no thread, no logger; time comes in as {@code nowNs} and {@code
 * wallMs}. Nothing here is thread-safe: one owner for each program. A broken invariant throws
 * {@link IllegalStateException} and ends that program alone.
 */
@NullMarked
package live.understudy.failover;

import org.jspecify.annotations.NullMarked;
