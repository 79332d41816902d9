package live.understudy.server.store;

/** Why a recording does not go on; what the API calls it, and what operators read in the log. */
enum StopReason {
  /** More waited to be written than may. */
  DISK_SLOW("disk-slow"),
  /** The disk is full, or less is free than must stay free. */
  DISK_FULL("disk-full"),
  /** All recordings together are as large as they may be. */
  QUOTA("quota"),
  /** The disk refuses for another reason, or the recording itself is broken. */
  DISK_ERROR("disk-error");

  private final String code;

  StopReason(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  /** What is wrong, and what to do. */
  String words(StoreConfig config) {
    String what =
        switch (this) {
          case DISK_SLOW -> "the disk of the recordings is too slow";
          case DISK_FULL ->
              "less than "
                  + readable(config.minFreeBytes())
                  + " are free on the disk of the recordings; make room, or delete old events";
          case QUOTA ->
              "the quota of "
                  + readable(config.quotaBytes())
                  + " for recordings is used up; raise it, or delete old events";
          case DISK_ERROR -> "the disk of the recordings refuses to take it";
        };
    return what + "; recording goes on by itself when it can";
  }

  private static String readable(long bytes) {
    return bytes >= 1L << 30
        ? String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
        : (bytes >> 20) + " MiB";
  }
}
