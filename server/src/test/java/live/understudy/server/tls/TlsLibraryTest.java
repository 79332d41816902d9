package live.understudy.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.OpenSsl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.understudy.server.config.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which library encrypts, with native code and without. */
@Timeout(180)
class TlsLibraryTest {

  /** Says what is chosen, in a process where native code is out of reach. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] wanted) {
      for (String each : wanted) {
        try {
          System.out.println(each + ": " + TlsLibrary.choose(each).describe());
        } catch (StartupException e) {
          System.out.println(each + " refused: " + e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auto, BORINGSSL, TLS is done by BoringSSL (native)",
    "boringssl, BORINGSSL, TLS is done by BoringSSL (native)",
    "jdk, JDK, 'TLS is done by the JDK, as `tls.library` asks for'",
  })
  void choose_nativeCodeIsThere_asConfigured(String wanted, TlsLibrary expected, String said)
      throws Exception {
    assertTrue(OpenSsl.isAvailable(), "the tests are meant to run with both");
    assertEquals(expected, TlsLibrary.choose(wanted));
    assertEquals(said, expected.describe());
  }

  @Test
  void choose_noNativeCode_theJdkUnlessBoringSslIsDemanded() throws Exception {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dio.netty.handler.ssl.noOpenSsl=true",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                "auto",
                "boringssl")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(probe.waitFor(60, TimeUnit.SECONDS));
    List<String> lines =
        said.lines().filter(line -> line.matches("(auto|boringssl)[ :].*")).toList();
    assertEquals(2, lines.size(), said);
    assertTrue(
        lines.get(0).startsWith("auto: TLS is done by the JDK, which takes more processor time"),
        said);
    assertTrue(lines.get(1).startsWith("boringssl refused: `tls.library` is boringssl"), said);
  }
}
