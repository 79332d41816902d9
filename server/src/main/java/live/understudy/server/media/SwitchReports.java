package live.understudy.server.media;

import live.understudy.failover.SwitchLog;
import live.understudy.failover.SwitchRecord;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was switched in a program: to the log of the server and to the journal. */
final class SwitchReports {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchReports.class);

  private final ProgramId id;
  private SwitchLog log = new SwitchLog();
  private @Nullable SwitchJournal journal;
  private @Nullable SwitchBook pages;

  SwitchReports(ProgramId id) {
    this.id = id;
  }

  /** What engines write into. */
  SwitchLog log() {
    return log;
  }

  /**
   * Also writes into {@code book} from here on, after what is there. Answers whether there is
   * something, so that {@link #log} is another one now.
   */
  boolean logTo(SwitchJournal into, SwitchBook book) {
    journal = into;
    pages = book;
    if (book.storedEpoch() == 0) {
      return false;
    }
    log = SwitchLog.after(book.storedEpoch(), book.lastSession());
    return true;
  }

  /** Tells of what was switched since the last call. */
  void tell() {
    for (SwitchRecord entry : log.takeNew()) {
      report(entry);
      SwitchJournal into = journal;
      SwitchBook book = pages;
      if (into != null && book != null) {
        into.append(book, StatusViews.entry(entry));
      }
    }
  }

  private void report(SwitchRecord entry) {
    if (entry.to() == null) {
      LOG.warn("program interrupted, no leg delivers: program={} from={}", id, entry.from());
      return;
    }
    SwitchRecord.Cost cost = entry.cost();
    LOG.info(
        "program switched: program={} epoch={} from={} to={} trigger={} fault={} splice={}"
            + " detectionMs={} gapMs={} lost={} repeated={} audioGapMs={} alignment={}"
            + " backupBehindMs={}",
        id,
        entry.epoch(),
        entry.from(),
        entry.to(),
        entry.trigger(),
        entry.fault(),
        cost.splice(),
        entry.detectionMs(),
        cost.gapMs(),
        cost.framesLost(),
        cost.framesRepeated(),
        cost.audioGapMs(),
        entry.offset().alignment(),
        entry.offset().backupBehindMs());
  }
}
