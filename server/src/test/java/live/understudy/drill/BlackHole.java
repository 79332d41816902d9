package live.understudy.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace with a virtual cable to this host, in which all packets can be made to vanish
 * without anybody being told. Needs Linux, root, {@code ip} and {@code nft}.
 */
final class BlackHole implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final long COMMAND_TIMEOUT_S = 10;

  private final String name;
  private final InetAddress host;
  private final Thread filler;

  private BlackHole(String name, InetAddress host) {
    this.name = name;
    this.host = host;
    this.filler = new Thread(this::fill, "fill-" + name);
    // A drill that is broken off leaves no namespace behind.
    Runtime.getRuntime().addShutdownHook(filler);
  }

  /** Makes the namespace; it is there until this is closed. */
  static BlackHole dig() throws IOException, InterruptedException {
    int number = COUNT.incrementAndGet();
    String name = "drill" + ProcessHandle.current().pid() + "n" + number;
    // A name of a network device has at most 15 characters.
    String cable = "drl" + ProcessHandle.current().pid() % 100_000 + "n" + number;
    String network = "10.231." + number % 250 + ".";
    run("ip", "netns", "add", name);
    BlackHole hole = new BlackHole(name, InetAddress.getByName(network + "1"));
    try {
      run("ip", "link", "add", cable, "type", "veth", "peer", "name", "up0", "netns", name);
      run("ip", "addr", "add", network + "1/30", "dev", cable);
      run("ip", "link", "set", cable, "up");
      run("ip", "-n", name, "addr", "add", network + "2/30", "dev", "up0");
      run("ip", "-n", name, "link", "set", "up0", "up");
      run("ip", "-n", name, "link", "set", "lo", "up");
      return hole;
    } catch (IOException e) {
      hole.close();
      throw e;
    }
  }

  /** Whether this process may make one. */
  static boolean isPossible() {
    try (BlackHole hole = dig()) {
      hole.swallow();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The address under which those inside reach this host. */
  InetAddress host() {
    return host;
  }

  /** What a command line begins with that is to run inside. */
  List<String> prefix() {
    return List.of("ip", "netns", "exec", name);
  }

  /** From here on no packet leaves and none comes in. */
  void swallow() throws IOException, InterruptedException {
    String rules =
        "table inet drill {"
            + " chain out { type filter hook output priority 0; policy drop; }"
            + " chain in { type filter hook input priority 0; policy drop; } }";
    run("ip", "netns", "exec", name, "nft", rules);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Arrays.toString(command) + ": " + said.strip());
    }
  }

  private void fill() {
    try {
      run("ip", "netns", "del", name);
    } catch (IOException e) {
      System.err.println("The network namespace " + name + " is still there: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the cable with it. */
  @Override
  public void close() {
    fill();
    Runtime.getRuntime().removeShutdownHook(filler);
  }
}
