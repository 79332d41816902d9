/**
 * How good a leg's signal is, judged without decoding: from sizes, hashes, timestamps and arrival
 * times of its access units. {@link live.understudy.failover.health.LegQuality} measures one leg,
 * {@link live.understudy.failover.health.QualityPolicy} compares both, {@link
 * live.understudy.failover.health.RevertPolicy} says when to go back to the primary. No clock, no
 * queue and nothing about splicing lives here.
 */
@NullMarked
package live.understudy.failover.health;

import org.jspecify.annotations.NullMarked;
