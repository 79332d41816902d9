package live.understudy.api.auth;

/**
 * What one Argon2id hash costs (RFC 9106).
 *
 * @param memoryKib memory in KiB
 * @param passes over the memory
 */
public record PasswordCost(int memoryKib, int passes) {
  // Stored costs are ours, but a changed row must not make us use all memory.
  private static final int MAX_MEMORY_KIB = 1 << 18;
  private static final int MAX_PASSES = 16;

  /** Throws {@link IllegalArgumentException} when out of range. */
  public PasswordCost {
    if (memoryKib < 8 || memoryKib > MAX_MEMORY_KIB || passes < 1 || passes > MAX_PASSES) {
      throw new IllegalArgumentException("password cost out of range");
    }
  }

  /** The memory that OWASP recommends for one pass, and three passes: 100 to 200 ms. */
  public static PasswordCost standard() {
    return new PasswordCost(47_104, 3);
  }
}
