/**
 * Access units to parts, segments and playlists: CMAF-style fragmented MP4 (ISO/IEC 14496-12) and
 * HLS (RFC 8216bis).
 *
 * <p>{@link Packager} cuts a stream of access units into {@link Part}s and {@link Segment}s; {@link
 * InitSection} and {@link Fragment} write the boxes; {@link SegmentWindow} remembers what is listed
 * and what is still served, and {@link MediaPlaylist} writes the text. A leg and a program are
 * packaged by the same code. {@link MediaMemory} is where the bytes lie, and {@link Parking} brings
 * access units there.
 *
 * <p>Pure: no I/O, no clock, no thread, no logger. Nothing here knows a leg, a viewer or HTTP.
 */
@NullMarked
package live.understudy.hls;

import org.jspecify.annotations.NullMarked;
