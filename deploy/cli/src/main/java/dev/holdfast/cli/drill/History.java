package dev.holdfast.cli.drill;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The drills that were held, one JSON file each, under the house's data folder.
public final class History {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private final Path folder;

    public History(Path data) {
        this.folder = data.resolve("drills");
    }

    /// Keeps one and answers its file.
    public Path keep(Held held) {
        try {
            Files.createDirectories(folder);
            Path file =
                    folder.resolve(
                            "%s-%s-%d.json"
                                    .formatted(held.pack(), held.id(), held.at().getEpochSecond()));
            JSON.writeValue(file.toFile(), held);
            return file;
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "Cannot keep the drill: " + e.getMessage(), e);
        }
    }

    /// All that were held, the oldest first.
    public List<Held> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Held> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                all.add(JSON.readValue(file.toFile(), Held.class));
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED, "Cannot read the drills in %s: %s".formatted(folder, e), e);
        }
        all.sort(Comparator.comparing(Held::at));
        return all;
    }

    static JsonMapper json() {
        return JSON;
    }
}
