package live.understudy.failover.align;

/**
 * What one comparison of both legs' sound answered: the same moment has session time p on the
 * primary and b on the backup.
 *
 * @param primarySession number of the primary's session
 * @param backupSession number of the backup's session
 * @param primaryMinusBackupNs p − b, nanoseconds
 * @param confidence 0 to 1
 * @param atPrimaryNs p in the middle of what was compared
 */
public record OffsetMeasurement(
    long primarySession,
    long backupSession,
    long primaryMinusBackupNs,
    double confidence,
    long atPrimaryNs) {}
