/**
 * Where the pure cores meet threads: legs, programs, and who may publish to them.
 *
 * <p>A {@link ProgramAgent} owns one program and its two legs on one event loop; {@link
 * ProgramRegistry} finds agents, lets publishers in, answers viewers from immutable snapshots, and
 * obeys the admin API. {@link StateKeeper} writes what a restart needs, off the hot path.
 *
 * <p>No protocol, packaging or failover decision is made here, and nothing here waits for the
 * database while media flows.
 */
@NullMarked
package live.understudy.server.media;

import org.jspecify.annotations.NullMarked;
