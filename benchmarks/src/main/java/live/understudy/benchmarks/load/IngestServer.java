package live.understudy.benchmarks.load;

import java.net.InetSocketAddress;
import java.util.List;

/** A server that takes publishers: Understudy, or another one for comparison. */
interface IngestServer extends AutoCloseable {
  String name();

  /** Where publishers connect. */
  InetSocketAddress address(boolean tls);

  /** As many stream keys, made ready to be published. */
  List<String> keys(int count) throws Exception;

  /** All of these are published: everything is switched on for them. */
  void onAir(List<String> keys) throws Exception;

  /** The bytes of media that it has in memory and counts; 0 for one that does not. */
  default long retainedBytes() throws Exception {
    return 0;
  }

  /** Its processes. */
  List<Long> pids();

  @Override
  void close() throws Exception;
}
