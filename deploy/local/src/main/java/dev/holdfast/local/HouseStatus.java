package dev.holdfast.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// How the house and its parts are, as its supervisor last wrote it down.
///
/// @param pid the supervisor's process
/// @param pidStarted when that process started, epoch milliseconds: with it a reused pid is told apart
/// @param problem for a failed house: what happened and what to do
public record HouseStatus(
        long pid,
        long pidStarted,
        String startedAt,
        State state,
        @Nullable String problem,
        List<Part> parts) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The life of a house and of each part in it.
    public enum State {
        STARTING,
        READY,
        STOPPING,
        STOPPED,
        FAILED
    }

    /// One child process.
    ///
    /// @param readyMillis how long its last start took
    /// @param restarts how often it ended by itself and was started again
    public record Part(
            String name,
            int port,
            long pid,
            State state,
            long readyMillis,
            int restarts,
            @Nullable String problem) {}

    static Optional<HouseStatus> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), HouseStatus.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new LocalException(
                    "%s is not readable as the house's status (%s). Run `holdfast down`, then delete it."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /// Readers see the old or the new status, never half of one.
    void write(Path file) {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(fresh, JSON.writeValueAsBytes(this));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /// The supervisor, if the process of that number still is the one that wrote this.
    public Optional<ProcessHandle> supervisor() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info()
                                .startInstant()
                                .map(i -> i.toEpochMilli() == pidStarted)
                                .orElse(true));
    }
}
