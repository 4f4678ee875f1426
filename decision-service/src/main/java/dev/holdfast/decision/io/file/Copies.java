package dev.holdfast.decision.io.file;

import java.io.IOException;
import java.util.function.Consumer;

/// Keeps checkpoints of all instances where neither who may write the database nor who may write this
/// machine's disk can change them.
public interface Copies {
    /// Adds one line; throws where it is not kept for sure.
    void keep(String line) throws IOException;

    /// Gives out all that were ever kept, oldest first; throws where they cannot be read to their end.
    void each(Consumer<String> line) throws IOException;
}
