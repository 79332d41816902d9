package live.understudy.api.event;

/**
 * Every limit of this area on what a stranger or an operator can grow.
 *
 * @param maxBodyBytes request body
 * @param maxNesting depth of a JSON body
 * @param maxPathChars request path; longer ones are unknown
 * @param maxEvents events kept, of all phases
 * @param maxLanguages languages of one event
 * @param maxTitleChars Unicode code points of a title or of a token's name
 * @param maxApiTokens API tokens of one user
 * @param maxSessions sessions of one user; the oldest gives way
 * @param sessionMs how long a session lasts
 * @param maxCachedTokens tokens kept in memory so that a request need not read the database
 * @param cachedTokenMs how long a token in memory is believed before the database is asked again
 * @param maxLoginSources addresses, and as many user names, whose failed logins are remembered
 * @param freeLoginFailures failures in a row before the back-off begins
 * @param firstLoginBackoffMs back-off after the first failure that is not free; doubles with each
 * @param maxLoginBackoffMs where the doubling stops
 * @param maxConcurrentHashes passwords hashed at one time; each takes tens of MiB
 * @param minPasswordChars Unicode code points of a new password
 * @param maxPasswordChars of any password; longer ones are refused unhashed
 */
public record ApiLimits(
    int maxBodyBytes,
    int maxNesting,
    int maxPathChars,
    int maxEvents,
    int maxLanguages,
    int maxTitleChars,
    int maxApiTokens,
    int maxSessions,
    long sessionMs,
    int maxCachedTokens,
    long cachedTokenMs,
    int maxLoginSources,
    int freeLoginFailures,
    long firstLoginBackoffMs,
    long maxLoginBackoffMs,
    int maxConcurrentHashes,
    int minPasswordChars,
    int maxPasswordChars) {

  /** Throws {@link IllegalArgumentException} when the numbers make no sense together. */
  public ApiLimits {
    require(maxNesting >= 2, "a body is an object that may hold a list");
    require(maxTitleChars >= 1 && maxLanguages >= 1, "an event has a title and a language");
    require(maxBodyBytes >= 8 * maxTitleChars + 32 * maxLanguages, "the largest event fits a body");
    require(maxPathChars >= 128, "every route's path fits");
    require(maxEvents >= 1 && maxApiTokens >= 1 && maxSessions >= 1, "one of each is possible");
    require(sessionMs > 0 && cachedTokenMs >= 0, "times are not negative");
    require(cachedTokenMs < sessionMs, "memory is not believed longer than a session lasts");
    require(maxCachedTokens >= 1 && maxLoginSources >= 16, "the bounded maps hold something");
    require(freeLoginFailures >= 1, "the first mistake is free");
    require(
        0 < firstLoginBackoffMs && firstLoginBackoffMs <= maxLoginBackoffMs, "back-off doubles up");
    require(maxConcurrentHashes >= 1, "a password can be hashed");
    require(8 <= minPasswordChars && minPasswordChars < maxPasswordChars, "a password exists");
  }

  /** The limits that the server runs with. */
  public static ApiLimits defaults() {
    return new ApiLimits(
        16 * 1024,
        8,
        512,
        10_000,
        32,
        200,
        100,
        100,
        12 * 3_600_000L,
        1_000,
        30_000,
        10_000,
        5,
        1_000,
        300_000,
        2,
        10,
        200);
  }

  private static void require(boolean holds, String relation) {
    if (!holds) {
      throw new IllegalArgumentException("limits contradict: " + relation);
    }
  }
}
