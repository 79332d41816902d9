package live.understudy.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleErrorsTest {

  private static final String REFUSED =
      "Failed to load resource: the server responded with a status of ";

  @ParameterizedTest
  @CsvSource({
    "404 (Not Found) https://127.0.0.1:1/live/e/en/7.2.m4s, 0",
    "404 (Not Found) https://127.0.0.1:1/live/e/en/7.m4s, 1",
    "404 (Not Found) https://127.0.0.1:1/live/e/en/media.m3u8, 1",
    "503 (Service Unavailable) https://127.0.0.1:1/live/e/en/7.2.m4s, 1"
  })
  void unexpected_allButAPartThatNeverCame(String error, int expected) {
    assertEquals(expected, ConsoleErrors.unexpected(List.of(REFUSED + error)).size());
  }

  @Test
  void unexpected_whatPagesThrow() {
    List<String> thrown = List.of("page: undefined is not a function");
    assertEquals(thrown, ConsoleErrors.unexpected(thrown));
  }
}
