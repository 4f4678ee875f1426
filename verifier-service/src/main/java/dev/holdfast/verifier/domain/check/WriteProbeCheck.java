package dev.holdfast.verifier.domain.check;

import java.time.Duration;

/// Passes when a row can be written to a database's declared probe table and read back. All of it is
/// one transaction that is rolled back.
public record WriteProbeCheck(DatabaseTemplate database, String table) implements Asking {
    /// @param table quoted already, of the database's own declaration
    public record Write(Database database, String table) implements Question {
        @Override
        public String target() {
            return database.host() + ":" + database.port();
        }

        @Override
        public String asks() {
            return "database %s: insert into %s, read back, roll back"
                    .formatted(database.name(), table);
        }
    }

    /// @param refusal why the database did not take it, empty when it did
    public record Written(String refusal, Duration took) implements Answer {
        @Override
        public String shows() {
            return refusal.isEmpty()
                    ? "written, read back and rolled back in %d ms".formatted(took.toMillis())
                    : "refused after %d ms: %s".formatted(took.toMillis(), refusal);
        }
    }

    @Override
    public boolean touches() {
        return true;
    }

    @Override
    public Question question(Given given) {
        return new Write(database.fill(given), table);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Written written)) {
            return answer.unfit();
        }
        return written.refusal().isEmpty()
                ? Finding.passed(written.shows())
                : Finding.failed("the database does not take writes: " + written.refusal());
    }
}
