/**
 * What monitoring systems read: one registry, its text, and what the process itself says. What
 * programs do is counted where it happens, in {@code server.media} and {@code server.http}; nothing
 * here is on the way of a picture.
 */
@NullMarked
package live.understudy.server.metrics;

import org.jspecify.annotations.NullMarked;
