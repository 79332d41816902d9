package live.understudy.server.media;

import live.understudy.failover.LegHealthView;
import org.jspecify.annotations.Nullable;

/** One leg at one moment, for any thread. */
record LegSnapshot(LegHealthView health, @Nullable PublisherSession session, boolean blocked) {}
