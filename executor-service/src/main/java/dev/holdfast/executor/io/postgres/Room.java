package dev.holdfast.executor.io.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// Whether a disk has room for a dump.
final class Room {
    private Room() {}

    /// What is lacking for a dump of this database into the folder; a dump is rarely larger.
    static Optional<String> lacking(Connection c, Path folder) throws SQLException {
        long size;
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT pg_database_size(current_database())")) {
            size = r.next() ? r.getLong(1) : 0;
        }
        try {
            long free = Files.getFileStore(existing(folder)).getUsableSpace();
            return free >= size
                    ? Optional.empty()
                    : Optional.of(
                            "%s has %d MB free, the database has %d MB"
                                    .formatted(folder, free >> 20, size >> 20));
        } catch (IOException e) {
            return Optional.of("%s cannot be looked at: %s".formatted(folder, e.getMessage()));
        }
    }

    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }
}
