package live.understudy.server.config;

/**
 * How it is found out where two unlike encodes stand to each other.
 *
 * @param sound whether their sound is compared, in a process of its own
 * @param soundIntervalS how often a known offset is measured again
 * @param soundTimeoutMs a comparison that takes longer is given up, and its process ended
 * @param soundMemoryMb what that process may use, where the system can limit it
 */
public record AlignmentConfig(
    boolean sound,
    @Range(min = 5, max = 300) int soundIntervalS,
    @Range(min = 500, max = 60_000) int soundTimeoutMs,
    @Range(min = 160, max = 4_096) int soundMemoryMb) {}
