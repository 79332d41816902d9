/**
 * The bodies of RTMP's audio, video and metadata messages, which are FLV's tag bodies.
 *
 * <p>Sources are "Adobe Flash Video File Format Specification" 10.1 (cited as FLV with its section)
 * and "Enhanced RTMP" v2. Here a body becomes one of a few records that say what it carries,
 * whichever of the two spellings it came in; codecs that are not supported are refused by name.
 * Nothing here keeps state, and payloads are slices of the message, not copies.
 */
@NullMarked
package live.understudy.ingest.flv;

import org.jspecify.annotations.NullMarked;
