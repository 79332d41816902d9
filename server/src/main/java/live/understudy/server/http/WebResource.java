package live.understudy.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import live.understudy.media.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * One file of the web pages.
 *
 * @param gzip null when compressing does not pay
 * @param etag quoted and weak, made from the content
 */
record WebResource(ByteSlice bytes, @Nullable ByteSlice gzip, String contentType, String etag) {

  static WebResource of(String name, byte[] bytes) {
    String contentType = contentTypeOf(name);
    ByteSlice gzip = null;
    if (contentType.startsWith("text/")
        || contentType.startsWith("application/j")
        || contentType.startsWith("application/manifest")
        || contentType.equals("image/svg+xml")) {
      byte[] compressed = gzip(bytes);
      if (compressed.length < bytes.length) {
        gzip = ByteSlice.of(compressed);
      }
    }
    return new WebResource(ByteSlice.of(bytes), gzip, contentType, etagOf(bytes));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String etagOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String contentTypeOf(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "html" -> "text/html; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json", "map" -> "application/json";
      case "webmanifest" -> "application/manifest+json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      case "txt" -> "text/plain; charset=utf-8";
      default -> "application/octet-stream";
    };
  }
}
