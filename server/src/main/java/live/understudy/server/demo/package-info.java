/**
 * The demonstration: synthetic cameras, the encoder processes that film them, and the sequence that
 * turns an empty server into a live event. A camera renders each picture once and shares it with
 * any number of encoders; each encoder is a child process of the FFmpeg program, because encoding
 * in the server's own process could take the server down. The demonstration uses the server as
 * anybody does, through its HTTP API and its RTMPS ingests. Nothing here may be used by the media
 * path; the tests use the same cameras and encoders.
 */
@NullMarked
package live.understudy.server.demo;

import org.jspecify.annotations.NullMarked;
