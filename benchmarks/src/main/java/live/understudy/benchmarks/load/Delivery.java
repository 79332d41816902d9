package live.understudy.benchmarks.load;

import java.nio.file.Path;
import java.util.Map;

final class Delivery {
  static final Map<String, String> DEFAULTS = Map.of();

  Delivery(Path home, Options options) {}

  Table run() {
    return new Table("x");
  }
}
