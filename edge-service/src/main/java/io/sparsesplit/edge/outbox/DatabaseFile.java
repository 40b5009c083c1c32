package io.sparsesplit.edge.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite database of the outbox. Its version is its {@code user_version}, its kind its {@code application_id}.
 *
 * <pre>
 * model      what is kept of each model that something was put in for
 * inference  one row for each that was put in: pending while state is 0, then ended, with the number of its event. Features are
 *            forgotten at its end
 * progress   one row: number of the last event, and of the last one that the webhook has
 * </pre>
 *
 * <p>A commit is on the disk when it returns (write-ahead log, {@code synchronous} full). The file is locked for this process
 * alone, which also spares the shared memory that SQLite would keep beside it.
 */
final class DatabaseFile {

    static final int VERSION = 1;

    private static final String NATIVES = "org.sqlite.tmpdir";
    private static final int APPLICATION = 0x53_50_4F_42;
    private static final int PAGE_BYTES = 4096;
    private static final int MAX_SET_ASIDE = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    private static final List<String> SCHEMA = List.of(
            """
            CREATE TABLE model (
              id INTEGER PRIMARY KEY,
              fingerprint TEXT NOT NULL UNIQUE,
              name TEXT NOT NULL,
              version TEXT NOT NULL,
              labels TEXT NOT NULL
            ) STRICT""",
            """
            CREATE TABLE inference (
              seq INTEGER PRIMARY KEY,
              id BLOB NOT NULL UNIQUE,
              state INTEGER NOT NULL,
              accepted INTEGER NOT NULL,
              model INTEGER NOT NULL REFERENCES model,
              codec INTEGER NOT NULL,
              payload BLOB,
              class INTEGER NOT NULL,
              confidence REAL NOT NULL,
              event INTEGER,
              ended INTEGER,
              refined_class INTEGER,
              refined_confidence REAL,
              reason TEXT
            ) STRICT""",
            "CREATE INDEX pending ON inference (seq) WHERE state = 0",
            "CREATE UNIQUE INDEX event ON inference (event) WHERE event IS NOT NULL",
            "CREATE TABLE progress (last_event INTEGER NOT NULL, delivered_event INTEGER NOT NULL) STRICT");

    private final Path file;
    private final long maxBytes;

    DatabaseFile(Path file, long maxBytes) {
        this.file = file.toAbsolutePath().normalize();
        this.maxBytes = maxBytes;
    }

    /** Most pages that putting something in may make the database grow to. */
    int maxPages() {
        return Math.toIntExact(maxBytes / PAGE_BYTES);
    }

    /**
     * Opens the database, and makes it when there is none.
     *
     * @return to be used with {@code BEGIN} and {@code COMMIT}: the driver's own transactions cannot be told from SQLite's after a
     *     failure that ended them
     * @throws SQLException when it is damaged, as {@link #isDamage} tells; not this program's; or cannot be used now
     */
    Connection open() throws SQLException {
        try {
            Path folder = Files.createDirectories(file.resolveSibling("."));
            unpackNativesBeside(folder.normalize());
        } catch (IOException e) {
            throw new SQLException("its folder cannot be made: " + e, e);
        }
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            prepare(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * The driver unpacks its library into a temporary folder, which may not allow programs, and leaves it there when the process is
     * killed. Beside the database it may lie, and is cleared away at the next start.
     */
    private static synchronized void unpackNativesBeside(Path folder) throws IOException {
        if (System.getProperty(NATIVES) != null) {
            return;
        }
        Path natives = Files.createDirectories(folder.resolve(".sqlite"));
        try (Stream<Path> old = Files.list(natives)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        System.setProperty(NATIVES, natives.toString());
    }

    private void prepare(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA busy_timeout = 100");
            sql.execute("PRAGMA locking_mode = EXCLUSIVE");
            sql.execute("PRAGMA page_size = " + PAGE_BYTES);
            sql.execute("PRAGMA journal_mode = WAL");
            sql.execute("PRAGMA synchronous = FULL");
            sql.execute("PRAGMA journal_size_limit = 4194304");
            int version = number(sql, "PRAGMA user_version");
            int application = number(sql, "PRAGMA application_id");
            boolean empty = number(sql, "SELECT COUNT(*) FROM sqlite_schema") == 0;
            if (!empty && application != APPLICATION) {
                throw new SQLException(
                        "it is the database of another program: set sparsesplit.outbox.path to another file");
            }
            if (version > VERSION) {
                throw new SQLException(
                        "it has version %d, this program writes version %d: use a newer program, or move the file away"
                                .formatted(version, VERSION));
            }
            if (empty) {
                create(sql);
            } else {
                check(sql);
            }
        }
    }

    /** Numbers of events begin with the clock's, so that they go on growing when a new database takes the place of another. */
    private static void create(Statement sql) throws SQLException {
        sql.execute("BEGIN IMMEDIATE");
        for (String statement : SCHEMA) {
            sql.execute(statement);
        }
        long now = Clock.systemUTC().millis();
        sql.execute("INSERT INTO progress VALUES (%d, %d)".formatted(now, now));
        sql.execute("PRAGMA application_id = " + APPLICATION);
        sql.execute("PRAGMA user_version = " + VERSION);
        sql.execute("COMMIT");
    }

    private static void check(Statement sql) throws SQLException {
        try (ResultSet found = sql.executeQuery("PRAGMA quick_check(1)")) {
            String finding = found.next() ? found.getString(1) : "nothing";
            if (!finding.equals("ok")) {
                throw new SQLiteException("quick_check found " + finding, SQLiteErrorCode.SQLITE_CORRUPT);
            }
        }
    }

    private static int number(Statement sql, String query) throws SQLException {
        try (ResultSet result = sql.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    /** Whether an error says that the file is not what was written to it. */
    static boolean isDamage(SQLException e) {
        return e instanceof SQLiteException known
                && switch (known.getResultCode()) {
                    case SQLITE_CORRUPT,
                            SQLITE_CORRUPT_INDEX,
                            SQLITE_CORRUPT_SEQUENCE,
                            SQLITE_CORRUPT_VTAB,
                            SQLITE_NOTADB -> true;
                    default -> false;
                };
    }

    /** Whether an error says that there is no room, on the disk or by the configured size. */
    static boolean isFull(SQLException e) {
        return e instanceof SQLiteException known && known.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    }

    /**
     * Renames the file and what belongs to it, so that a new one can be begun. Of those set aside before, only the newest are kept.
     *
     * @return where it is now
     */
    Path setAside() throws IOException {
        String suffix = ".damaged-" + TIME.format(LocalDateTime.now(Clock.systemUTC()));
        Path aside = Path.of(file + suffix);
        // The log first: left behind alone, it would be taken for that of the new file.
        Path log = Path.of(file + "-wal");
        if (Files.exists(log)) {
            Files.move(log, Path.of(aside + "-wal"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        forgetOldest();
        return aside;
    }

    private void forgetOldest() throws IOException {
        List<Path> aside;
        try (Stream<Path> siblings = Files.list(file.resolveSibling(".").normalize())) {
            aside = siblings.filter(path -> path.toString().startsWith(file + ".damaged-"))
                    .filter(path -> !path.toString().endsWith("-wal"))
                    .sorted()
                    .toList();
        }
        for (Path old : aside.subList(0, Math.max(0, aside.size() - MAX_SET_ASIDE))) {
            Files.deleteIfExists(old);
            Files.deleteIfExists(Path.of(old + "-wal"));
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
