package live.understudy.server.media;

import java.util.List;
import live.understudy.failover.ProgramView;
import live.understudy.failover.SwitchRecord;
import live.understudy.media.ProgramId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happened to a program into the log, each switch once. */
final class SwitchReports {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchReports.class);

  private final ProgramId id;
  private long lastEpoch;

  SwitchReports(ProgramId id) {
    this.id = id;
  }

  /** Another engine has begun to count. */
  void beginAnew() {
    lastEpoch = 0;
  }

  void report(ProgramView view) {
    List<SwitchRecord> switches = view.switches();
    for (SwitchRecord entry : switches) {
      if (entry.epoch() > lastEpoch) {
        lastEpoch = entry.epoch();
        report(entry);
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
        "program switched: program={} from={} to={} trigger={} fault={} splice={} detectionMs={}"
            + " gapMs={} lost={} repeated={} audioGapMs={} alignment={} backupBehindMs={}",
        id,
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
