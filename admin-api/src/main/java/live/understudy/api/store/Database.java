package live.understudy.api.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import live.understudy.api.key.KeyFile;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** The embedded database: one SQLite file, migrated when opened. */
public final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 5_000;
  private static final int CONNECTIONS = 4;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    // All other renderings show bound values: hashes, ciphertexts, what people typed.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
  }

  /**
   * Opens the file, making it (for its owner only) when there is none.
   *
   * <p>Throws {@link IOException} when the file can't be made, and a runtime exception of the
   * driver or of the migration when it can't be read.
   */
  public static Database open(Path file) throws IOException {
    KeyFile.createOwnerOnly(file);
    SQLiteDataSource source = new SQLiteDataSource(sqlite());
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setDataSource(source);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2L * BUSY_TIMEOUT_MS);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:live/understudy/api/migrations")
          .failOnMissingLocations(true)
          .load()
          .migrate();
      return new Database(pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** For the stores of this package. */
  public Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static SQLiteConfig sqlite() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // "synchronous=FULL ... adds assurances that ... committed transactions are durable" in WAL
    // mode (sqlite.org/pragma.html): a phase that was announced must survive a power cut.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    // A transaction that reads first and writes later would fail at once when another one wrote in
    // between; taking the write lock at its start waits instead.
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    return config;
  }
}
