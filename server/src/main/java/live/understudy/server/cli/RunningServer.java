package live.understudy.server.cli;

import java.util.List;

/** A server that runs. */
public interface RunningServer extends AutoCloseable {

  /** The lines that tell a person where everything is, printed once after the start. */
  List<String> banner();

  /** How this process reaches it. */
  Access access();

  /** Ends everything in order: no new work, then what is under way, then state. Called once. */
  @Override
  void close();
}
