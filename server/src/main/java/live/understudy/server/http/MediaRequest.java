package live.understudy.server.http;

import live.understudy.media.Leg;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;

/**
 * What a player asks for.
 *
 * @param leg null for the program itself, otherwise the leg whose preview is asked for
 * @param name the last part of the path, such as {@code media.m3u8} or {@code 42.3.m4s}: 1 to 64 of
 *     {@code a-z A-Z 0-9 . _ -}
 * @param query as in the URL, for {@code _HLS_msn}, {@code _HLS_part} and {@code _HLS_skip}; null
 *     when there is none
 */
public record MediaRequest(
    ProgramId program, @Nullable Leg leg, String name, @Nullable String query) {}
