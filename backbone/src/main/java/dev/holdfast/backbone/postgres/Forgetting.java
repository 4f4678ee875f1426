package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.UnitOfWork;

import java.time.Duration;
import java.util.List;

/// Forgets drills, each of which has a key of its own: some time after the last transaction on it all
/// that lies under it goes, in the transaction in which the desk puts down that it went.
public final class Forgetting {
    private static final int AT_ONCE = 200;

    /// More wait for the next time.
    private static final int ROUNDS = 5;

    /// Nobody is at work on it, and nothing is on its way. The row is locked to the end.
    private static final String OVER =
            "SELECT key FROM scope s WHERE strpos(key, '~') > 0 AND at < clock_timestamp() - $1 *"
                    + " interval '1 millisecond' AND NOT EXISTS (SELECT 1 FROM errand e WHERE e.key ="
                    + " s.key) ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED";

    private static final List<String> TABLES = List.of("timer", "aside", "scope");

    private final Store store;
    private final Desk desk;
    private final Duration keeps;

    /// @param keeps how long after its last transaction a drill is kept
    public Forgetting(Store store, Desk desk, Duration keeps) {
        this.store = store;
        this.desk = desk;
        this.keeps = keeps;
    }

    /// Forgets some of those that are due, and answers how many: at most a thousand a call.
    public int all() {
        int forgotten = 0;
        int last = AT_ONCE;
        for (int i = 0; i < ROUNDS && last == AT_ONCE && !store.wake().stopped(); i++) {
            last =
                    desk.forgets()
                            .map(record -> store.database().run(tx -> some(tx, record)))
                            .orElse(0);
            forgotten += last;
        }
        store.database()
                .run(tx ->
                        tx.update(
                                "DELETE FROM inbox WHERE drill AND at < clock_timestamp() - $1 *"
                                        + " interval '1 millisecond'",
                                keeps.toMillis()));
        return forgotten;
    }

    private int some(Tx tx, Scope record) {
        UnitOfWork work = store.open(tx, record, true);
        List<Scope> over =
                tx.query(
                        OVER,
                        r -> Scope.parse(SqlTables.text(r, "key")),
                        keeps.toMillis(),
                        AT_ONCE);
        if (!over.isEmpty()) {
            desk.forgotten(work, over);
            store.write(tx, work);
            String[] keys = over.stream().map(Scope::key).toArray(String[]::new);
            tx.update(
                    "DELETE FROM document WHERE key = ANY($1) AND strpos(key, '~') > 0",
                    (Object) keys);
            for (String table : TABLES) {
                tx.update("DELETE FROM %s WHERE key = ANY($1)".formatted(table), (Object) keys);
            }
        }
        return over.size();
    }
}
