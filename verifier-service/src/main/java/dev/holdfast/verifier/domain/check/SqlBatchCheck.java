package dev.holdfast.verifier.domain.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Passes when each of several values of one database, read at the same moment, is within its bound.
public record SqlBatchCheck(DatabaseTemplate database, List<Part> parts) implements Asking {
    private static final int MOST = 100;

    /// @param what the name of the value, for the sentence
    public record Part(String what, SqlText query, Bound bound) {}

    public SqlBatchCheck {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MOST) {
            throw new IllegalArgumentException(
                    "%d statements, from 1 to %d can be asked at once"
                            .formatted(parts.size(), MOST));
        }
    }

    /// Several statements in one read-only transaction that sees one moment.
    public record Batch(Database database, List<Question.Sql> statements) implements Question {
        public Batch {
            statements = List.copyOf(statements);
        }

        @Override
        public String target() {
            return database.host() + ":" + database.port();
        }

        @Override
        public String asks() {
            return statements.stream().map(Question.Sql::asks).collect(Collectors.joining("\n"));
        }
    }

    /// @param all one a statement
    public record Tables(List<Answer.Rows> all, Duration took) implements Answer {
        public Tables {
            all = List.copyOf(all);
        }

        @Override
        public String shows() {
            return all.stream().map(Answer.Rows::shows).collect(Collectors.joining("\n"));
        }
    }

    @Override
    public Question question(Given given) {
        Database filled = database.fill(given);
        return new Batch(
                filled, parts.stream().map(p -> p.query.question(filled, given, 1)).toList());
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Tables tables)) {
            return answer.unfit();
        }
        if (tables.all().size() != parts.size()) {
            return Finding.inconclusive(
                    "%d results came to %d statements"
                            .formatted(tables.all().size(), parts.size()));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            findings.add(SqlCheck.one(tables.all().get(i), part.what, part.bound, given));
        }
        return Finding.all(findings);
    }
}
