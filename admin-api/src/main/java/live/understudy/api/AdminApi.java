package live.understudy.api;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import live.understudy.api.auth.Accounts;
import live.understudy.api.auth.FirstUser;
import live.understudy.api.auth.PasswordCost;
import live.understudy.api.auth.Tokens;
import live.understudy.api.command.EventCommands;
import live.understudy.api.command.KeyVault;
import live.understudy.api.command.LegCommands;
import live.understudy.api.event.ApiLimits;
import live.understudy.api.event.EventView;
import live.understudy.api.event.Phase;
import live.understudy.api.event.ProgramControl;
import live.understudy.api.event.SwitchStore;
import live.understudy.api.http.ApiRequest;
import live.understudy.api.http.ApiResponse;
import live.understudy.api.http.Route;
import live.understudy.api.http.Router;
import live.understudy.api.http.Routes;
import live.understudy.api.key.KeyCipher;
import live.understudy.api.key.KeyFile;
import live.understudy.api.key.KeyUnreadableException;
import live.understudy.api.key.StreamKeys;
import live.understudy.api.store.Database;
import live.understudy.api.store.EventStore;
import live.understudy.api.store.LegBlockStore;
import live.understudy.api.store.SettingStore;
import live.understudy.api.store.SwitchLogStore;
import live.understudy.api.store.TokenStore;
import live.understudy.api.store.UserStore;
import live.understudy.media.LegId;
import org.jspecify.annotations.Nullable;

/** Everything that people and scripts can do to events; thread-safe. */
public final class AdminApi implements AutoCloseable {
  private static final String KEY_CHECK = "key-check";

  private final Database database;
  private final KeyVault vault;
  private final EventCommands commands;
  private final LegBlockStore blocks;
  private final Tokens tokens;
  private final Accounts accounts;
  private final SwitchStore switches;
  private final Router router;
  private final @Nullable String firstPassword;

  private AdminApi(
      Database database,
      KeyCipher cipher,
      AdminApiConfig config,
      PasswordCost cost,
      FirstUser firstUser,
      ProgramControl control) {
    ApiLimits limits = config.limits();
    EventStore events = new EventStore(database);
    this.database = database;
    this.vault = new KeyVault(events, cipher);
    this.commands = new EventCommands(events, vault, control, limits, config.clock());
    this.tokens = new Tokens(new TokenStore(database), limits, config.clock());
    this.accounts = new Accounts(new UserStore(database), tokens, cost, limits, config.clock());
    this.blocks = new LegBlockStore(database);
    this.switches = new SwitchLogStore(database);
    this.router =
        Routes.router(
            new Routes.Services(
                accounts,
                tokens,
                commands,
                new LegCommands(commands, blocks, control),
                control,
                switches),
            config.ingestUrls(),
            config.version(),
            limits,
            config.clock());
    vault.load();
    this.firstPassword = accounts.createFirstUser(firstUser);
  }

  /**
   * Opens the database, migrating it, and loads the stream keys. Commands nothing: the server
   * resumes {@link #liveEvents} itself.
   *
   * @throws IOException with one sentence that says what is wrong with which file
   */
  public static AdminApi open(AdminApiConfig config, ProgramControl control) throws IOException {
    return open(config, PasswordCost.standard(), control);
  }

  /** With another cost than the standard one, for tests that log in often. */
  static AdminApi open(AdminApiConfig config, PasswordCost cost, ProgramControl control)
      throws IOException {
    Path keyFile = config.keyFile();
    boolean newKey = Files.notExists(keyFile);
    FirstUser firstUser = new FirstUser(cost);
    if (Files.notExists(config.database())) {
      firstUser.ahead();
    }
    Database database = openDatabase(config.database());
    try {
      SettingStore settings = new SettingStore(database);
      String check = settings.find(KEY_CHECK);
      if (newKey && check != null) {
        // A new key would leave every stored stream key unreadable without a word.
        throw new IOException(
            "the key file "
                + keyFile
                + " is missing, but the database "
                + config.database()
                + " holds secrets that only it opens; restore it from a backup");
      }
      KeyCipher cipher = new KeyCipher(readKey(keyFile));
      if (check == null) {
        settings.add(KEY_CHECK, cipher.encrypt(KEY_CHECK, KEY_CHECK));
      } else {
        requireSameKey(cipher, check, config);
      }
      return new AdminApi(database, cipher, config, cost, firstUser, control);
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Database openDatabase(Path file) throws IOException {
    try {
      return Database.open(file);
    } catch (FileSystemException e) {
      throw unusable("the database", file, e);
    } catch (RuntimeException e) {
      throw new IOException("the database " + file + " can't be opened: " + e.getMessage(), e);
    }
  }

  private static byte[] readKey(Path file) throws IOException {
    try {
      return KeyFile.readOrCreate(file);
    } catch (FileSystemException e) {
      throw unusable("the key file", file, e);
    }
  }

  /** Such an exception's message is often the path alone; what happened is in its type. */
  private static IOException unusable(String what, Path file, FileSystemException e) {
    String why =
        switch (e) {
          case NoSuchFileException _ -> "its folder does not exist";
          case AccessDeniedException _ -> "access is denied";
          default -> String.valueOf(e.getMessage());
        };
    return new IOException(what + " " + file + " can't be opened: " + why, e);
  }

  private static void requireSameKey(KeyCipher cipher, String check, AdminApiConfig config)
      throws IOException {
    try {
      cipher.decrypt(KEY_CHECK, check);
    } catch (KeyUnreadableException e) {
      throw new IOException(
          "the key file "
              + config.keyFile()
              + " does not belong to the database "
              + config.database()
              + "; restore the two from the same backup",
          e);
    }
  }

  /** Answers a request under {@code /api/}; blocks on the database; never throws. */
  public ApiResponse handle(ApiRequest request) {
    return router.handle(request);
  }

  /** The route table, for metrics and tests. */
  public List<Route> routes() {
    return router.routes();
  }

  /** Resolves stream keys from memory; for the media path. */
  public StreamKeys keys() {
    return vault.directory();
  }

  /** All events, newest first; blocks on the database. */
  public List<EventView> events() {
    return commands.all();
  }

  /** The legs that an operator has blocked; blocks on the database. */
  public Set<LegId> blockedLegs() {
    return blocks.all();
  }

  /** The switch logs of all programs. */
  public SwitchStore switches() {
    return switches;
  }

  /** The events to resume when the server starts; blocks on the database. */
  public List<EventView> liveEvents() {
    return events().stream().filter(event -> event.phase() == Phase.LIVE).toList();
  }

  /** The one-time password of the user {@code admin} if this call of open made it, else null. */
  public @Nullable String firstPassword() {
    return firstPassword;
  }

  /**
   * Gives the user a new one-time password, for a person at the machine who forgot the old one; all
   * sessions of the user end. Null when there is no such user.
   */
  public @Nullable String resetPassword(String username) {
    return accounts.resetPassword(username);
  }

  /** A session of the first user, for this process itself; a secret. */
  public String localSession() {
    return tokens.session(Accounts.FIRST_USER).token();
  }

  /**
   * Whether the token is valid now. Answered from memory for a token lately seen; the first time it
   * reads the database, so call it where blocking is allowed.
   */
  public boolean authorize(String bearerToken) {
    return tokens.authenticate(bearerToken) != null;
  }

  @Override
  public void close() {
    database.close();
  }
}
