package dev.holdfast.verifier.io.probe;

import java.util.List;

/// A place that is not here, while one question is put from it.
public interface Standpoint extends AutoCloseable {
    /// The command line of this machine that runs a command over there, and has it ended over there too
    /// when the time is over: our end of the way does not do that. Throws [Unusable] when the service
    /// does not list what leads there.
    List<String> line(List<String> command, Terms terms) throws Unusable;

    /// Throws [Unusable] when what ended was the way there and not the command, or when the command
    /// could not be run there.
    ///
    /// @param errors what it wrote beside its output
    void ended(int code, String errors) throws Unusable;

    /// A port of loopback whose first connection leads to a host and port as seen from there.
    int bridge(String host, int port, Terms terms) throws Unusable;

    /// A port of loopback whose first connection leads to the Docker engine over there. Throws [Unusable]
    /// where there is none of its own.
    int engine(Terms terms) throws Unusable;

    /// What the way there said of itself, empty if nothing.
    String trouble();

    @Override
    void close();

    /// Opens one for a question.
    @FunctionalInterface
    interface Places {
        Standpoint open(dev.holdfast.verifier.domain.check.Place place);
    }
}
