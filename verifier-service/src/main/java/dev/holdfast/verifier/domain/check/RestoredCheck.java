package dev.holdfast.verifier.domain.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Passes when a restored database holds as many rows as the backup itself: the rows of the backup
/// are counted while it is unpacked, not taken from somebody's note.
///
/// @param backup where the newest backup lies
/// @param tables `schema.table`, as the dump names them
/// @param tolerance as a part of the backup's count
public record RestoredCheck(
        BackupCheck.Place backup,
        DatabaseTemplate database,
        Map<String, SqlText> tables,
        double tolerance)
        implements Asking {

    public record Both(BackupCheck.Find backup, SqlBatchCheck.Batch counts) implements Question {
        @Override
        public String target() {
            return counts.target();
        }

        @Override
        public String asks() {
            return backup.asks() + "\n" + counts.asks();
        }
    }

    public record BothAnswers(BackupCheck.Found backup, SqlBatchCheck.Tables counts, Duration took)
            implements Answer {
        @Override
        public String shows() {
            return backup.shows() + "\n" + counts.shows();
        }
    }

    @Override
    public Question question(Given given) {
        Database filled = database.fill(given);
        List<Question.Sql> counts =
                tables.values().stream().map(t -> t.question(filled, given, 1)).toList();
        return new Both(
                backup.find(given, true, List.copyOf(tables.keySet())),
                new SqlBatchCheck.Batch(filled, counts));
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof BothAnswers both)) {
            return answer.unfit();
        }
        if (both.backup.problem() != null) {
            return Finding.inconclusive(
                    "backup %s cannot be counted: %s"
                            .formatted(both.backup.file(), both.backup.problem()));
        }
        List<Finding> parts = new ArrayList<>();
        int i = 0;
        for (String table : tables.keySet()) {
            Long rows = both.backup.rows().get(table);
            parts.add(
                    rows == null
                            ? Finding.inconclusive(
                                    "backup %s holds no table %s"
                                            .formatted(both.backup.file(), table))
                            : SqlCheck.one(
                                    both.counts.all().get(i),
                                    table,
                                    new Bound(
                                            Relation.EQUALS,
                                            new Bound.Measured(
                                                    rows.toString(), "in the backup", tolerance)),
                                    given));
            i++;
        }
        return Finding.all(parts);
    }
}
