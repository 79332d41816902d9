package live.understudy.server.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import live.understudy.server.config.OneLine;
import live.understudy.server.config.StartupException;

/** Who encrypts. */
enum TlsLibrary {
  /** Native code, several times faster. */
  BORINGSSL(SslProvider.OPENSSL),
  /** Where there is no native code for the platform, or nobody wants it. */
  JDK(SslProvider.JDK);

  private final SslProvider provider;

  TlsLibrary(SslProvider provider) {
    this.provider = provider;
  }

  SslProvider provider() {
    return provider;
  }

  /**
   * What the configuration asks for.
   *
   * @param wanted {@code auto}, {@code boringssl} or {@code jdk}
   * @throws StartupException when native code is demanded and there is none
   */
  static TlsLibrary choose(String wanted) throws StartupException {
    return switch (wanted) {
      case "jdk" -> JDK;
      case "boringssl" -> {
        if (!OpenSsl.isAvailable()) {
          throw new StartupException(
              "`tls.library` is boringssl, which can't be loaded here ("
                  + unavailability()
                  + "); set it to auto");
        }
        yield BORINGSSL;
      }
      default -> OpenSsl.isAvailable() ? BORINGSSL : JDK;
    };
  }

  /** For the log: which it is, and why it is not the faster one. */
  String describe() {
    return switch (this) {
      case BORINGSSL -> "TLS is done by BoringSSL (native)";
      case JDK ->
          OpenSsl.isAvailable()
              ? "TLS is done by the JDK, as `tls.library` asks for"
              : "TLS is done by the JDK, which takes more processor time: BoringSSL can't be"
                  + " loaded ("
                  + unavailability()
                  + ")";
    };
  }

  private static String unavailability() {
    Throwable cause = OpenSsl.unavailabilityCause();
    return cause == null ? "unknown" : OneLine.of(cause.toString());
  }
}
