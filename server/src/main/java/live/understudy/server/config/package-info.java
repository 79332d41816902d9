/**
 * The configuration: typed immutable records, read once from a YAML file and the environment.
 *
 * <p>{@link live.understudy.server.config.ServerConfig#DEFAULTS} names every key, its type and its
 * default; {@code understudy.example.yaml} explains each to an administrator, and a test keeps the
 * two together. Every class that has settings gets its own small record, never the whole: no code
 * outside this package reads a file or a variable of the configuration. What stops a start-up is a
 * {@link live.understudy.server.config.StartupException}, whose message is the one line that the
 * administrator gets.
 */
@NullMarked
package live.understudy.server.config;

import org.jspecify.annotations.NullMarked;
