package dev.holdfast.executor.io.process;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program with its arguments, each exactly as the program gets it.
///
/// @param environment beside the few variables that every program gets
public record Command(List<String> line, @Nullable Path folder, Map<String, String> environment) {
    public Command {
        line = List.copyOf(line);
    }
}
