package live.understudy.server.config;

import org.jspecify.annotations.Nullable;

/**
 * When and how a program changes from one leg to the other.
 *
 * @param holdMs how far behind what has arrived the program is published; null is one target
 *     duration
 * @param relativeLagMs the leg on air is left when it is this far behind the other
 * @param minSwitchIntervalMs no two automatic switches within this, unless the leg on air is dead
 * @param revertAfterS the primary is gone back to after it was clean for so long; 0 for never
 */
public record FailoverConfig(
    @Range(min = 0, max = 60_000) @Nullable Integer holdMs,
    @Range(min = 100, max = 30_000) int relativeLagMs,
    @Range(min = 0, max = 600_000) int minSwitchIntervalMs,
    @Range(min = 0, max = 86_400) int revertAfterS) {}
