package io.sparsesplit.edge.outbox;

import io.sparsesplit.model.codec.Codec;
import io.sparsesplit.model.codec.Frame;
import io.sparsesplit.model.network.Classification;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of a {@link DatabaseFile}: what was put in, and what became of it. Each end of a wait is an update that only changes
 * what is still pending, so that there is one end and one event for each, whoever comes first.
 *
 * <p>For one thread at a time; what was done counts when {@link #commit} has returned.
 */
final class OutboxStore implements AutoCloseable {

    /** Room for what makes the outbox emptier, on top of what may be put in. */
    private static final int RESERVED_PAGES = 256;

    private static final String COLUMNS = """
            SELECT i.id, i.state, i.event, i.accepted, i.ended, i.class, i.confidence, i.refined_class, i.refined_confidence,
                   i.reason, i.model
            FROM inference i""";
    private static final Logger LOG = LoggerFactory.getLogger(OutboxStore.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Connection connection;
    private final int maxPages;
    private final Map<Long, KnownModel> models = new HashMap<>();
    private final Map<String, Long> modelIds = new HashMap<>();
    private int pending;
    private long lastEvent;
    private long deliveredEvent;
    private boolean changed;

    /**
     * The rows of an open database.
     *
     * @param maxPages most pages that {@link #put} may make it grow to
     */
    OutboxStore(Connection connection, int maxPages) throws SQLException {
        this.connection = connection;
        this.maxPages = maxPages;
        execute("DELETE FROM model WHERE id NOT IN (SELECT DISTINCT model FROM inference)");
        reload();
    }

    /** Number of inferences that wait. */
    int pending() {
        return pending;
    }

    /** Number of the last event. */
    long lastEvent() {
        return lastEvent;
    }

    /** Number of the last event that the webhook has. */
    long deliveredEvent() {
        return deliveredEvent;
    }

    /** When the one that waits for longest was put in, in milliseconds since 1970; empty when none waits. */
    Optional<Long> oldest() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT accepted FROM inference WHERE state = 0 ORDER BY seq LIMIT 1");
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    /** Puts an inference in. */
    void put(UUID id, NewEntry entry, long now) throws SQLException {
        limitPages(maxPages);
        // Statements do not outlive a failure, so each is made anew.
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO inference (id, state, accepted, model, codec, payload, class, confidence)
                VALUES (?, 0, ?, ?, ?, ?, ?, ?)""")) {
            insert.setBytes(1, bytes(id));
            insert.setLong(2, now);
            insert.setLong(3, modelId(entry.model()));
            insert.setInt(4, entry.frame().codec().id());
            insert.setBytes(5, entry.frame().payload());
            insert.setInt(6, entry.classIndex());
            insert.setDouble(7, entry.confidence());
            insert.executeUpdate();
        }
        changed = true;
        pending++;
    }

    private long modelId(KnownModel model) throws SQLException {
        Long known = modelIds.get(model.fingerprint());
        if (known != null) {
            return known;
        }
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO model (fingerprint, name, version, labels) VALUES (?, ?, ?, ?)",
                Statement.RETURN_GENERATED_KEYS)) {
            add.setString(1, model.fingerprint());
            add.setString(2, model.name());
            add.setString(3, model.version());
            add.setString(4, JSON.writeValueAsString(model.labels()));
            add.executeUpdate();
            try (ResultSet key = add.getGeneratedKeys()) {
                key.next();
                long id = key.getLong(1);
                remember(id, model);
                return id;
            }
        }
    }

    /**
     * Ends the wait of an inference.
     *
     * @return whether it did wait
     */
    boolean end(Completion completion, long now) throws SQLException {
        limitPages(maxPages + RESERVED_PAGES);
        Classification refined = completion.refined();
        try (PreparedStatement end = connection.prepareStatement("""
                UPDATE inference SET state = ?, ended = ?, event = ?, refined_class = ?, refined_confidence = ?, reason = ?,
                  payload = NULL
                WHERE id = ? AND state = 0""")) {
            end.setInt(1, completion.state().code());
            end.setLong(2, now);
            end.setLong(3, lastEvent + 1);
            if (refined == null) {
                end.setNull(4, Types.INTEGER);
                end.setNull(5, Types.REAL);
            } else {
                end.setInt(4, refined.classIndex());
                end.setDouble(5, refined.probability());
            }
            end.setString(6, completion.reason());
            end.setBytes(7, bytes(completion.id()));
            if (end.executeUpdate() == 0) {
                return false;
            }
        }
        changed = true;
        pending--;
        lastEvent++;
        return true;
    }

    /** Those that have waited for longest. */
    List<UUID> first(int max) throws SQLException {
        return ids("SELECT id FROM inference WHERE state = 0 ORDER BY seq LIMIT " + max);
    }

    /** Some that wait since before a time, in milliseconds since 1970. */
    List<UUID> acceptedBefore(long time, int max) throws SQLException {
        return ids("""
                SELECT id FROM (SELECT id, accepted FROM inference WHERE state = 0 ORDER BY seq LIMIT %d)
                WHERE accepted < %d""".formatted(max, time));
    }

    private List<UUID> ids(String query) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                ids.add(uuid(rows.getBytes(1)));
            }
        }
        return ids;
    }

    /**
     * Those of one model that have waited for longest.
     *
     * @param model of them
     * @param pending at least one, the oldest first
     */
    record Waiting(KnownModel model, List<Pending> pending) {}

    /**
     * What to send next.
     *
     * @param heldBack fingerprints of models not to be sent now
     */
    Optional<Waiting> next(Collection<String> heldBack, int max) throws SQLException {
        String excluded = heldBack.stream()
                .map(modelIds::get)
                .filter(id -> id != null)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        Long model;
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT model FROM inference WHERE state = 0 AND model NOT IN (%s) ORDER BY seq LIMIT 1"
                                .formatted(excluded))) {
            model = row.next() ? row.getLong(1) : null;
        }
        if (model == null) {
            return Optional.empty();
        }
        KnownModel known = model(model);
        byte[] fingerprint = known.fingerprintBytes();
        List<Pending> waiting = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("""
                        SELECT id, accepted, codec, payload FROM inference WHERE state = 0 AND model = %d
                        ORDER BY seq LIMIT %d""".formatted(model, max))) {
            while (row.next()) {
                waiting.add(new Pending(
                        uuid(row.getBytes(1)),
                        row.getLong(2),
                        new Frame(codec(row.getInt(3)), fingerprint, row.getBytes(4))));
            }
        }
        return Optional.of(new Waiting(known, waiting));
    }

    private static Codec codec(int id) {
        return Arrays.stream(Codec.values())
                .filter(codec -> codec.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no codec " + id));
    }

    /** All there is to know about an inference. */
    Optional<QueuedInference> find(UUID id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE id = ?")) {
            query.setBytes(1, bytes(id));
            return read(query).stream().findFirst();
        }
    }

    /** Those that ended, in the order of their events, as far as these are known and later than another. */
    List<QueuedInference> endedAfter(long event, int max) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(COLUMNS + " WHERE event > ? ORDER BY event LIMIT ?")) {
            query.setLong(1, event);
            query.setInt(2, max);
            return read(query);
        }
    }

    private List<QueuedInference> read(PreparedStatement query) throws SQLException {
        List<QueuedInference> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(inference(row));
            }
        }
        return found;
    }

    private QueuedInference inference(ResultSet row) throws SQLException {
        KnownModel model = model(row.getLong("model"));
        State state = State.of(row.getInt("state"));
        int provisional = row.getInt("class");
        boolean refined = state == State.REFINED;
        return new QueuedInference(
                uuid(row.getBytes("id")),
                state.toString(),
                state == State.PENDING ? null : row.getLong("event"),
                Instant.ofEpochMilli(row.getLong("accepted")),
                state == State.PENDING ? null : Instant.ofEpochMilli(row.getLong("ended")),
                new QueuedInference.Model(model.name(), model.version(), model.fingerprint()),
                label(model, provisional, row.getDouble("confidence")),
                refined ? label(model, row.getInt("refined_class"), row.getDouble("refined_confidence")) : null,
                refined ? row.getInt("refined_class") != provisional : null,
                row.getString("reason"));
    }

    private static QueuedInference.Label label(KnownModel model, int classIndex, double confidence) {
        return new QueuedInference.Label(model.labels().get(classIndex), classIndex, (float) confidence);
    }

    /**
     * Forgets some of those that ended.
     *
     * @param time those before it, in milliseconds since 1970
     * @param count those on top of so many
     */
    void forget(long time, int count, int max) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            int forgotten = sql.executeUpdate("""
                    DELETE FROM inference WHERE seq IN
                      (SELECT seq FROM inference WHERE event IS NOT NULL ORDER BY event LIMIT %d)
                      AND (ended < %d OR event <= %d)""".formatted(max, time, lastEvent - count));
            changed |= forgotten > 0;
        }
    }

    /** The webhook has all events up to this one. */
    void delivered(long event) {
        deliveredEvent = event;
        changed = true;
    }

    /** To be followed by {@link #commit} or {@link #rollback}. */
    void begin() throws SQLException {
        execute("BEGIN IMMEDIATE");
    }

    /**
     * Makes what was done last.
     *
     * @return whether anything was
     */
    boolean commit() throws SQLException {
        boolean written = changed;
        if (written) {
            limitPages(maxPages + RESERVED_PAGES);
            execute("UPDATE progress SET last_event = %d, delivered_event = %d".formatted(lastEvent, deliveredEvent));
        }
        execute("COMMIT");
        changed = false;
        return written;
    }

    /** Undoes what was done since the last commit. */
    void rollback() throws SQLException {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("After some errors, a full disk among them, SQLite has done so by itself", e);
        }
        reload();
    }

    private void reload() throws SQLException {
        changed = false;
        models.clear();
        modelIds.clear();
        try (Statement sql = connection.createStatement()) {
            try (ResultSet row = sql.executeQuery("SELECT id, fingerprint, name, version, labels FROM model")) {
                while (row.next()) {
                    remember(
                            row.getLong(1),
                            new KnownModel(
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(2),
                                    List.of(JSON.readValue(row.getString(5), String[].class))));
                }
            }
            try (ResultSet row = sql.executeQuery("SELECT COUNT(*) FROM inference WHERE state = 0")) {
                row.next();
                pending = row.getInt(1);
            }
            try (ResultSet row = sql.executeQuery("SELECT last_event, delivered_event FROM progress")) {
                row.next();
                lastEvent = row.getLong(1);
                deliveredEvent = row.getLong(2);
            }
        }
    }

    private void remember(long id, KnownModel model) {
        models.put(id, model);
        modelIds.put(model.fingerprint(), id);
    }

    private KnownModel model(long id) {
        KnownModel model = models.get(id);
        if (model == null) {
            throw new IllegalStateException("no model " + id);
        }
        return model;
    }

    private void limitPages(int pages) throws SQLException {
        execute("PRAGMA max_page_count = " + pages);
    }

    private void execute(String statement) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(byte[] bytes) {
        ByteBuffer id = ByteBuffer.wrap(bytes);
        return new UUID(id.getLong(), id.getLong());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
