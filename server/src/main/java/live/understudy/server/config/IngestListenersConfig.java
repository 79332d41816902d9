package live.understudy.server.config;

/**
 * The listeners that encoders push to: the listener names the leg.
 *
 * @param enabled whether these listeners exist at all
 */
public record IngestListenersConfig(
    boolean enabled, ListenerConfig primary, ListenerConfig backup) {}
