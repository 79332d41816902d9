package live.understudy.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives in another JVM's heap. */
final class JavaHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private JavaHeap() {}

  /** Bytes of all objects that a full collection leaves; counted after it, whatever collector. */
  static long liveBytes(long pid) throws IOException, InterruptedException {
    // The first collection lets references go that the second one finds dead.
    run(pid, "GC.run");
    Matcher total = TOTAL.matcher(run(pid, "GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("jcmd gave no histogram of process " + pid);
    }
    return Long.parseLong(total.group(1));
  }

  private static String run(long pid, String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + output);
    }
    return output;
  }
}
