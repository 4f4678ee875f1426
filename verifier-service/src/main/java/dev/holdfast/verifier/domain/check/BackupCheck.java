package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Passes when there is a backup, it is young and large enough, and it can be unpacked to its end.
///
/// @param younger older backups fail; null when the age does not matter
/// @param least in bytes
/// @param unpack whether it is read to its end
public record BackupCheck(Place place, @Nullable Duration younger, long least, boolean unpack)
        implements Asking {

    /// The newest file of this name in a folder that the service itself lists.
    ///
    /// @param folder may hold variables
    /// @param name with `*` and `?`, may hold variables
    public record Place(String folder, String name) {
        Find find(Given given, boolean unpack, List<String> tables) {
            String file = given.text(name);
            if (file.isEmpty() || file.indexOf('/') >= 0 || file.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("'%s' is no name of a file".formatted(file));
            }
            return new Find(given.text(folder), file, unpack, tables);
        }
    }

    /// @param tables whose rows are counted while a dump is unpacked
    public record Find(String folder, String name, boolean unpack, List<String> tables)
            implements Question {
        public Find {
            tables = List.copyOf(tables);
        }

        @Override
        public String target() {
            return "folder " + folder;
        }

        @Override
        public String asks() {
            return "newest %s in %s%s".formatted(name, folder, unpack ? ", unpacked" : "");
        }
    }

    /// @param problem why it cannot be unpacked, null when it can or was not tried
    /// @param unpacked bytes that came out
    /// @param rows by table, of a PostgreSQL dump
    public record Found(
            String file,
            long size,
            Instant modified,
            Instant now,
            @Nullable String problem,
            long unpacked,
            Map<String, Long> rows,
            Duration took)
            implements Answer {
        public Found {
            rows = Map.copyOf(rows);
        }

        @Override
        public String shows() {
            return "%s of %d bytes, written %s, %s"
                    .formatted(
                            file,
                            size,
                            modified,
                            problem == null
                                    ? "%d bytes unpacked, rows %s".formatted(unpacked, rows)
                                    : problem);
        }
    }

    /// No file of that name.
    public record Missing(String says, Duration took) implements Answer {
        @Override
        public String shows() {
            return says;
        }
    }

    @Override
    public Question question(Given given) {
        return place.find(given, unpack, List.of());
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        return switch (answer) {
            case Missing m -> Finding.failed(m.says());
            case Found f -> judge(f);
            default -> answer.unfit();
        };
    }

    private Finding judge(Found f) {
        Duration age = Duration.between(f.modified(), f.now());
        double hours = age.toMillis() / 3_600_000.0;
        String says = "%s is %.1f hours old and has %d bytes".formatted(f.file(), hours, f.size());
        if (younger != null && age.compareTo(younger) >= 0) {
            return Finding.failed(
                            "%s, must be younger than %.1f hours"
                                    .formatted(says, younger.toMillis() / 3_600_000.0))
                    .measuring(hours);
        }
        if (f.size() < least) {
            return Finding.failed("%s, must have %d at least".formatted(says, least))
                    .measuring(hours);
        }
        if (f.problem() != null) {
            return Finding.failed("%s, but %s".formatted(says, f.problem())).measuring(hours);
        }
        return Finding.passed(
                        unpack ? "%s, %d unpacked to the end".formatted(says, f.unpacked()) : says)
                .measuring(hours);
    }
}
